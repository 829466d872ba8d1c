/**
 * Whether the venue wrote a size in shares or in millionths of one. Both dialects are in use, and the
 * digits alone do not tell; what we signed does, and so does a decimal point.
 */
import type { money } from '@sluice/domain';
import { readMicros } from './decimals.js';

export type ShareScale = 'shares' | 'micro_shares';

/** What is known about the size besides its digits. */
export type ScaleEvidence = {
  /** What we signed for the very order this is a size of, if this process still knows it. */
  readonly signedShares: bigint | undefined;
  /** Whether the status beside it had the prefix of the dialect with integers. */
  readonly prefixed: boolean;
};

export function scaleOf(size: string, { signedShares, prefixed }: ScaleEvidence): ShareScale {
  if (!/^\d+$/.test(size)) return 'shares';
  if (signedShares === undefined) return prefixed ? 'micro_shares' : 'shares';
  const asShares = readMicros(size);
  if (asShares <= signedShares) return 'shares';
  return prefixed || asShares > signedShares * FILLED_MULTIPLE_MAX ? 'micro_shares' : 'shares';
}

export function readShares(size: string, scale: ShareScale): money.MicroShares {
  return (scale === 'shares' ? readMicros(size) : BigInt(size)) as money.MicroShares;
}

/** Dollars signed at 0.99 buy 99 times the signed shares at 0.01; a wrong scale is 10^6 times. */
const FILLED_MULTIPLE_MAX = 100n;
