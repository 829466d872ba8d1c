import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { DataSource } from 'typeorm';
import { openDesk } from './testing/desk.js';
import { mergeSets, watchSets } from './watch-sets.js';

const { conditionId, noToken, winner, yesToken } = examples;
const both = (yes: string, no: string) => [
  winner({ shares: money.shares(yes) }),
  winner({ tokenId: noToken, shares: money.shares(no) }),
];

/** A wallet that holds both outcomes, as our own fills say as well. */
const holding = (yes: string, no: string, { busy = 0, resolved = false } = {}) => {
  const desk = openDesk(both(yes, no));
  const database = {
    query: (sql: string) =>
      Promise.resolve(
        sql.includes('wallet_actions') ? [{ n: String(busy) }] : [{ condition_id: conditionId }],
      ),
  } as unknown as DataSource;
  const { marketOf, ...context } = desk.start();
  const merge = (least: string) =>
    mergeSets(
      {
        ...{ ...context, database },
        marketOf: async (asked) => {
          const { market, payout } = await marketOf(asked);
          return { market, payout: resolved ? payout : undefined };
        },
      },
      money.shares(least),
    );
  return { desk, merge };
};

describe('merging complete sets by itself', () => {
  it('asks for as many sets as are held of both outcomes, and once', async () => {
    const { desk, merge } = holding('40', '12.5');
    await merge('10');
    await merge('10');
    const asked = await desk.facts('WalletActionRequested');
    expect(asked).toMatchObject([
      {
        data: {
          work: { kind: 'merge', tokenIds: [yesToken, noToken], shares: money.shares('12.5') },
          by: 'auto_merge_min_usd',
        },
      },
    ]);
  });

  it.each([
    ['are worth too little', holding('40', '9.999999')],
    ['are being merged', holding('40', '40', { busy: 1 })],
    ['are of a market that is resolved', holding('40', '40', { resolved: true })],
  ])('leaves sets that %s', async (_, { desk, merge }) => {
    expect(await merge('10')).toStrictEqual([]);
    expect(await desk.facts('WalletActionRequested')).toStrictEqual([]);
  });

  it('does nothing at all unless it is told how much is worth it', async () => {
    const { desk } = holding('40', '40');
    const watch = watchSets(desk.start(), { minUsd: undefined, intervalMs: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await watch.stop();
    expect(await desk.facts('WalletActionRequested')).toStrictEqual([]);
  });
});
