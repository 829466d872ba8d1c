/** Kills: who stopped what and why, how far it is carried out at the venue, and what ended it. */
import type { account, AccountId, kill } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { KILL_SHAPE, killed, sweptOrProven, type KillRow } from './rows/kill-row.js';

type Killing = account.AccountKilled | account.StrategyKilled;
type Releasing = account.AccountReleased | account.StrategyReleased;
type Event = Killing | Releasing | kill.Event;

export const kills: Projection<Event> = {
  name: 'executor--kills',
  version: 1,
  tables: ['kills'],
  on: [
    'AccountKilled',
    'StrategyKilled',
    'AccountReleased',
    'StrategyReleased',
    'KillSwept',
    'KillVerified',
    'KillUnverified',
  ],
  apply: async (tx, batch) => {
    const rows = new Map((await stored(tx, batch)).map((row) => [row.kill_id, row]));
    for (const fact of batch) {
      for (const row of changedBy(fact, [...rows.values()])) rows.set(row.kill_id, row);
    }
    await upsertRows(tx, KILL_SHAPE, [...rows.values()]);
  },
};

// The questions we ask of it

/** Those that stop trading now, oldest first. */
export const standingKills = (database: DataSource, accountId: AccountId): Promise<KillRow[]> =>
  database.query(
    'select * from kills where account_id = $1 and ended_at is null order by position',
    [accountId],
  );

/** Newest first, those before a place of the ledger. */
export const killsOf = (
  database: DataSource,
  accountId: AccountId,
  { before, limit }: { readonly before: string; readonly limit: number },
): Promise<KillRow[]> =>
  database.query(
    'select * from kills where account_id = $1 and position < $2 order by position desc limit $3',
    [accountId, before, limit],
  );

// How a fact changes rows

function changedBy(fact: Recorded<Event>, rows: readonly KillRow[]): readonly KillRow[] {
  switch (fact.type) {
    case 'AccountKilled':
    case 'StrategyKilled':
      // A second kill of the same takes the place of the first.
      return [...ended(fact, rows), killed(fact)];
    case 'AccountReleased':
    case 'StrategyReleased':
      return ended(fact, rows);
    case 'KillSwept':
    case 'KillVerified':
    case 'KillUnverified':
      return rows
        .filter((row) => row.kill_id === fact.data.killId)
        .map((row) => sweptOrProven(row, fact));
  }
}

const ended = ({ data }: Killing | Releasing, rows: readonly KillRow[]): readonly KillRow[] =>
  rows
    .filter((row) => row.account_id === data.accountId && row.strategy_id === strategyOf(data))
    .filter((row) => row.ended_at === null)
    .map((row) => ({ ...row, ended_at: data.at, ended_by: data.by }));

/** Empty for the whole account. */
const strategyOf = (data: (Killing | Releasing)['data']): string =>
  'strategyId' in data ? data.strategyId : '';

const stored = (tx: EntityManager, batch: readonly Recorded<Event>[]): Promise<KillRow[]> =>
  tx.query(
    'select * from kills where kill_id = any($1) or (account_id = any($2) and ended_at is null)',
    [
      batch.flatMap(({ data }) => ('killId' in data ? [data.killId] : [])),
      batch.map(({ data }) => data.accountId),
    ],
  );
