/** What watching exits and flattening work with. */
import type { AccountId } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import type { Decisions } from '@sluice/reactions';
import type { Logger } from '@sluice/runtime';
import type { OpenExit } from './open-exit.js';

export type ExitDesk = {
  readonly accountId: AccountId;
  readonly decisions: Decisions;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  /** Everything held or being left, as the tables have it now. */
  readonly open: () => Promise<readonly OpenExit[]>;
  /** Resolves when the tables hold everything that stands on the ledger now. */
  readonly upToDate: () => Promise<void>;
};
