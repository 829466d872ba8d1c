/** Counts what is left and why, and shows how many positions are unprotected. */
import { when, type Reaction } from '@sluice/reactions';
import type { Metrics } from '@sluice/runtime';
import type { AccountScope } from '../account-scope.js';
import type { OpenExit } from './open-exit.js';

type ExitMetrics = Pick<Metrics, 'exits' | 'positionsUnprotected'>;

export const countExits = ({ exits }: ExitMetrics): Reaction<AccountScope> =>
  when('ExitTriggered').learn<AccountScope>({
    name: 'executor--measure-exits',
    learn: ({ data }, { accountId }) => {
      if (data.accountId === accountId) exits.inc({ kind: data.kind });
    },
  });

export function showUnprotected(
  { positionsUnprotected }: ExitMetrics,
  open: readonly OpenExit[],
): void {
  positionsUnprotected.set(open.filter(({ row }) => row.unprotected_since !== null).length);
}
