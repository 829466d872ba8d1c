/**
 * Compares what the venue believes the wallet can spend with what the chain says it has. Only while
 * nothing is on its way: a match is in the one before it is in the other.
 */
import type { AccountId } from '@sluice/domain';
import type { DataSource } from 'typeorm';
import type { driftsOf, Sight } from './drifts.js';
import type { ExecutorContext } from './executor.context.js';

export async function compareBalance(
  { venue, chain }: Pick<ExecutorContext, 'venue' | 'chain'>,
  {
    database,
    accountId,
    drifts,
  }: {
    readonly database: DataSource;
    readonly accountId: AccountId;
    readonly drifts: ReturnType<typeof driftsOf>;
  },
): Promise<void> {
  if (chain === undefined || (await isSettling(database, accountId))) return;
  const [venues, ours] = [await venue.balance('collateral'), await chain.collateral()];
  const differs = venues !== ours;
  // What it believes may merely be old: it reads the chain again when it is told to.
  if (differs) await venue.refreshBalance('collateral');
  const sight: Sight = {
    ...({ kind: 'balance_differs', subject: 'collateral' } as const),
    ...{ ours, venues },
    detail: 'the venue believes the wallet has another balance than the chain says',
  };
  await drifts.take({
    ...{ kind: 'balance_differs', sights: differs ? [sight] : [] },
    resolvedBy: 'venue and chain say the same',
  });
}

async function isSettling(database: DataSource, accountId: AccountId): Promise<boolean> {
  const [{ settling = false } = {}]: { settling?: boolean }[] = await database.query(SETTLING, [
    accountId,
  ]);
  return settling;
}

const SETTLING = `select exists (
    select 1 from tracked_orders where account_id = $1 and unsettled_fills > 0
  ) as settling`;
