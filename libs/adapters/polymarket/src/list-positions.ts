/** Lists what a wallet holds as the venue's data service says, complete or not at all. */
import axios from 'axios';
import type { VenuePosition } from '@sluice/ports';
import type { money } from '@sluice/domain';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { readMicros } from './decimals.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { FIRST_CURSOR, LAST_CURSOR, readSteadily, type PageOf } from './read-pages.js';

export type ListPositionsContext = {
  /** The venue's data service, e.g. https://data-api.polymarket.com. */
  readonly dataHost: string;
  /** The wallet that holds the tokens, not the key that signs. */
  readonly wallet: string;
  readonly timeoutMs: number;
};

/**
 * The service counts in floating point and lags by minutes. Throws IncompleteAnswerError rather than
 * show a part, VenueUnavailableError when a page is missing, UnreadableAnswerError on a strange one.
 */
export function listPositions(context: ListPositionsContext): Promise<readonly VenuePosition[]> {
  const { dataHost, wallet, timeoutMs } = context;
  return readSteadily('positions', {
    nameOf: ({ tokenId }) => tokenId,
    readPage: async (cursor) => {
      const offset = cursor === FIRST_CURSOR ? 0 : Number(cursor);
      const params = {
        user: wallet,
        // Left out, it hides everything below one share.
        sizeThreshold: 0,
        limit: ROWS_PER_PAGE,
        offset,
        // Values move while pages are read; titles do not.
        sortBy: 'TITLE',
        sortDirection: 'ASC',
      };
      const ask = () => axios.get(`${dataHost}/positions`, { params });
      return positionsFrom(await askVenue(ask, { timeoutMs }), offset);
    },
  });
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function positionsFrom(answer: Answer, offset: number): PageOf<VenuePosition> {
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not list positions: ${describe(answer)}`);
  }
  const read = Positions.safeParse(answer.body);
  if (!read.success) {
    throw new UnreadableAnswerError(`Could not list positions: ${read.error.message}`);
  }
  const rows = read.data
    .map(({ conditionId, asset: tokenId, size }) => ({
      ...{ conditionId, tokenId },
      shares: readMicros(size.toFixed(6)) as money.MicroShares,
    }))
    .filter(({ shares }) => shares > 0n);
  // A short page is the last one. Beyond the last offset it serves, the list stays incomplete.
  const isLast = read.data.length < ROWS_PER_PAGE;
  return { rows, nextCursor: isLast ? LAST_CURSOR : nextAfter(offset) };
}

function nextAfter(offset: number): string {
  const next = offset + ROWS_PER_PAGE;
  // Asking for the same page once more is what makes an answer incomplete.
  return next > OFFSET_MAX ? String(offset) : String(next);
}

const Positions = z.array(
  z.object({
    conditionId: z.string().min(1),
    asset: z.string().min(1),
    size: z.number().min(0).max(1e15),
  }),
);

/** The most the service gives at once, and the furthest it looks. */
const ROWS_PER_PAGE = 500;
const OFFSET_MAX = 10_000;
