/** What sets a market apart from a plain one: its exchange, its event, its delays. */
import type { Hex } from '../chain/venue-chain.js';

/** "v2" = orders are signed for ExchangeV3 and positions are named by the PositionManager. */
export type Protocol = 'v1' | 'v2';

export type MarketEvent = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Set when exactly one of the event's markets ends at Yes; such markets have their own exchange. */
  readonly negRiskMarketId: Hex | null;
};

export type MarketTraits = {
  readonly protocol: Protocol;
  readonly event: MarketEvent | null;
  /** Marketable orders are held so long (itode); 0 = not at all. */
  readonly takerDelayMs: number;
  /** Sports: marketable orders are held so many seconds (sd); 0 = not at all. */
  readonly secondsDelay: number;
  readonly startsAtMs: number | null;
  /** All orders are cancelled when the game starts. */
  readonly clearBookOnStart: boolean;
};

export const PLAIN_TRAITS: MarketTraits = {
  protocol: 'v1',
  event: null,
  takerDelayMs: 0,
  secondsDelay: 0,
  startsAtMs: null,
  clearBookOnStart: false,
};

export const isNegRisk = ({ event }: Pick<MarketTraits, 'event'>): boolean =>
  event !== null && event.negRiskMarketId !== null;

/** How long an order that would match at once waits; a market's own word comes before the venue's. */
export const matchDelayMs = (
  market: Pick<MarketTraits, 'takerDelayMs' | 'secondsDelay'>,
  ofVenueMs: number,
): number => {
  if (market.secondsDelay > 0) return market.secondsDelay * 1000;
  return market.takerDelayMs > 0 ? market.takerDelayMs : ofVenueMs;
};
