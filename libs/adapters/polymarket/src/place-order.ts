/** Sends one stored order to the venue, and reports only what the venue proved. */
import type { ClobClient } from '@polymarket/clob-client-v2';
import type { order } from '@sluice/domain';
import type { PlacementOutcome } from '@sluice/ports';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { isDelay, leavesDoubt, provesRefusal } from './placement-reasons.js';
import { clientOrder, readSignedBody } from './signed-body.js';

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
  if (!read.success) return unknown;

  const { error, errorMsg, error_msg, orderID, status } = read.data;
  const reason = error ?? (errorMsg || error_msg) ?? '';
  const venueId = orderID?.toLowerCase() ?? '';
  if (venueId !== '' && venueId !== orderHash.toLowerCase()) return unknown;
  if (isDelay(reason)) return { kind: 'accepted', venueStatus: 'delayed' };

  if (answer.status === 200 && venueId !== '') {
    const settled = reason === '' && TAKEN.has(status?.toLowerCase() ?? '');
    return settled ? { kind: 'accepted', venueStatus: status?.toLowerCase() ?? '' } : unknown;
  }
  if (reason === '' || leavesDoubt(reason)) return unknown;
  const refused = REFUSING.has(answer.status) || provesRefusal(reason);
  return refused ? { kind: 'rejected', reason } : unknown;
}

/** With these the order is on the book, matched, or held back shortly; some answers leave it out. */
const TAKEN: ReadonlySet<string> = new Set(['live', 'matched', 'delayed', '']);

/** Any other status, overload and restarts included, can follow an order that was taken. */
const REFUSING: ReadonlySet<number> = new Set([200, 400, 401]);

const PlacementAnswer = z.object({
  error: z.string().nullish(),
  errorMsg: z.string().nullish(),
  error_msg: z.string().nullish(),
  orderID: z.string().nullish(),
  status: z.string().nullish(),
});
