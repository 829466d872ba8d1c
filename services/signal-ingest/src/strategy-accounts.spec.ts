import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { strategyAccounts } from './strategy-accounts.js';

describe('which account a strategy trades for', () => {
  const table = (rows: Record<string, string>) => {
    const asked: string[] = [];
    const query = (_: string, [strategyId = '']: readonly string[]) => {
      asked.push(strategyId);
      const account_id = rows[strategyId];
      return Promise.resolve(account_id === undefined ? [] : [{ account_id }]);
    };
    return { asked, rows, database: { query } as unknown as DataSource };
  };
  const level = () => Promise.resolve();

  it('is found once and remembered', async () => {
    const { asked, database } = table({ 'strategy-1': 'account-1' });
    const accountOf = strategyAccounts(database, level);
    expect(await accountOf('strategy-1')).toBe('account-1');
    expect(await accountOf('strategy-1')).toBe('account-1');
    expect(asked).toHaveLength(1);
  });

  it('is found though the strategy was registered a moment ago', async () => {
    const { database, rows } = table({});
    const accountOf = strategyAccounts(database, () => {
      rows['strategy-1'] = 'account-1';
      return Promise.resolve();
    });
    expect(await accountOf('strategy-1')).toBe('account-1');
  });

  it('is unknown only until the strategy is registered', async () => {
    const { database, rows } = table({});
    const accountOf = strategyAccounts(database, level);
    expect(await accountOf('strategy-1')).toBeUndefined();
    rows['strategy-1'] = 'account-1';
    expect(await accountOf('strategy-1')).toBe('account-1');
  });

  it('refuses nobody while it cannot know', async () => {
    const { database } = table({});
    const behind = () => Promise.reject(new Error('the table lags'));
    await expect(strategyAccounts(database, behind)('strategy-1')).rejects.toThrow(
      'the table lags',
    );
  });
});
