/** An account as its facts leave it: totals are kept, never summed, so a decision costs O(rules). */
import { noUsd, type MicroShares, type MicroUsd, type Price } from '../money.js';
import { emptyMap, type PersistentMap } from '../persistent-map.js';
import type { FeeSchedule } from '../fee.js';
import type {
  AccountId,
  ConditionId,
  Instant,
  Side,
  SignalId,
  StrategyId,
  TokenId,
} from '../vocabulary.js';
import type { EventBook } from './event-book.js';
import { emptyRolling, type Rolling } from './rolling.js';
import type { BreachKind, BreakerKind, PauseKind, RiskRules } from './vocabulary.js';

export type State = {
  readonly killed: Kill | undefined;
  readonly strategies: PersistentMap<Strategy>;
  /** What stops the entries of every strategy. */
  readonly breakers: readonly Breaker[];
  /** Promised by all strategies together. */
  readonly reservedUsd: MicroUsd;
  readonly collateral: Collateral;
  /** How the last orders ended, oldest first: whether each was rejected. */
  readonly orderEnds: readonly boolean[];
  /** Every signal ever decided here. */
  readonly assessed: PersistentMap<true>;
  /** Approved orders that are not over, by signal. */
  readonly reservations: PersistentMap<Reservation>;
  /** What is held, by {@link positionKey}. */
  readonly positions: PersistentMap<Position>;
  /** Fills already booked and how each stands, by order and trade. */
  readonly fills: PersistentMap<BookedFill>;
  /** Parts of positions already booked as paid, by {@link closingKey}. */
  readonly closings: PersistentMap<true>;
  /** Which strategies hold an outcome, by token: a resolution finds them without a search. */
  readonly holders: PersistentMap<readonly StrategyId[]>;
  /** Which windows pay for each approved entry, for what happens after its order's end. */
  readonly entries: PersistentMap<Entry>;
};

export type Kill = {
  readonly by: string;
  readonly why: string;
  readonly at: Instant;
  readonly flatten: boolean;
};

/** The money of the wallet that no position holds. */
export type Collateral = {
  /** As last observed; undefined while nobody looked. */
  readonly observedUsd: MicroUsd | undefined;
  /** Cost of the buys since then, and of those that were not final on chain at that time. */
  readonly paidUsd: MicroUsd;
  /** Cost of the buys that are not final on chain. */
  readonly unsettledUsd: MicroUsd;
};

/** A day such as "day/2026-11-22", and the place in the strategy's rolling windows. */
export type Entry = {
  readonly dayKey: string;
  readonly number: number;
  readonly eventSide: EventSide | undefined;
};

export type Strategy = {
  readonly strategyId: StrategyId;
  readonly capitalUsd: MicroUsd;
  readonly rules: RiskRules | undefined;
  /** The version in force; 0 while none is. */
  readonly rulesVersion: number;
  /** The newest version, which may not be in force yet. */
  readonly newestVersion: number;
  readonly scheduled: ScheduledRules | undefined;
  readonly killed: Kill | undefined;
  readonly pause: Pause | undefined;
  readonly breakers: readonly Breaker[];
  /** Bad measures that may yet trip a breaker, oldest first. */
  readonly breaches: readonly Breach[];

  /** Profit of closed trades, fees included; negative when lost. */
  readonly realizedUsd: bigint;
  /** What is held, at its marks, less what it cost. */
  readonly unrealizedUsd: bigint;
  /** Equity when it was last marked, the highest since the last reset, the lowest since that. */
  readonly markedUsd: bigint;
  readonly peakUsd: bigint;
  readonly troughUsd: bigint;
  /** Closed trades that lost since the last that won. */
  readonly streak: number;
  /** How often the streak began anew: tells whether an undone win still matters. */
  readonly streakResets: number;

  readonly reservedUsd: MicroUsd;
  /** Cost of what is held, fees included. */
  readonly openCostUsd: MicroUsd;
  readonly openPositions: number;
  /**
   * Approved entries without a fill yet, and outcomes no longer held that an order which filled
   * before may still fill: each of them can become a position.
   */
  readonly pendingEntries: number;
  /** Positions and pending entries by condition. */
  readonly heldInMarket: PersistentMap<number>;
  /** Positions and orders by neg-risk event. */
  readonly events: PersistentMap<EventBook>;
  /** Spent by window key, such as "day/2026-11-22"; a window with nothing spent has no key. */
  readonly spentUsd: PersistentMap<MicroUsd>;
  readonly rolling: Rolling;
  /** The first signal since the rules were last asked that did not get as far as them. */
  readonly unevaluatedSince: Instant | undefined;
};

