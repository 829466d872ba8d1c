/** Puts what the venue shows of one order on the ledger: fills, their settlement, the end. */
import { order, type Instant } from '@sluice/domain';
import { statedEndOf } from '@sluice/polymarket';
import type { OrderEvidence, VenueFill } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import type { ExecutorContext } from './executor.context.js';
import type { TrackedOrder } from './tracked-orders.js';

type Recording = Pick<ExecutorContext, 'decisions' | 'clock'>;
type Settling = Recording & Pick<ExecutorContext, 'chain' | 'log'>;

/**
 * Records a fill and how far its settlement has come; true when nobody knew of it yet. Repeating it
 * changes nothing.
 */
export async function recordFill(
  context: Settling,
  tracked: TrackedOrder,
  fill: VenueFill,
): Promise<boolean> {
  const isNew = await recordMatch(context, tracked, fill);
  await recordSettlement(context, tracked, fill);
  return isNew;
}

/** Records that it matched, which asks nobody; true when nobody knew of it yet. */
export async function recordMatch(
  { decisions, clock }: Recording,
  tracked: TrackedOrder,
  { tradeId, shares, price, amountUsd, feeUsd }: VenueFill,
): Promise<boolean> {
  const data = { tradeId, shares, price, amountUsd, feeUsd, at: clock.now() };
  const tell = teller({ decisions }, tracked);
  const filled = await tell({ type: 'RecordFill', data }, `${tradeId}/filled`);
  return filled.length > 0;
}

/** Records how the settlement of a recorded match ended; may wait for the chain. */
export async function recordSettlement(
  context: Settling,
  tracked: TrackedOrder,
  fill: VenueFill,
): Promise<void> {
  const { tradeId, status, transactionHash } = fill;
  const tell = teller(context, tracked);
  const at = context.clock.now();
  if (status === 'confirmed') {
    const settled = await settledMoney(context, tracked, fill);
    const confirmed = { tradeId, transactionHash, ...(settled && { settled }), at };
    await tell({ type: 'ConfirmFill', data: confirmed }, `${tradeId}/confirmed`);
  }
  if (status === 'failed') {
    const failed = { tradeId, reason: 'the venue could not settle the match', at };
    await tell({ type: 'FailFill', data: failed }, `${tradeId}/failed`);
  }
}

/**
 * What the chain booked for a fill that is about to be confirmed. That it settled is certain without:
 * where the chain does not answer, the venue's amount and the formula's fee stand.
 */
async function settledMoney(
  { decisions, chain, log }: Settling,
  { orderId, accountId }: TrackedOrder,
  { tradeId, transactionHash, shares }: VenueFill,
): Promise<order.SettledMoney | undefined> {
  if (chain === undefined || transactionHash === '') return undefined;
  const state = await decisions.state(order.decider, orderStream(orderId, accountId));
  if (!('order' in state) || state.fills.get(tradeId)?.settlement !== 'provisional')
    return undefined;
  try {
    const moved = await chain.movedFor(state.order, transactionHash);
    if (moved === undefined || moved.shares !== shares) {
      log.warn({ orderId, tradeId, transactionHash }, 'the chain shows no such fill of this order');
      return undefined;
    }
    return { amountUsd: moved.amountUsd, feeUsd: moved.feeUsd };
  } catch (error) {
    log.warn(
      { orderId, tradeId, error: String(error) },
      'the chain was not asked what a fill cost',
    );
    return undefined;
  }
}

/** Records that the venue holds the order, and its end when it has one. */
export async function recordEvidence(
  { decisions, clock }: Recording,
  tracked: TrackedOrder,
  evidence: Extract<OrderEvidence, { kind: 'found' }>,
): Promise<void> {
  const { status, matchedShares } = evidence;
  const tell = teller({ decisions }, tracked);
  const at: Instant = clock.now();
  await tell({ type: 'AcceptOrder', data: { venueStatus: status, at } }, 'accepted');

  const reason = endOf(tracked, status);
  if (reason === undefined) return;
  const data = { reason, venueFilledShares: matchedShares, at };
  await tell({ type: 'CloseOrder', data }, 'closed');
}

/** Records the end of an order that is proven to be at the venue no longer, with the fills we hold. */
export async function recordAbsence(
  { decisions, clock }: Recording,
  tracked: TrackedOrder,
): Promise<void> {
  const { orderId, accountId, orderType } = tracked;
  const state = await decisions.state(order.decider, orderStream(orderId, accountId));
  if (!('order' in state)) return;
  const matched = order.matchedShares(state);
  const isFilled = matched + order.DUST_SHARES > state.order.shares;
  const endsAt = statedEndOf(state.order.signedBody);
  const at = clock.now();
  const ended = endsAt !== undefined && at >= endsAt ? 'expired' : 'cancelled';
  const unfilled = orderType === 'FAK' || orderType === 'FOK' ? 'killed' : ended;
  const reason = isFilled ? 'filled' : unfilled;
  const data = { reason, venueFilledShares: matched, at } as const;
  await teller({ decisions }, tracked)({ type: 'CloseOrder', data }, 'closed');
}

function teller({ decisions }: Pick<Recording, 'decisions'>, tracked: TrackedOrder) {
  const { orderId, accountId, orderHash, signalId } = tracked;
  const stream = orderStream(orderId, accountId);
  return (command: order.Command, what: string) =>
    decisions.tell(order.decider, stream, command, {
      causeId: `venue/${orderHash}/${what}`,
      journeyId: signalId,
    });
}

function endOf(
  { orderType }: TrackedOrder,
  status: Extract<OrderEvidence, { kind: 'found' }>['status'],
): order.CloseReason | undefined {
  switch (status) {
    case 'live':
    case 'delayed':
      return undefined;
    case 'matched':
      return 'filled';
    case 'cancelled':
    case 'invalid':
      return orderType === 'FAK' || orderType === 'FOK' ? 'killed' : 'cancelled';
    case 'expired':
      return 'expired';
    case 'market_over':
      return 'market_over';
  }
}
