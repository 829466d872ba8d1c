/** What the redemption service's effects work with. */
import type { AccountId, ConditionId, market } from '@sluice/domain';
import type { ChainMarket, Clock, Position, Redeemer } from '@sluice/ports';
import type { Decisions } from '@sluice/reactions';
import type { Logger } from '@sluice/runtime';
import type { DataSource } from 'typeorm';

export type RedemptionContext = {
  readonly decisions: Decisions;
  readonly redeemer: Redeemer;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly log: Logger;
  /** The wallet's account: this service holds the key of that wallet and of no other. */
  readonly accountId: AccountId;
  readonly settings: RedemptionSettings;
  /** Resolves when this service's tables hold everything up to a place of the ledger. */
  readonly readThrough: (position: Position) => Promise<void>;
  /** A listed market, and what it pays if it pays already. */
  readonly marketOf: (conditionId: ConditionId) => Promise<KnownMarket>;
};

export type KnownMarket = {
  readonly market: ChainMarket;
  readonly payout: KnownPayout | undefined;
};

export type KnownPayout = Pick<
  market.Resolved['data'],
  'payoutNumerators' | 'payoutDenominator' | 'blockNumber'
>;

export type RedemptionSettings = {
  /** How often the fate of a transaction is asked for. */
  readonly lookEveryMs: number;
  /** Losers are burned in a transaction that pays nothing. */
  readonly burnsLosers: boolean;
  /** A transaction that is not mined for so long is sent again with a higher fee. */
  readonly replaceAfterMs: number;
  /** What is out for so long is told to a person. */
  readonly delayedAfterMs: number;
  /** Pause after a first failed attempt; it doubles with each. */
  readonly backOffMs: number;
};
