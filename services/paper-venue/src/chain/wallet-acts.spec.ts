import { describe, expect, it } from '@jest/globals';
import { actIn } from './wallet-acts.js';

const condition = { conditionId: '0xc0', tokenIds: ['1', '2'] } as const;
const report = (payouts: readonly bigint[]) => ({
  payouts,
  resolution: { transactionHash: '0xe0', blockNumber: 20n } as const,
});
const move = (yes: bigint, no: bigint, microUsd: bigint, blockNumber = 10n) => ({
  tokens: new Map(
    Object.entries({ 1: yes, 2: no }).filter(([, shares]) => shares !== 0n),
  ) as ReadonlyMap<string, bigint>,
  ...({ microUsd, blockNumber, transactionHash: '0xaa', atMs: 5_000 } as const),
});

describe('what a wallet did with complete sets', () => {
  it('is a split when both outcomes come for money, and a merge when both leave', () => {
    expect(actIn(move(5n, 5n, -5n), condition, undefined)).toEqual([
      expect.objectContaining({ type: 'SPLIT', shares: 5n, microUsd: 5n, atMs: 5_000 }),
    ]);
    expect(actIn(move(-5n, -5n, 5n), condition, undefined)).toEqual([
      expect.objectContaining({ type: 'MERGE', shares: 5n, microUsd: 5n }),
    ]);
    expect(actIn(move(-5n, -5n, 5n), condition, report([1n, 0n]))).toEqual([
      expect.objectContaining({ type: 'MERGE' }),
    ]);
  });

  it.each([
    ['a winner', move(-7n, 0n, 7n, 20n), [1n, 0n], 7n, 7n],
    ['a loser', move(0n, -7n, 0n, 21n), [1n, 0n], 7n, 0n],
    ['both', move(-7n, -3n, 7n, 21n), [1n, 0n], 10n, 7n],
    ['a half, rounded down', move(-7n, 0n, 3n, 21n), [1n, 1n], 7n, 3n],
  ] as const)('is a redemption after the end: %s', (_, moved, payouts, shares, microUsd) => {
    expect(actIn(moved, condition, report(payouts))).toEqual([
      expect.objectContaining({ type: 'REDEEM', shares, microUsd }),
    ]);
  });

  it('is neither when one outcome is traded or given', () => {
    expect(actIn(move(5n, 0n, -3n), condition, undefined)).toBeUndefined();
    expect(actIn(move(-5n, 0n, 3n), condition, undefined)).toBeUndefined();
    expect(actIn(move(5n, 5n, 0n), condition, undefined)).toBeUndefined();
    expect(actIn(move(0n, 0n, 3n), condition, report([1n, 0n]))).toBeUndefined();
  });
});
