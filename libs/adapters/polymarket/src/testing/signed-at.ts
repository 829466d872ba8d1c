/** Orders signed for a venue that lists their market. For specs. */
import type { order } from '@sluice/domain';
import type { OrderTicket } from '@sluice/ports';
import { keptTerms } from '../kept-terms.js';
import { signOrder } from '../sign-order.js';
import { POLYGON_EXCHANGES } from '../venue-contracts.js';
import { clientAt } from './examples.js';

export const signedAt = (host: string, ticket: OrderTicket): Promise<order.SignedOrder> =>
  signerAt(host)(ticket);

/** The same for many orders, which ask for their market once. */
export function signerAt(host: string): (ticket: OrderTicket) => Promise<order.SignedOrder> {
  const [client, now] = [clientAt(host), () => '2026-11-22T10:00:00.000Z'];
  const terms = keptTerms({ client, now, timeoutMs: 10_000 });
  const context = { client, now, terms, chainId: 137, exchanges: POLYGON_EXCHANGES };
  return (ticket) => signOrder({ ...context, restingTimeMs: 600_000 }, ticket);
}
