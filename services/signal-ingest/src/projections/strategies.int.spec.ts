/** Strategies on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { strategyAccounts } from '../strategy-accounts.js';
import { strategies } from './strategies.js';

const { strategyRegistered } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(strategies));
afterAll(() => tables.drop());

describe('strategies', () => {
  it('tells the account a strategy trades for', async () => {
    await tables.take(strategies, recorded(strategyRegistered()));

    const accountOf = strategyAccounts(tables.database, () => Promise.resolve());
    expect(await accountOf('strategy-1')).toBe('account-1');
    expect(await accountOf('strategy-2')).toBeUndefined();
  });

  it('keeps the first account of a name that two accounts registered', async () => {
    const facts = recorded(strategyRegistered(), strategyRegistered({ accountId: 'account-2' }));

    const whole = await tables.rebuild(strategies, facts, 10);
    expect(await tables.rows('strategies')).toMatchObject([{ account_id: 'account-1' }]);
    expect(await tables.rebuild(strategies, facts, 1)).toEqual(whole);
  });
});
