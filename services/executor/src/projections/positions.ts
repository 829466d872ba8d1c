/** Positions: what each strategy holds of each outcome, and what it cost. */
import type { AccountId } from '@sluice/domain';
import { upsertRows, type Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { afterPaid, PAYOUT_FACTS, paidShares, type PayoutFact } from '../paid-shares.js';
import {
  afterFill,
  afterPayout,
  heldShares,
  POSITION_SHAPE,
  type FillFact,
  type PositionRow,
} from './rows/position-row.js';

export const positions: Projection<FillFact | PayoutFact> = {
  name: 'executor--positions',
  version: 3,
  tables: ['positions'],
  on: ['OrderFilled', 'FillConfirmed', 'FillFailed', ...PAYOUT_FACTS],
  apply: async (tx, batch) => {
    const rows = new Map<string, PositionRow>();
    for (const row of await stored(tx, batch.flatMap(tokensOf))) rows.set(keyOf(row), row);
    for (const fact of batch) {
      if (isPayout(fact)) {
        const how = { heldOf: heldShares, after: afterPayout };
        for (const paid of paidShares(fact)) {
          for (const row of afterPaid(paid, rows.values(), how)) rows.set(keyOf(row), row);
        }
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

const isPayout = (fact: FillFact | PayoutFact): fact is PayoutFact =>
  PAYOUT_FACTS.some((type) => type === fact.type);

type Held = { readonly accountId: AccountId; readonly tokenId: string };

/** A payout is about the positions of every strategy that holds the outcome. */
const tokensOf = (fact: FillFact | PayoutFact): readonly Held[] =>
  isPayout(fact) ? paidShares(fact) : [fact.data];

const stored = (tx: EntityManager, held: readonly Held[]): Promise<PositionRow[]> =>
  tx.query(
    `select * from positions
     where (account_id, token_id) in (select * from unnest($1::text[], $2::text[]))`,
    [held.map(({ accountId }) => accountId), held.map(({ tokenId }) => tokenId)],
  );

type PositionKey = Pick<PositionRow, 'account_id' | 'strategy_id' | 'token_id'>;

const keyOf = ({ account_id, strategy_id, token_id }: PositionKey): string =>
  `${account_id}/${strategy_id}/${token_id}`;
