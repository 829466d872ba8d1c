/** Positions: what each strategy holds of each outcome, and what it cost. */
import type { AccountId, redemption } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import {
  afterFill,
  POSITION_SHAPE,
  redeemed,
  type FillFact,
  type PositionRow,
} from './rows/position-row.js';

type Ending = redemption.Confirmed | redemption.FoundElsewhere | redemption.LossConfirmed;

export const positions: Projection<FillFact | Ending> = {
  name: 'executor--positions',
  version: 2,
  tables: ['positions'],
  on: [
    ...['OrderFilled', 'FillConfirmed', 'FillFailed'],
    ...['RedemptionConfirmed', 'RedemptionFoundElsewhere', 'LossConfirmed'],
  ] as const,
  apply: async (tx, batch) => {
    const rows = new Map<string, PositionRow>();
    for (const row of await stored(tx, batch.flatMap(tokensOf))) rows.set(keyOf(row), row);
    for (const fact of batch) {
      if (isEnding(fact)) {
        for (const row of endedBy(fact, [...rows.values()])) rows.set(keyOf(row), redeemed(row));
      } else {
        const { accountId, strategyId, tokenId } = fact.data;
        const key = keyOf({ account_id: accountId, strategy_id: strategyId, token_id: tokenId });
        rows.set(key, afterFill(rows.get(key), fact));
      }
    }
    await upsertRows(tx, POSITION_SHAPE, [...rows.values()]);
  },
};

// The question we ask of it

/** What an account holds, provisional shares included. */
export const openPositions = (database: DataSource, accountId: AccountId): Promise<PositionRow[]> =>
  database.query(
    `select * from positions where account_id = $1 and provisional_shares + settled_shares > 0
     order by strategy_id, token_id`,
    [accountId],
  );

// How the rows of a batch are found

const isEnding = (fact: FillFact | Ending): fact is Ending => 'holdings' in fact.data;

type Held = { readonly accountId: AccountId; readonly tokenId: string };

/** A payout ends the positions of every strategy that holds the outcome. */
function tokensOf(fact: FillFact | Ending): readonly Held[] {
  if (!isEnding(fact)) return [fact.data];
  const { accountId, holdings } = fact.data;
  return holdings.map(({ tokenId }) => ({ accountId, tokenId }));
}

function endedBy(
  { data: { accountId, holdings } }: Ending,
  rows: readonly PositionRow[],
): readonly PositionRow[] {
  const tokens = new Set(holdings.map(({ tokenId }) => tokenId));
  return rows.filter((row) => row.account_id === accountId && tokens.has(row.token_id));
}

const stored = (tx: EntityManager, held: readonly Held[]): Promise<PositionRow[]> =>
  tx.query(
    `select * from positions
     where (account_id, token_id) in (select * from unnest($1::text[], $2::text[]))`,
    [held.map(({ accountId }) => accountId), held.map(({ tokenId }) => tokenId)],
  );

type PositionKey = Pick<PositionRow, 'account_id' | 'strategy_id' | 'token_id'>;

const keyOf = ({ account_id, strategy_id, token_id }: PositionKey): string =>
  `${account_id}/${strategy_id}/${token_id}`;
