/** What the exit decider speaks about: one position, its market and its book at one moment. */
import type { RiskRules } from '../account/risk-rules.js';
import type { Quote } from '../account/vocabulary.js';
import type { MicroShares, Price } from '../money.js';
import type { AccountId, ConditionId, Instant, StrategyId, TokenId } from '../vocabulary.js';

export const KINDS = [
  'stop_loss',
  'take_profit',
  'trailing_stop',
  'time_stop',
  /** A person or a kill wants nothing held any more. */
  'flatten',
] as const;
/** Why a position is left; also the source of the signals that sell it. */
export type Kind = (typeof KINDS)[number];

export type ExitKey = {
  readonly exitId: string;
  readonly accountId: AccountId;
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
};

export type HeldPosition = {
  /** Its first fill since it was last empty: tells one entry from the next. */
  readonly enteredAt: Instant;
  /** Average cost of one settled share in micro-dollars, fees included; undefined without any. */
  readonly entryPrice: bigint | undefined;
  readonly settledShares: MicroShares;
  readonly provisionalShares: MicroShares;
  /** Of the settled: promised to sell orders that are not over. */
  readonly promisedShares: MicroShares;
};

export type MarketTerms = {
  readonly open: boolean;
  readonly tickSize: Price;
  readonly orderSizeMin: MicroShares;
};

/** Everything the way out of a position depends on, at one moment. */
export type Look = ExitKey & {
  readonly position: HeldPosition;
  readonly rules: RiskRules | undefined;
  /** 0 while no rules are in force. */
  readonly rulesVersion: number;
  /** Undefined while nothing is known of it. */
  readonly market: MarketTerms | undefined;
  /** The last two of the token that were heard, newest first. */
  readonly quotes: readonly Quote[];
  /** Of the strategy or its account. Without `flatten` it stops exits too. */
  readonly kill:
    { readonly by: string; readonly why: string; readonly flatten: boolean } | undefined;
  readonly at: Instant;
};

/** How one attempt to sell ended. */
export type AttemptOutcome =
  | 'filled'
  /** The order was taken and found no buyer. */
  | 'unfilled'
  /** Risk refused the signal. */
  | 'refused'
  /** The venue refused the order, or it was never sent. */
  | 'rejected';

/** `disarmed`: the rule that asked for it was taken back, or the kill released. */
export type FinishReason = 'nothing_left' | 'dust' | 'market_over' | 'disarmed';
