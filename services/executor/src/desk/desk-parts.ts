/** What the desk works with, once the service is connected. */
import type { AccountId } from '@sluice/domain';
import type { Clock, Ledger } from '@sluice/ports';
import type { Decisions } from '@sluice/reactions';
import type { DataSource } from 'typeorm';
import type { ExitDesk } from '../exits/exit-desk.js';
import type { KillSwitch } from '../kill-switch.js';
import type { Reconciler } from '../reconcile-orders.js';

export type DeskParts = {
  readonly accountId: AccountId;
  readonly decisions: Decisions;
  readonly ledger: Pick<Ledger, 'load'>;
  readonly clock: Clock;
  readonly database: DataSource;
  readonly reconciler: Pick<Reconciler, 'soon'>;
  readonly kills: Pick<KillSwitch, 'stands'>;
  readonly exits: ExitDesk;
};
