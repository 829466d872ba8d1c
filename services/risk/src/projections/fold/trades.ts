/**
 * Trades: from the first share of a position to its last, and whether they lost. A fill whose
 * settlement failed reopens its trade, and a loss it had ended is not counted.
 */
import { account } from '@sluice/domain';

export type Trade = {
  /** Profit so far, fees included. */
  readonly realizedUsd: bigint;
  /** Nothing of it is held any more. */
  readonly isOver: boolean;
  /** Whether it stands in the streak as a loss. */
  readonly countedLoss: boolean;
};

type Ending = account.ExposureClosed | account.FillReversed;

/** The trade and the streak after a part of it was closed, or a closed part was undone. */
export function tradeAfter(
  { trade, streak }: { readonly trade: Trade | undefined; readonly streak: number },
  fact: Ending,
  after: account.State,
): { readonly trade: Trade | undefined; readonly streak: number } {
  const { realizedUsd = 0n, countedLoss = false } = trade ?? {};
  const { strategyId, tokenId } = fact.data;
  const position = after.positions.get(account.positionKey(strategyId, tokenId));
  const isOver = (position?.shares ?? 0n) === 0n;

  if (fact.type === 'FillReversed') {
    // A buy that failed and leaves nothing was no trade at all.
    if (isOver && fact.data.side === 'BUY') return { trade: undefined, streak };
    const undone = { realizedUsd: realizedUsd - fact.data.realizedUsd, isOver };
    return {
      trade: { ...undone, countedLoss: false },
      streak: countedLoss ? Math.max(0, streak - 1) : streak,
    };
  }
  const total = realizedUsd + fact.data.realizedUsd;
  if (!isOver) return { trade: { realizedUsd: total, isOver, countedLoss: false }, streak };
  // What is over is remembered: the fill that ended it may still fail to settle.
  const ended = { realizedUsd: total, isOver, countedLoss: total < 0n };
  // Break-even leaves the streak as it is.
  if (total === 0n) return { trade: ended, streak };
  return { trade: ended, streak: total < 0n ? streak + 1 : 0 };
}
