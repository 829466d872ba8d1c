/** What balances in passing promise, in memory or on a broker. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import type { Balances, WalletBalance } from '@sluice/ports';
import { until } from './ledger.contract.js';

export type BalancesUnderTest = {
  readonly writer: Balances;
  readonly reader: Balances;
  close(): Promise<void>;
};

export function balancesContract(name: string, open: () => Promise<BalancesUnderTest>): void {
  describe(name, () => {
    let under: BalancesUnderTest;
    beforeAll(async () => (under = await open()), 60_000);
    afterAll(async () => under?.close(), 30_000);

    it('tells a watcher of each balance of each account, until it stops', async () => {
      const seen: WalletBalance[] = [];
      const watching = under.reader.watch((balance) => void seen.push(balance));
      const other: WalletBalance[] = [];
      under.reader.watch((balance) => void other.push(balance));
      // Somebody listens only once the broker knows it.
      const announcing = setInterval(() => void under.writer.publish(balance('first', 1)), 10);
      await until(() => seen.length > 0 && other.length > 0);
      clearInterval(announcing);
      await under.writer.publish(balance('one', 2));
      await under.writer.publish(balance('two', 3));
      await until(() => seen.some(({ accountId }) => accountId === 'two'));
      expect(seen.filter(({ accountId }) => accountId !== 'first')).toEqual([
        balance('one', 2),
        balance('two', 3),
      ]);
      watching.stop();
      const before = seen.length;
      await under.writer.publish(balance('three', 4));
      await until(() => other.some(({ accountId }) => accountId === 'three'));
      expect(seen).toHaveLength(before);
    });

    it('lets nothing travel that could not be read', async () => {
      const nobody = { ...balance('a.b', 1) };
      await expect(under.writer.publish(nobody)).rejects.toThrow();
      const timeless = { ...balance('one', 1), at: 'now' };
      await expect(under.writer.publish(timeless)).rejects.toThrow();
    });
  });
}

const balance = (accountId: string, second: number): WalletBalance => ({
  accountId,
  freeUsd: money.usd(`${second}.000001`),
  at: `2026-11-22T10:00:0${second}.000Z`,
});
