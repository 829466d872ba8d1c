/** Asks the venue for one of our orders by its hash. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { OrderEvidence } from '@sluice/ports';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { readShares, scaleOf } from './share-scale.js';
import { OrderState } from './venue-order.js';
import { inPrefixedDialect, orderStatus } from './venue-words.js';

export type LookUpOrderContext = {
  readonly client: Pick<ClobClient, 'getOrder'>;
  readonly timeoutMs: number;
  /** What we signed for a hash, while this process remembers. */
  readonly signedShares: (orderHash: string) => bigint | undefined;
};

/**
 * `absent` is an empty answer, which finished and just-sent orders have too: it proves nothing.
 * Throws VenueUnavailableError without an answer, UnreadableAnswerError on one we cannot read.
 */
export async function lookUpOrder(
  { client, timeoutMs, signedShares }: LookUpOrderContext,
  orderHash: string,
): Promise<OrderEvidence> {
  const answer = await askVenue(() => client.getOrder(orderHash), { timeoutMs });
  return evidenceFrom(answer, { orderHash, signedShares: signedShares(orderHash) });
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function evidenceFrom(
  answer: Answer,
  about: { readonly orderHash: string; readonly signedShares: bigint | undefined },
): OrderEvidence {
  const { orderHash, signedShares } = about;
  if (answer.kind === 'answered' && answer.status === 404) return { kind: 'absent' };
  if (answer.kind === 'lost' || answer.status !== 200) {
    throw new VenueUnavailableError(`Could not look up ${orderHash}: ${describe(answer)}`);
  }
  if (isEmpty(answer.body)) return { kind: 'absent' };

  const read = OrderState.safeParse(answer.body);
  if (!read.success || read.data.id.toLowerCase() !== orderHash.toLowerCase()) {
    throw new UnreadableAnswerError(`Could not look up ${orderHash}: ${describe(answer)}`);
  }
  const { status, original_size: size, size_matched: matched } = read.data;
  const scale = scaleOf(size, { signedShares, prefixed: inPrefixedDialect(status) });
  return { kind: 'found', status: orderStatus(status), matchedShares: readShares(matched, scale) };
}

/** Null, no text, or an object with nothing in it, possibly under `order`. */
function isEmpty(body: unknown): boolean {
  if (body === null || body === undefined || body === '') return true;
  return typeof body === 'object' && Object.keys(body).length === 0;
}
