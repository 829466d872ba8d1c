/** What quotes promise, in memory or on a broker. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { account } from '@sluice/domain';
import type { Quotes } from '@sluice/ports';
import { until } from './ledger.contract.js';

export type QuotesUnderTest = {
  readonly writer: Quotes;
  /** Another service, connected now. */
  join(): Promise<Quotes>;
  close(): Promise<void>;
};

export function quotesContract(name: string, open: () => Promise<QuotesUnderTest>): void {
  describe(name, () => {
    let under: QuotesUnderTest;
    beforeAll(async () => (under = await open()), 60_000);
    afterAll(async () => under?.close(), 30_000);

    it('knows nothing of a token nobody quoted', () => {
      expect(under.writer.last('404')).toBeUndefined();
    });

    it('gives the last quote of each token to whoever joins later', async () => {
      for (const second of [1, 2, 3]) {
        for (const token of ['101', '102', '103']) await under.writer.publish(quote(token, second));
      }
      await until(() => under.writer.last('103')?.at === at(3));
      const late = await under.join();
      await until(() => late.last('103') !== undefined);
      for (const token of ['101', '102', '103']) expect(late.last(token)).toEqual(quote(token, 3));
    });

    it('tells a watcher of each new quote until it stops', async () => {
      const reader = await under.join();
      const seen: account.Quote[] = [];
      const watching = reader.watch((found) => {
        if (found.tokenId === '201') seen.push(found);
      });
      await under.writer.publish(quote('201', 1));
      await under.writer.publish(quote('201', 2));
      await until(() => seen.length === 2);
      expect(seen).toEqual([quote('201', 1), quote('201', 2)]);
      watching.stop();
      await under.writer.publish(quote('201', 3));
      await until(() => reader.last('201')?.at === at(3));
      expect(seen).toHaveLength(2);
    });

    it('does not let an older quote replace a newer', async () => {
      await under.writer.publish(quote('301', 5));
      await under.writer.publish(quote('301', 4));
      await under.writer.publish(quote('302', 1));
      await until(() => under.writer.last('302') !== undefined);
      expect(under.writer.last('301')).toEqual(quote('301', 5));
    });
  });
}

const at = (second: number): string => `2026-11-22T10:00:0${second}.000Z`;

function quote(tokenId: string, second: number): account.Quote {
  const level = (price: bigint) => ({ price, shares: 5_000_000n }) as account.Quote['bids'][number];
  return { tokenId, bids: [level(480_000n)], asks: [level(520_000n)], at: at(second) };
}
