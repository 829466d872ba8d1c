/** The cells of the redemption matrix: whose wallet, which market, what is held, and what goes wrong. */

/** A Safe is moved by the relayer, or by its owner: `safe-direct`. */
export const WALLETS = ['eoa', 'safe', 'safe-direct', 'proxy', 'deposit'] as const;
export const MARKETS = ['standard', 'neg-risk', 'fifty-fifty'] as const;
/** What is held when the market ends: the outcome that pays, the other one, or some of each. */
export const OUTCOMES = ['win', 'lose', 'both'] as const;
export const TROUBLES = [
  ...(['none', 'missing-approval', 'nonce-taken', 'rpc-answer-lost'] as const),
  ...(['relayer-answer-lost', 'redeemed-elsewhere', 'pays-nothing', 'reorg', 'kill'] as const),
] as const;

export type WalletName = (typeof WALLETS)[number];
export type MarketName = (typeof MARKETS)[number];
export type OutcomeName = (typeof OUTCOMES)[number];
export type TroubleName = (typeof TROUBLES)[number];

export type Cell = {
  readonly wallet: WalletName;
  readonly market: MarketName;
  readonly outcome: OutcomeName;
  readonly trouble: TroubleName;
};

/** What is asked for of each; everything where nothing is said. */
export type CellFilter = { readonly [Part in keyof Cell]?: readonly string[] };

const NAMES = { wallet: WALLETS, market: MARKETS, outcome: OUTCOMES, trouble: TROUBLES } as const;

/** Trouble by trouble, as they are run. Throws RangeError for a name that no cell has. */
export function cellsOf(filter: CellFilter): readonly Cell[] {
  for (const [part, wanted] of Object.entries(filter) as [keyof Cell, readonly string[]][]) {
    const unknown = wanted.find((name) => !(NAMES[part] as readonly string[]).includes(name));
    if (unknown === undefined) continue;
    throw new RangeError(`no ${part} is called "${unknown}"; there are ${NAMES[part].join(', ')}`);
  }
  const chosen = <Part extends keyof Cell>(part: Part, name: Cell[Part]): boolean =>
    filter[part]?.includes(name) ?? true;
  return WALLETS.flatMap((wallet) =>
    TROUBLES.flatMap((trouble) =>
      MARKETS.flatMap((market) =>
        OUTCOMES.map((outcome): Cell => ({ wallet, market, outcome, trouble })),
      ),
    ),
  ).filter(
    (cell) =>
      chosen('wallet', cell.wallet) &&
      chosen('market', cell.market) &&
      chosen('outcome', cell.outcome) &&
      chosen('trouble', cell.trouble) &&
      exists(cell),
  );
}

export const nameOfCell = ({ wallet, market, outcome, trouble }: Cell): string =>
  `${wallet} ${market} ${outcome} ${trouble}`;

/** Only of a relayer that is there answers can be lost. */
const exists = ({ wallet, trouble }: Cell): boolean =>
  isRelayed(wallet) || trouble !== 'relayer-answer-lost';

/** Whether the relayer sends for it. */
export const isRelayed = (wallet: WalletName): boolean =>
  wallet !== 'eoa' && wallet !== 'safe-direct';

/** Whether something is paid: what only lost is confirmed without a transaction. */
export const pays = ({ market, outcome }: Cell): boolean =>
  outcome !== 'lose' || market === 'fifty-fifty';

/** What the market ends at: a neg-risk event knows one Yes at most, so each of its markets ends at No. */
export const endingOf = ({ market }: Cell): 0 | 1 | 'both' =>
  market === 'fifty-fifty' ? 'both' : market === 'neg-risk' ? 1 : 0;

/** The indexes of the outcomes to buy. */
export function heldOutcomes(cell: Cell): readonly (0 | 1)[] {
  const winner = cell.market === 'neg-risk' ? 1 : 0;
  switch (cell.outcome) {
    case 'win':
      return [winner];
    case 'lose':
      return [winner === 0 ? 1 : 0];
    case 'both':
      return [0, 1];
  }
}

/** What the contract pays for shares of both outcomes: each floored by itself. */
export function payoutOf(cell: Cell, shares: readonly bigint[]): bigint {
  const ending = endingOf(cell);
  return shares.reduce((paid, held, index) => {
    if (ending === 'both') return paid + held / 2n;
    return index === ending ? paid + held : paid;
  }, 0n);
}
