/** What the redemption service's effects work with. */
import type { AccountId, ConditionId, TokenId } from '@sluice/domain';
import type { Clock, Position, Redeemer } from '@sluice/ports';
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
  /** Resolves when this service's tables hold everything up to a place of the ledger. */
  readonly readThrough: (position: Position) => Promise<void>;
  /** The tokens of a listed condition, by outcome index. */
  readonly outcomesOf: (conditionId: ConditionId) => Promise<readonly TokenId[]>;
};
