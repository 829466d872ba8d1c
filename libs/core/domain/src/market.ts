/** Market: what may be traded, until when, and which outcome paid. One stream per condition. */
import type { Decider, Message } from './decider.js';
import type { FeeSchedule } from './fee.js';
import { MICROS, type MicroShares, type Price } from './money.js';
import type { ConditionId, Instant, TokenId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

export type Listed = Message<'MarketListed', Listing & { readonly at: Instant }>;
/** Trading stopped. Nothing is paid yet: a closed market can wait for its payout for days. */
export type Closed = Message<'MarketClosed', { conditionId: ConditionId; at: Instant }>;
/** The condition's payout stands on chain in a finalized block. */
export type Resolved = Message<
  'MarketResolved',
  {
    conditionId: ConditionId;
    /** Same order as the listing's outcomes; payout of outcome i = numerator i / their sum. */
    payoutNumerators: readonly bigint[];
    payoutDenominator: bigint;
    blockNumber: bigint;
    transactionHash: string;
    at: Instant;
  }
>;

export type Event = Listed | Closed | Resolved;

// State

export type State =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'open' | 'closed' | 'resolved';
      readonly listing: Listing;
      /** What the chain pays; undefined while it was not resolved. */
      readonly payout?: Payout;
    };

export const initialState: State = { kind: 'unknown' };

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'MarketListed': {
      const { at: _, ...listing } = event.data;
      return { kind: state.kind === 'unknown' ? 'open' : state.kind, listing };
    }
    case 'MarketClosed':
      return state.kind === 'open' ? { ...state, kind: 'closed' } : state;
    case 'MarketResolved':
      return state.kind === 'unknown' ? state : { ...state, kind: 'resolved', payout: event.data };
  }
}

/** What one share of an outcome is paid, in millionths of a dollar; undefined while not resolved. */
export function payoutOf(state: State, tokenId: TokenId): bigint | undefined {
  if (state.kind === 'unknown' || state.payout === undefined) return undefined;
  const { payoutNumerators, payoutDenominator } = state.payout;
  const outcome = state.listing.outcomes.findIndex((one) => one.tokenId === tokenId);
  const numerator = payoutNumerators[outcome];
  if (numerator === undefined || payoutDenominator <= 0n) return undefined;
  return (numerator * MICROS) / payoutDenominator;
}

// Commands

export type ListMarket = Message<'ListMarket', Listed['data']>;
export type CloseMarket = Message<'CloseMarket', Closed['data']>;
export type ResolveMarket = Message<'ResolveMarket', Resolved['data']>;

export type Command = ListMarket | CloseMarket | ResolveMarket;

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'ListMarket':
      return state.kind === 'unknown' || (state.kind === 'open' && changed(state, command))
        ? [{ type: 'MarketListed', data: command.data }]
        : [];
    case 'CloseMarket':
      return state.kind === 'open' ? [{ type: 'MarketClosed', data: command.data }] : [];
    case 'ResolveMarket':
      return state.kind === 'open' || state.kind === 'closed'
        ? [{ type: 'MarketResolved', data: command.data }]
        : [];
  }
}

/** Ticks, minimum sizes and fees move while a market lives, and an event becomes known. */
function changed({ listing }: { listing: Listing }, { data }: ListMarket): boolean {
  return (
    listing.tickSize !== data.tickSize ||
    listing.orderSizeMin !== data.orderSizeMin ||
    listing.fee.rate !== data.fee.rate ||
    listing.fee.exponent !== data.fee.exponent ||
    listing.negRiskEvent !== data.negRiskEvent
  );
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

// Vocabulary

export type Payout = Pick<Resolved['data'], 'payoutNumerators' | 'payoutDenominator'>;

export type Listing = {
  readonly conditionId: ConditionId;
  readonly question: string;
  /** Index = outcome index of the condition. */
  readonly outcomes: readonly {
    readonly tokenId: TokenId;
    readonly name: string;
  }[];
  readonly tickSize: Price;
  readonly orderSizeMin: MicroShares;
  readonly fee: FeeSchedule;
  readonly negRisk: boolean;
  /** The event the market belongs to: of its markets at most one pays its first outcome. */
  readonly negRiskEvent?: string;
};
