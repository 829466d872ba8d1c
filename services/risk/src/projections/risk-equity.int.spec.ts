/** Equity on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { equityOf, riskEquity, type EquityAsked } from './risk-equity.js';
import { riskState } from './risk-state.js';
import { accountStory } from './testing/account-story.js';
import { ledgerWith, recorded } from './testing/account-streams.js';
import { sameInAnyBatches } from './testing/any-batches.js';

const { equityMarked, later, peakReset, strategyId, strategyRegistered } = examples;
const { usd } = money;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskState(ledgerWith([])), riskEquity));
afterAll(() => tables.drop());

/** Who owns a strategy stands in the risk state. */
async function take(...facts: readonly account.Event[]): Promise<void> {
  await tables.take(riskState(ledgerWith([])), recorded(...facts));
  await tables.take(riskEquity, recorded(...facts));
}
const worth = (equity: string, ms: number): account.EquityMarked =>
  equityMarked({ equityUsd: usd(equity), troughUsd: usd('9000'), at: later(ms) });
const equities = async (asked: EquityAsked = {}) => {
  const { rows, before } = await equityOf(tables.database, strategyId, asked);
  return { worth: rows.map(({ equity_usd }) => Number(equity_usd)), before };
};

describe('equity', () => {
  it('is kept with its peak and trough, below zero as well', async () => {
    await take(strategyRegistered(), worth('-3.000001', 5));

    const { rows } = await equityOf(tables.database, strategyId);
    expect(rows).toEqual([
      {
        ...{ position: '2', account_id: 'account-1', strategy_id: strategyId },
        at: new Date(later(5)),
        ...{ equity_usd: '-3.000001', peak_usd: '10000.000000', trough_usd: '9000.000000' },
      },
    ]);
  });

  it('is its own peak and trough when the peak is reset', async () => {
    await take(strategyRegistered(), worth('9500', 5), peakReset({ peakUsd: usd('9500') }));

    const { rows } = await equityOf(tables.database, strategyId, { limit: 1 });
    expect(rows).toMatchObject([
      { equity_usd: '9500.000000', peak_usd: '9500.000000', trough_usd: '9500.000000' },
    ]);
  });

  it('can be asked for page by page and between two times', async () => {
    const points = [1, 2, 3, 4, 5].map((index) => worth(String(index), index * 1_000));
    await take(strategyRegistered(), ...points);

    expect(await equities({ limit: 2 })).toEqual({ worth: [5, 4], before: '5' });
    expect(await equities({ limit: 2, before: '5' })).toEqual({ worth: [3, 2], before: '3' });
    expect(await equities({ from: later(2_000), until: later(4_000) })).toEqual({
      ...{ worth: [3, 2], before: undefined },
    });
  });

  it('leaves out what another account says about the same name', async () => {
    const theirs = equityMarked({ accountId: 'account-2', equityUsd: usd('1') });
    await take(strategyRegistered(), strategyRegistered({ accountId: 'account-2' }), theirs);
    expect(await equities()).toEqual({ worth: [], before: undefined });
  });

  it('is the same in batches of any size, also when one is lost', async () => {
    await sameInAnyBatches(tables, () => riskEquity, accountStory());
  });
});