export type ScheduledRules = {
  readonly rules: RiskRules;
  readonly version: number;
  readonly effectiveAt: Instant;
};

export type Pause = {
  readonly kind: PauseKind;
  readonly why: string;
  readonly by: string;
  readonly at: Instant;
};

export type Breaker = {
  readonly kind: BreakerKind;
  readonly why: string;
  readonly since: Instant;
  /** Undefined: until it is cleared. */
  readonly until: Instant | undefined;
};

export type Breach = { readonly kind: BreachKind; readonly atMs: number };

/** Which side of which neg-risk event an outcome is. */
export type EventSide = { readonly event: string; readonly isYes: boolean };

export type Reservation = {
  readonly signalId: SignalId;
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly limitPrice: Price;
  readonly fee: FeeSchedule;
  readonly remainingShares: MicroShares;
  readonly remainingUsd: MicroUsd;
  /** The best price its approval saw. */
  readonly bestPrice: Price | undefined;
  /** Whether any of it has filled: then it is counted as a position, not as a pending entry. */
  readonly filled: boolean;
};

export type Position = {
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly shares: MicroShares;
  readonly costUsd: MicroUsd;
  /** The part whose fills are final on chain; only this may be sold. */
  readonly settledShares: MicroShares;
  /** Promised to sell orders that are not over. */
  readonly sellingShares: MicroShares;
  /** Entry orders that filled into it and are not over: they keep its place while it is empty. */
  readonly enteringOrders: number;
  /** What one share counts as; undefined while nobody valued it: then it counts as its cost. */
  readonly mark: bigint | undefined;
  /** Profit since it was empty, fees included. */
  readonly realizedUsd: bigint;
  readonly eventSide: EventSide | undefined;
};

export type BookedFill = {
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly shares: MicroShares;
  /** How many of the shares were final on chain when they were sold; zero for BUY. */
  readonly settledShares: MicroShares;
  /** Added to (BUY) or taken out of (SELL) the cost of the position. */
  readonly costUsd: MicroUsd;
  /** Profit it realized (SELL); zero for BUY. */
  readonly realizedUsd: bigint;
  /** The trade it ended (SELL), should the sale fail after all. */
  readonly ended: EndedTrade | undefined;
  /** Of what it sold (SELL), for the same case. */
  readonly eventSide: EventSide | undefined;
  /** Final on chain. */
  readonly settled: boolean;
  /** Undone, because its settlement failed. Kept, so that the same trade is not booked again. */
  readonly reversed: boolean;
};

export type EndedTrade = {
  /** Profit of the whole trade, and of its part before this sale. */
  readonly realizedUsd: bigint;
  readonly beforeUsd: bigint;
  /** What a share counted as when the last of them left. */
  readonly mark: bigint | undefined;
  readonly streakBefore: number;
  /** The strategy's resets after it. */
  readonly streakResets: number;
};

export const initialState: State = {
  killed: undefined,
  strategies: emptyMap(),
  breakers: [],
  reservedUsd: noUsd,
  collateral: { observedUsd: undefined, paidUsd: noUsd, unsettledUsd: noUsd },
  orderEnds: [],
  assessed: emptyMap(),
  reservations: emptyMap(),
  positions: emptyMap(),
  fills: emptyMap(),
  closings: emptyMap(),
  holders: emptyMap(),
  entries: emptyMap(),
};

/** A strategy as it is registered: nothing set, nothing held, nothing lost. */
export function newStrategy(strategyId: StrategyId, capitalUsd: MicroUsd): Strategy {
  return {
    strategyId,
    capitalUsd,
    rules: undefined,
    rulesVersion: 0,
    newestVersion: 0,
    scheduled: undefined,
    killed: undefined,
    pause: undefined,
    breakers: [],
    breaches: [],
    realizedUsd: 0n,
    unrealizedUsd: 0n,
    markedUsd: capitalUsd,
    peakUsd: capitalUsd,
    troughUsd: capitalUsd,
    streak: 0,
    streakResets: 0,
    reservedUsd: noUsd,
    openCostUsd: noUsd,
    openPositions: 0,
    pendingEntries: 0,
    heldInMarket: emptyMap(),
    events: emptyMap(),
    spentUsd: emptyMap(),
    rolling: emptyRolling,
    unevaluatedSince: undefined,
  };
}

export const positionKey = (strategyId: StrategyId, tokenId: TokenId): string =>
  `${strategyId}/${tokenId}`;

export const fillKey = (orderId: string, tradeId: string): string => `${orderId}/${tradeId}`;

/** One transaction may take parts of several conditions. */
export const closingKey = (conditionId: ConditionId, transactionHash: string): string =>
  `${conditionId}/${transactionHash}`;
