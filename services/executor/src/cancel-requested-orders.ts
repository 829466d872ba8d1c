/**
 * Cancels orders that somebody wants to end, again and again until their end is a fact.
 *
 * No answer to a cancel ends an order: what the venue shows of it does, through reconciliation. An
 * order that is not found may still be on its way, so its cancel is repeated after that is settled;
 * one that filled meanwhile ends as filled.
 */
import { order } from '@sluice/domain';
import { orderStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import type { ExecutorContext } from './executor.context.js';
import type { Reconciler } from './reconcile-orders.js';

/** An order on its way may land at any moment. */
const AGAIN_MS = 500;
const AGAIN_MS_MAX = 15_000;

export function cancelRequestedOrders(
  { decisions, venue, log }: ExecutorContext,
  reconciler: Pick<Reconciler, 'soon'>,
): EffectHandler {
  return async ({ payload, attempt }) => {
    const { data, journeyId } = unpackFact('OrderCancelRequested', payload);
    const { orderId, accountId } = data;
    const state = await decisions.state(order.decider, orderStream(orderId, accountId));
    if (!('order' in state) || !order.isOpen(state)) return 'done';

    const { kind, detail } = await venue.cancel(state.order.orderHash);
    reconciler.soon();
    if (kind === 'cancelled') return { retryAfterMs: pauseMs(attempt) };
    log.warn({ journeyId, orderId, detail }, 'the order is not cancelled yet');
    // What is on its way is gone after as soon as it lands.
    const retryAfterMs = state.kind === 'live' ? pauseMs(attempt) : AGAIN_MS;
    return { retryAfterMs, error: `not cancelled: ${detail}` };
  };
}

const pauseMs = (attempt: number): number =>
  Math.min(AGAIN_MS * 2 ** Math.min(attempt - 1, 10), AGAIN_MS_MAX);
