/** An account as its facts leave it: totals are kept, never summed, so a decision costs O(rules). */
import type { MicroShares, MicroUsd, Price } from '../money.js';
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
import type { RiskRules } from './vocabulary.js';

export type State = {
  readonly killed: { readonly by: string; readonly why: string; readonly at: Instant } | undefined;
  readonly strategies: PersistentMap<Strategy>;
  /** Every signal ever decided here. */
  readonly assessed: PersistentMap<true>;
  /** Approved orders that are not over, by signal. */
  readonly reservations: PersistentMap<Reservation>;
  /** What is held, by {@link positionKey}. */
  readonly positions: PersistentMap<Position>;
  /** Fills already booked and how each stands, by order and trade. */
  readonly fills: PersistentMap<BookedFill>;
  /** Which strategies hold an outcome, by token: a resolution finds them without a search. */
  readonly holders: PersistentMap<readonly StrategyId[]>;
  /** The day that pays for each approved entry, for fills that come after their order's end. */
  readonly budgetDays: PersistentMap<string>;
};

export type Strategy = {
  readonly strategyId: StrategyId;
  readonly capitalUsd: MicroUsd;
  readonly rules: RiskRules | undefined;
  /** Counts up with every change of the rules; 0 while none are set. */
  readonly rulesVersion: number;
  /** Profit of closed trades, fees included; negative when lost. */
  readonly realizedUsd: bigint;
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
  /** Spent by window key, such as "day/2026-11-22"; a window with nothing spent has no key. */
  readonly spentUsd: PersistentMap<MicroUsd>;
};

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
  readonly dayKey: string;
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
  readonly dayKey: string;
  /** Final on chain. */
  readonly settled: boolean;
  /** Undone, because its settlement failed. Kept, so that the same trade is not booked again. */
  readonly reversed: boolean;
};

export const initialState: State = {
  killed: undefined,
  strategies: emptyMap(),
  assessed: emptyMap(),
  reservations: emptyMap(),
  positions: emptyMap(),
  fills: emptyMap(),
  holders: emptyMap(),
  budgetDays: emptyMap(),
};

export const positionKey = (strategyId: StrategyId, tokenId: TokenId): string =>
  `${strategyId}/${tokenId}`;

export const fillKey = (orderId: string, tradeId: string): string => `${orderId}/${tradeId}`;
