/** Lists every open order of our key, ours or placed by hand, complete or not at all. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { VenueOrder } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { readSteadily, LAST_CURSOR, type PageOf } from './read-pages.js';
import { OpenOrder, readOrder } from './venue-order.js';

export type ListOpenOrdersContext = {
  readonly client: Pick<ClobClient, 'getOpenOrders'>;
  readonly timeoutMs: number;
  /** What we signed for a hash, while this process remembers. */
  readonly signedShares: (orderHash: string) => bigint | undefined;
};

/**
 * Throws IncompleteAnswerError rather than show a part, VenueUnavailableError when a page is missing,
 * UnreadableAnswerError on an order we cannot read.
 */
export function listOpenOrders(context: ListOpenOrdersContext): Promise<readonly VenueOrder[]> {
  const { client, timeoutMs } = context;
  return readSteadily('open orders', {
    nameOf: ({ orderHash }) => orderHash.toLowerCase(),
    readPage: async (cursor) => {
      // The client gives single pages only when they are the first: we ask for ours in its stead.
      const asking = { timeoutMs, query: { next_cursor: cursor } };
      return openOrdersFrom(
        await askVenue(() => onePage(() => client.getOpenOrders({}, true)), asking),
        context,
      );
    },
  });
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function openOrdersFrom(
  answer: Answer,
  { signedShares }: Pick<ListOpenOrdersContext, 'signedShares'>,
): PageOf<VenueOrder> {
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not list open orders: ${describe(answer)}`);
  }
  const read = OpenOrdersPage.safeParse(answer.body);
  if (!read.success) {
    throw new UnreadableAnswerError(`Could not list open orders: ${read.error.message}`);
  }
  const { data, next_cursor: nextCursor } = read.data;
  return { rows: data.map((order) => readOrder(order, signedShares(order.id))), nextCursor };
}

/**
 * The client trips over an error of the venue while it joins pages. The answer is ours already.
 */
async function onePage(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

const OpenOrdersPage = z.object({
  data: z
    .array(OpenOrder)
    .nullish()
    .transform((orders) => orders ?? []),
  next_cursor: z.string().default(LAST_CURSOR),
});
