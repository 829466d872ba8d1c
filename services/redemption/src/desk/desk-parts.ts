/** What the desk works with, once the service is connected. */
import type { AccountId, ConditionId, money, walletAction } from '@sluice/domain';
import type { Clock, Ledger } from '@sluice/ports';
import type { Decisions } from '@sluice/reactions';
import type { DataSource } from 'typeorm';

export type DeskParts = {
  readonly accountId: AccountId;
  readonly wallet: string;
  readonly decisions: Decisions;
  readonly ledger: Pick<Ledger, 'load'>;
  readonly clock: Clock;
  readonly database: DataSource;
  /** Whether the wallet can do several things in one action. */
  readonly batches: boolean;
  /** What the wallet holds of each outcome of a listed condition, in a finalized block. */
  readonly holdings: (conditionId: ConditionId) => Promise<{
    readonly shares: readonly money.MicroShares[];
    readonly blockNumber: bigint;
  }>;
  /** Who must be allowed to take the wallet's outcomes. */
  readonly approvals: () => Promise<readonly NeededApproval[]>;
};

export type NeededApproval = walletAction.Approval & {
  readonly purpose: string;
  /** Undefined when the chain was not asked. */
  readonly granted?: boolean;
};
