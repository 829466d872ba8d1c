/** Orders signed for a venue that lists their market. For specs. */
import type { order } from '@sluice/domain';
import type { OrderTicket } from '@sluice/ports';
import { keptTerms } from '../kept-terms.js';
import { signOrder } from '../sign-order.js';
import { POLYGON_EXCHANGES } from '../venue-contracts.js';
import { clientAt } from './examples.js';

export function signedAt(host: string, ticket: OrderTicket): Promise<order.SignedOrder> {
  const [client, now] = [clientAt(host), () => '2026-11-22T10:00:00.000Z'];
  return signOrder(
    {
      ...{ client, now, chainId: 137, exchanges: POLYGON_EXCHANGES, restingTimeMs: 600_000 },
      terms: keptTerms({ client, now, timeoutMs: 2_000 }),
    },
    ticket,
  );
}
