/** Where reports about the real venue disagree, or its habits differ, the one who runs this one chooses. */

export type VenueRules = {
  /** Whether open BUY orders of different markets may lean on the same pUSD. */
  readonly reservation: 'global' | 'per_market';
  /** How orders and trades are told over REST: LIVE and "100.5", or ORDER_STATUS_LIVE and "100500000". */
  readonly dialect: 'plain' | 'prefixed';
  /** What GET /data/order/{id} says of an order that is done. */
  readonly finishedOrders: 'terminal' | 'empty';
  /** Whether a refusal for lack of cover names the sums it compared. */
  readonly balanceText: 'plain' | 'detailed';
  /**
   * How many decimals signed amounts may have. Of immediate orders dollars and shares given have two; what
   * they get has as many as the tick's amounts (by_tick), or four at any tick (flat). Resting orders state
   * shares in hundredths and dollars by the tick. "any" looks at none of it.
   */
  readonly decimals: 'by_tick' | 'flat' | 'any';
  /** Whether a wallet that is no smart wallet may be a maker. */
  readonly bareWallets: 'allowed' | 'refused';
  /** How far a request's timestamp may be from the venue's clock; null = any distance. */
  readonly clockToleranceSeconds: number | null;
  /** Every marketable order is held so long before it is matched, where its market says nothing else. */
  readonly takerDelayMs: number;
  readonly signerLimit: SignerLimit;
  /** How far the Data API is behind. */
  readonly dataLagMs: number;
};

export type SignerLimit = {
  /** "warn" tells in headers what "enforce" would refuse with 429. */
  readonly mode: 'off' | 'warn' | 'enforce';
  readonly tier: SignerTier;
};

export const SIGNER_TIERS = {
  standard: { orders: { perSecond: 40, burst: 60 }, cancels: { perSecond: 80, burst: 120 } },
  copper: { orders: { perSecond: 60, burst: 90 }, cancels: { perSecond: 120, burst: 180 } },
  bronze: { orders: { perSecond: 80, burst: 120 }, cancels: { perSecond: 160, burst: 240 } },
  silver: { orders: { perSecond: 200, burst: 300 }, cancels: { perSecond: 400, burst: 600 } },
  gold: { orders: { perSecond: 400, burst: 600 }, cancels: { perSecond: 800, burst: 1_200 } },
  platinum: { orders: { perSecond: 450, burst: 675 }, cancels: { perSecond: 900, burst: 1_350 } },
  diamond: { orders: { perSecond: 525, burst: 787 }, cancels: { perSecond: 1_050, burst: 1_575 } },
  elite: { orders: { perSecond: 600, burst: 900 }, cancels: { perSecond: 1_200, burst: 1_800 } },
} as const;

export type SignerTier = keyof typeof SIGNER_TIERS;

export const DEFAULT_RULES: VenueRules = {
  reservation: 'global',
  dialect: 'plain',
  finishedOrders: 'terminal',
  balanceText: 'plain',
  decimals: 'by_tick',
  bareWallets: 'allowed',
  clockToleranceSeconds: null,
  takerDelayMs: 0,
  signerLimit: { mode: 'warn', tier: 'standard' },
  dataLagMs: 0,
};
