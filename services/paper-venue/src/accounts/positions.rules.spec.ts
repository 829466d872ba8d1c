/** Shares and dollars of any history of trades add up. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TradeLeg, VenueTrade } from '../trades/trade.js';
import { averagePrice, publishedLegs, tally, type TradedLeg } from './positions.js';

const WALLET = '0x1111111111111111111111111111111111111111';

const legOf = (side: 'BUY' | 'SELL', shares: bigint, dollars: bigint): TradeLeg => ({
  orderId: `0x${'ab'.repeat(32)}`,
  owner: 'key',
  wallet: WALLET,
  token: 0,
  tokenId: '7',
  side,
  price: 500_000n,
  shares,
  dollars,
  fee: 0n,
});

const tradeOf = (leg: TradeLeg, matchedAtMs: number): VenueTrade => ({
  id: matchedAtMs.toString(),
  conditionId: `0x${'cd'.repeat(32)}`,
  taker: leg,
  makers: [],
  status: 'CONFIRMED',
  transactionHash: null,
  error: '',
  bucketIndex: 0,
  matchedAtMs,
  updatedAtMs: matchedAtMs,
});

const legs = (history: readonly TradeLeg[]): readonly TradedLeg[] =>
  publishedLegs(history.map(tradeOf).reverse(), history.length);

const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });

describe('the tally of a wallet', () => {
  it('holds what was bought and not sold, at no less than nothing', () => {
    const each = fc.record({ side: fc.constantFrom('BUY' as const, 'SELL' as const), amount });
    fc.assert(
      fc.property(fc.array(each, { maxLength: 30 }), (history) => {
        let held = 0n;
        for (const one of history)
          if (one.side === 'BUY') held += one.amount;
          else held -= one.amount < held ? one.amount : held;
        const made = tally(
          legs(history.map((one) => legOf(one.side, one.amount, one.amount / 2n))),
        );
        expect(made.get('7')?.shares ?? 0n).toBe(held);
        expect(made.get('7')?.costMicroUsd ?? 0n).toBeGreaterThanOrEqual(0n);
      }),
    );
  });

  it('keeps the average price of what is left when some is sold', () => {
    const bought = legOf('BUY', 10_000_000n, 4_000_000n);
    const sold = legOf('SELL', 5_000_000n, 3_000_000n);
    const after = tally(legs([bought, sold])).get('7');
    expect(after).toMatchObject({
      shares: 5_000_000n,
      costMicroUsd: 2_000_000n,
      realizedMicroUsd: 1_000_000n,
    });
    expect(after === undefined ? 0n : averagePrice(after)).toBe(400_000n);
  });

  it('knows nothing of what is younger than it is behind', () => {
    const trades = [tradeOf(legOf('BUY', 1n, 1n), 100)];
    expect(publishedLegs(trades, 99)).toEqual([]);
    expect(publishedLegs(trades, 100)).toHaveLength(1);
  });
});
