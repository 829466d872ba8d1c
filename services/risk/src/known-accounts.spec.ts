import { describe, expect, it } from '@jest/globals';
import { knownAccounts } from './known-accounts.js';
import { silentLog } from './testing/open-risk.js';
import { until } from './testing/until.js';

describe('the accounts that are known', () => {
  it('are those of the table, looked at again and again, and those learned of since', async () => {
    const rows = ['one'];
    const stored = () => Promise.resolve([...rows]);
    const accounts = knownAccounts({ stored, log: silentLog, intervalMs: 2 });
    await until(() => accounts.all().length === 1);
    accounts.learn('two');
    rows.push('three');
    await until(() => accounts.all().length === 3);
    expect([...accounts.all()].sort()).toStrictEqual(['one', 'three', 'two']);
    await accounts.stop();
  });

  it('stay known when the table cannot be read', async () => {
    let answers = true;
    const stored = () =>
      answers ? Promise.resolve(['one']) : Promise.reject(new Error('no database'));
    const accounts = knownAccounts({ stored, log: silentLog, intervalMs: 60_000 });
    await accounts.refresh();
    answers = false;
    await expect(accounts.refresh()).rejects.toThrow('no database');
    expect(accounts.all()).toStrictEqual(['one']);
    await accounts.stop();
  });
});
