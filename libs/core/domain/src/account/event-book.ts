/**
 * What a strategy holds of one neg-risk event, of whose markets at most one pays YES: enough to tell
 * the most it can lose, whichever market wins.
 */
import { noUsd, type MicroUsd } from '../money.js';
import { emptyMap, type PersistentMap } from '../persistent-map.js';
import type { ConditionId } from '../vocabulary.js';

export type EventBook = {
  /** Cost of what is held. */
  readonly costUsd: bigint;
  /** Promised to orders that are not over. */
  readonly reservedUsd: bigint;
  /** NO shares of all markets: they pay in every market but the one that wins. */
  readonly noShares: bigint;
  /** By market, YES shares less NO shares: what its win pays beyond the other NO shares. */
  readonly leaning: PersistentMap<bigint>;
};

export const emptyEvent: EventBook = {
  costUsd: 0n,
  reservedUsd: 0n,
  noShares: 0n,
  leaning: emptyMap(),
};

/** A position in a market of the event grew or shrank. */
export function withHolding(
  book: EventBook,
  by: {
    readonly conditionId: ConditionId;
    readonly isYes: boolean;
    readonly shares: bigint;
    readonly costUsd: bigint;
  },
): EventBook {
  const leans = (book.leaning.get(by.conditionId) ?? 0n) + (by.isYes ? by.shares : 0n - by.shares);
  return {
    ...book,
    costUsd: book.costUsd + by.costUsd,
    noShares: by.isYes ? book.noShares : book.noShares + by.shares,
    leaning:
      leans === 0n
        ? book.leaning.without(by.conditionId)
        : book.leaning.with(by.conditionId, leans),
  };
}

export const isEmptyEvent = (book: EventBook): boolean =>
  book.costUsd === 0n && book.reservedUsd === 0n && book.noShares === 0n && book.leaning.size === 0;

/**
 * The most that can be lost, with every open order counted as money that never comes back. One share
 * pays one dollar, so shares and dollars compare as they are. Looks at each market of the event once.
 */
export function worstLoss(book: EventBook): MicroUsd {
  // No market may win that we hold anything of.
  let least = 0n;
  for (const [, leans] of book.leaning.entries()) if (leans < least) least = leans;
  const loss = book.costUsd + book.reservedUsd - book.noShares - least;
  return (loss > 0n ? loss : noUsd) as MicroUsd;
}
