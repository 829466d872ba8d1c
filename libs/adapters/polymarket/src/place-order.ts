/** Sends one stored order to the venue, and reports only what the venue proved. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { order } from '@sluice/domain';
import type { PlacementOutcome, VenueCondition } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { isDelay, isNotReady, leavesDoubt, provesRefusal } from './placement-reasons.js';
import { clientOrder, readSignedBody } from './signed-body.js';
import { conditionFrom, retryAfterMs } from './venue-condition.js';

export type PlaceOrderContext = {
  readonly client: Pick<ClobClient, 'postOrder'>;
  readonly timeoutMs: number;
};

/**
 * Sending the same order again is safe: the venue knows it by its hash. Throws AlteredOrderError when
 * the stored bytes are not that order; every other trouble is `unknown`.
 *
 * @NOTE `deferExec` stays false: what the venue does with true is undocumented. The client's wait for
 * settlement after a match, up to 30 s, is avoided in ask-venue instead.
 */
export async function placeOrder(
  { client, timeoutMs }: PlaceOrderContext,
  signed: Pick<order.SignedOrder, 'orderHash' | 'signedBody' | 'orderType'>,
): Promise<PlacementOutcome> {
  const body = readSignedBody(signed);
  const { orderType, postOnly, deferExec } = body;

  const answer = await askVenue(
    () => client.postOrder(clientOrder(body), orderType, postOnly, deferExec),
    { timeoutMs },
  );
  return readPlacement(answer, signed.orderHash);
}

/** Exported so that every recorded venue answer can be read back in a test. */
export function readPlacement(answer: Answer, orderHash: string): PlacementOutcome {
  const unknown = { kind: 'unknown', detail: describe(answer) } as const;
  if (answer.kind === 'lost') return unknown;
  const read = PlacementAnswer.safeParse(answer.body);
  const { reason, venueId, status } = read.success ? read.data : NOTHING_READ;
  if (venueId !== '' && venueId !== orderHash.toLowerCase()) return unknown;
  if (venueId === '') {
    const early = tooEarly(answer, reason);
    if (early !== undefined) return early;
  }
  if (isDelay(reason)) return { kind: 'accepted', venueStatus: 'delayed' };

  if (answer.status === 200 && venueId !== '') {
    const settled = reason === '' && TAKEN.has(status);
    return settled ? { kind: 'accepted', venueStatus: status } : unknown;
  }
  const condition = conditionFrom(answer);
  // The network in front of the venue turns whole countries away: nothing passes it.
  if (condition === 'geoblocked') return { kind: 'rejected', reason: 'geoblocked', condition };
  if (reason === '' || leavesDoubt(reason)) return unknown;
  const refused = REFUSING.has(answer.status) || provesRefusal(reason);
  if (!refused) return unknown;
  return { kind: 'rejected', reason, ...(condition === undefined ? {} : { condition }) };
}

/** The venue proves that it did not take the order now, and would take the same bytes later. */
function tooEarly(answer: Answer, reason: string): PlacementOutcome | undefined {
  const told = conditionFrom(answer);
  const temporary = told !== undefined && TEMPORARY.has(told);
  if (!temporary && !isLimited(answer) && !isNotReady(reason)) return undefined;
  const waitMs = retryAfterMs(answer);
  return {
    kind: 'not_taken',
    condition: temporary ? told : 'open',
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    detail: describe(answer),
  };
}

/**
 * The venue's own limit for each signer refuses before it looks at the order, and tells itself by its
 * headers; whatever else answers 429 may stand behind an order that passed.
 */
const isLimited = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status === 429 && answer.rateLimit !== undefined;

const TEMPORARY: ReadonlySet<VenueCondition> = new Set([
  'restarting',
  'post_only',
  'cancel_only',
  'disabled',
]);

/** With these the order is on the book, matched, or held back shortly; some answers leave it out. */
const TAKEN: ReadonlySet<string> = new Set(['live', 'matched', 'delayed', '']);

/** Any other status, overload and restarts included, can follow an order that was taken. */
const REFUSING: ReadonlySet<number> = new Set([200, 400, 401]);

const PlacementAnswer = z
  .object({
    error: z.string().nullish(),
    errorMsg: z.string().nullish(),
    error_msg: z.string().nullish(),
    orderID: z.string().nullish(),
    status: z.union([z.string(), z.number()]).nullish(),
  })
  .transform(({ error, errorMsg, error_msg, orderID, status }) => ({
    reason: error ?? (errorMsg || error_msg) ?? '',
    venueId: orderID?.toLowerCase() ?? '',
    status: String(status ?? '').toLowerCase(),
  }));

/** An empty answer, or a page of the network in front of the venue. */
const NOTHING_READ = { reason: '', venueId: '', status: '' } as const;
