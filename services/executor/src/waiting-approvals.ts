/** What is approved and still owed its signature: no order stands on the ledger for it yet. */
import type { account, AccountId, StrategyId } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { orderIdOf, unpackFact } from '@sluice/runtime';
import type { DataSource } from 'typeorm';

export type WaitingApproval = {
  readonly orderId: string;
  readonly approved: Recorded<account.SignalApproved>;
};

/** Approvals that are looked through at once; more only wait while nothing is signed at all. */
const WAITING_MAX = 10_000;

/** Of the account or of one strategy, oldest first; those signed already may still be among them. */
export async function waitingApprovals(
  database: DataSource,
  { accountId, strategyId }: { readonly accountId: AccountId; readonly strategyId: StrategyId },
): Promise<readonly WaitingApproval[]> {
  const rows: { payload: unknown }[] = await database.query(
    `select payload from pending_effects where effect = 'place_approved_order'
     order by sequence limit ${WAITING_MAX}`,
  );
  return rows
    .map(({ payload }) => unpackFact('SignalApproved', payload))
    .filter(({ data }) => data.accountId === accountId)
    .filter(({ data }) => strategyId === '' || data.strategyId === strategyId)
    .map((approved) => ({ orderId: orderIdOf(approved.data.signalId), approved }));
}
