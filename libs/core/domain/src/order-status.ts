/** How far an order has come, by the order's own rules. */
import * as order from './order.js';

export type OrderStatus = Extract<order.State, { readonly order: unknown }>['kind'];

/** Undefined for an order that was never requested: nothing of it is followed. */
export function orderStatusAfter(
  status: OrderStatus | undefined,
  fact: order.Event,
): OrderStatus | undefined {
  const { kind } = order.evolve(status === undefined ? order.initialState : at(status), fact);
  return kind === 'none' || kind === 'abandoned' ? undefined : kind;
}

/** The status follows from the status before and the fact; what else an order holds is not asked. */
const at = (kind: OrderStatus): order.State => ({
  kind,
  order: {} as order.OrderKey & order.SignedOrder,
  requestedAt: '',
  fills: new Map(),
});

export const ORDER_FACTS = [
  'OrderRequested',
  'OrderAccepted',
  'OrderRejected',
  'OrderUnconfirmed',
  'OrderFilled',
  'FillConfirmed',
  'FillFailed',
  'OrderClosed',
  'OrderCancelRequested',
] as const satisfies readonly order.Event['type'][];
