/** Market: what may be traded, until when, and which outcome paid. One stream per condition. */
import type { Decider, Message } from './decider.js';
import type { FeeSchedule } from './fee.js';
import { MICROS, type MicroShares, type MicroUsd, type Price } from './money.js';
import { epochMs, type ConditionId, type Instant, type TokenId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

export type Listed = Message<'MarketListed', Listing & { readonly at: Instant }>;
/** Trading stopped. Nothing is paid yet: a closed market can wait for its payout for days. */
export type Closed = Message<'MarketClosed', { conditionId: ConditionId; at: Instant }>;
/** A market that had stopped trades again. */
export type Reopened = Message<'MarketReopened', { conditionId: ConditionId; at: Instant }>;
/** Where its oracle stands has moved, as the venue tells it: nothing is decided by that. */
export type Progressed = Message<'MarketProgressed', Observed>;
/** Somebody disputes the outcome that was proposed; prices may turn, and the payout waits. */
export type Disputed = Message<'MarketDisputed', Observed>;
export type DisputeEnded = Message<'MarketDisputeEnded', Observed>;
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

export type Event = Listed | Closed | Reopened | Progressed | Disputed | DisputeEnded | Resolved;

// State

export type State =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'open' | 'closed' | 'resolved';
      readonly listing: Listing;
      /** What the venue last said of its oracle; undefined while it said nothing worth a fact. */
      readonly progress?: Progress;
      /** Never true of a resolved market: its payout is final. */
      readonly disputed: boolean;
      /** What the chain pays; undefined while it was not resolved. */
      readonly payout?: Payout;
    };

export const initialState: State = { kind: 'unknown' };

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'MarketListed': {
      const { at: _, ...listing } = event.data;
      return state.kind === 'unknown'
        ? { kind: 'open', listing, disputed: false }
        : { ...state, listing };
    }
    case 'MarketClosed':
      return state.kind === 'open' ? { ...state, kind: 'closed' } : state;
    case 'MarketReopened':
      return state.kind === 'closed' ? { ...state, kind: 'open' } : state;
    case 'MarketProgressed':
    case 'MarketDisputed':
    case 'MarketDisputeEnded': {
      if (state.kind === 'unknown') return state;
      const { conditionId: _, at: __, ...progress } = event.data;
      const disputed =
        event.type === 'MarketProgressed' ? state.disputed : event.type === 'MarketDisputed';
      return { ...state, progress, disputed };
    }
    case 'MarketResolved':
      return state.kind === 'unknown'
        ? state
        : { ...state, kind: 'resolved', disputed: false, payout: event.data };
  }
}

/** What one share of an outcome is paid, in millionths of a dollar; undefined while not resolved. */
export const payoutOf = (state: State, tokenId: TokenId): bigint | undefined =>
  paid(state, tokenId, MICROS);

/** What so many shares of an outcome are paid, as the contract computes it; undefined while not resolved. */
export function paid(state: State, tokenId: TokenId, shares: bigint): MicroUsd | undefined {
  if (state.kind === 'unknown' || state.payout === undefined) return undefined;
  const { payoutNumerators, payoutDenominator } = state.payout;
  const outcome = state.listing.outcomes.findIndex((one) => one.tokenId === tokenId);
  const numerator = payoutNumerators[outcome];
  if (numerator === undefined || payoutDenominator <= 0n) return undefined;
  return ((shares * numerator) / payoutDenominator) as MicroUsd;
}

// Commands

export type ListMarket = Message<'ListMarket', Listed['data']>;
export type CloseMarket = Message<'CloseMarket', Closed['data']>;
export type ReopenMarket = Message<'ReopenMarket', Reopened['data']>;
/** The venue's word about the oracle. It never resolves a market. */
export type ObserveProgress = Message<'ObserveProgress', Observed>;
export type ResolveMarket = Message<'ResolveMarket', Resolved['data']>;

export type Command = ListMarket | CloseMarket | ReopenMarket | ObserveProgress | ResolveMarket;

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'ListMarket':
      return state.kind === 'unknown' || (state.kind === 'open' && changed(state, command))
        ? [{ type: 'MarketListed', data: command.data }]
        : [];
    case 'CloseMarket':
      return state.kind === 'open' ? [{ type: 'MarketClosed', data: command.data }] : [];
    case 'ReopenMarket':
      return state.kind === 'closed' ? [{ type: 'MarketReopened', data: command.data }] : [];
    case 'ObserveProgress':
      return state.kind === 'open' || state.kind === 'closed' ? observed(command, state) : [];
    case 'ResolveMarket':
      return state.kind === 'open' || state.kind === 'closed'
        ? [{ type: 'MarketResolved', data: command.data }]
        : [];
  }
}

function observed(
  { data }: ObserveProgress,
  { disputed, progress }: { readonly disputed: boolean; readonly progress?: Progress },
): readonly Event[] {
  const disputedNow = isDisputed(data.status);
  if (disputedNow && !disputed) return [{ type: 'MarketDisputed', data }];
  if (!disputedNow && disputed) return [{ type: 'MarketDisputeEnded', data }];
  return moved(progress, data) ? [{ type: 'MarketProgressed', data }] : [];
}

export const isDisputed = (status: OracleStatus): boolean =>
  status === 'challenged' || status === 'disputed' || status === 'arbitration';

/** Until somebody proposes an outcome there is nothing to tell, and estimates waver by minutes. */
function moved(before: Progress | undefined, after: Progress): boolean {
  if (stageOf(before?.status) !== stageOf(after.status)) return true;
  const [was, is] = [before?.expectedSettlementAt, after.expectedSettlementAt];
  if (is === undefined) return false;
  return was === undefined || Math.abs(epochMs(is) - epochMs(was)) >= FORECAST_MOVED_MS;
}

const stageOf = (status: OracleStatus = 'initialized'): OracleStatus =>
  status === 'posed' || status === 'active' ? 'initialized' : status;

const FORECAST_MOVED_MS = 3_600_000;

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

/** What the venue says of the oracle short of a payout, in its own words. */
export type OracleStatus =
  | 'initialized'
  | 'posed'
  | 'active'
  | 'proposed'
  | 'challenged'
  | 'reproposed'
  | 'disputed'
  | 'arbitration';

export type Progress = {
  readonly status: OracleStatus;
  /** Since when, if the venue says. */
  readonly since?: Instant;
  /** When the venue expects the payout, if it says. */
  readonly expectedSettlementAt?: Instant;
};

type Observed = Progress & { readonly conditionId: ConditionId; readonly at: Instant };

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
