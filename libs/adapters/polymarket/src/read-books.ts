/** Reads the books of some tokens as they are now: a quiet book sends no messages. */
import { Side, type ClobClient } from '@polymarket/clob-client-v2';
import type { account, TokenId } from '@sluice/domain';
import { askVenue, describe } from './ask-venue.js';
import { bookOf } from './book.js';
import { readBookMessage } from './book-messages.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';

export type ReadBooksContext = {
  readonly client: Pick<ClobClient, 'getOrderBooks'>;
  readonly timeoutMs: number;
  readonly now: () => string;
};

/**
 * Tokens the venue has no book for are left out. A quote's time is when we asked, so that it is never
 * younger than what it shows. Throws VenueUnavailableError or UnreadableAnswerError.
 */
export async function readBooks(
  { client, timeoutMs, now }: ReadBooksContext,
  tokenIds: readonly TokenId[],
): Promise<readonly account.Quote[]> {
  const asked = tokenIds.map((token_id) => ({ token_id, side: Side.BUY }));
  const at = now();
  const answer = await askVenue(() => client.getOrderBooks(asked), { timeoutMs });
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not read books: ${describe(answer)}`);
  }
  return booksFrom(answer.body, at);
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function booksFrom(body: unknown, at: string): readonly account.Quote[] {
  if (!Array.isArray(body)) {
    throw new UnreadableAnswerError('Could not read books: the answer is no list');
  }
  return body.flatMap((each: unknown) => {
    const read = readBookMessage(each);
    return read.kind === 'snapshot' ? [bookOf(read).quote(read.tokenId, at)] : [];
  });
}
