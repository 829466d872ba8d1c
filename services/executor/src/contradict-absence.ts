/** What speaks against the absence of an order that the venue does not show, however often it is asked. */
import { order } from '@sluice/domain';
import { statedEndOf } from '@sluice/polymarket';
import type { ExecutorContext } from './executor.context.js';

type SignedState = Extract<order.State, { readonly order: unknown }>;

/**
 * An order that ends by itself may be there until then, unless its end was asked for before; and one
 * of which the chain settled more than we recorded has fills that the venue has yet to show. A chain
 * that cannot be asked speaks against it too.
 */
export async function isContradicted(
  { clock, chain, log }: Pick<ExecutorContext, 'clock' | 'chain' | 'log'>,
  state: SignedState,
): Promise<boolean> {
  const { orderId, orderType, signedBody } = state.order;
  const endsAt = orderType === 'GTD' ? statedEndOf(signedBody) : undefined;
  if (endsAt !== undefined && state.cancel === undefined && clock.now() < endsAt) return true;
  if (chain === undefined) return false;
  try {
    return (await chain.settledOf(state.order)) >= givenBy(state) + order.DUST_SHARES;
  } catch (error) {
    log.warn({ orderId, error: String(error) }, 'the chain could not be asked; the order stays');
    return true;
  }
}

/** What the recorded fills gave, failed ones left out: pUSD for BUY, shares for SELL. */
function givenBy(state: SignedState): bigint {
  const standing = [...state.fills.values()].filter(({ settlement }) => settlement !== 'failed');
  const given = (fill: order.TrackedFill): bigint =>
    state.order.side === 'BUY' ? fill.amountUsd : fill.shares;
  return standing.reduce((total, fill) => total + given(fill), 0n);
}
