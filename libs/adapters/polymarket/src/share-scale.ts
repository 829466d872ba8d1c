/**
 * Whether the venue wrote a size in shares or in millionths of one. Both dialects are in use, and the
 * digits alone do not tell; what we signed does, and so does a decimal point. Of an order we know
 * nothing of, only what fits one of the two is read.
 */
import type { money } from '@sluice/domain';
import { readMicros } from './decimals.js';
import { UnreadableAnswerError } from './errors.js';

export type ShareScale = 'shares' | 'micro_shares';

/** What is known about the size besides its digits. */
export type ScaleEvidence = {
  /** What we signed for the very order this is a size of, if that is still known. */
  readonly signedShares: bigint | undefined;
  /** Whether the status beside it had the prefix of the dialect with integers. */
  readonly prefixed: boolean;
};

/** Throws UnreadableAnswerError when it could be either. */
export function scaleOf(size: string, { signedShares, prefixed }: ScaleEvidence): ShareScale {
  if (!/^\d+$/.test(size)) return 'shares';
  if (signedShares === undefined) return scaleOfUnknown(size, prefixed);
  const asShares = readMicros(size);
  if (asShares <= signedShares) return 'shares';
  return prefixed || asShares > signedShares * FILLED_MULTIPLE_MAX ? 'micro_shares' : 'shares';
}

/** An order somebody placed by hand, or a part of one: a size that fits one dialect only is certain. */
function scaleOfUnknown(size: string, prefixed: boolean): ShareScale {
  const digits = BigInt(size);
  if (prefixed && (digits === 0n || digits >= ONE_HUNDREDTH)) return 'micro_shares';
  if (!prefixed && digits < ONE_SHARE) return 'shares';
  const dialect = prefixed ? 'with the prefix of millionths' : 'without the prefix of millionths';
  throw new UnreadableAnswerError(
    `Could not tell whether a size of ${size.slice(0, 40)} ${dialect} is in shares or in millionths`,
  );
}

export function readShares(size: string, scale: ShareScale): money.MicroShares {
  return (scale === 'shares' ? readMicros(size) : BigInt(size)) as money.MicroShares;
}

/** Dollars signed at 0.99 buy 99 times the signed shares at 0.01; a wrong scale is 10^6 times. */
const FILLED_MULTIPLE_MAX = 100n;
/** The venue takes no order of less: one in millionths has at least so many. */
const ONE_SHARE = 1_000_000n;
/** What it matches is hardly ever less; in millionths it has at least so many. */
const ONE_HUNDREDTH = 10_000n;
