/**
 * Signs what was approved, puts the signed bytes on the ledger, and only then sends them: at once, for
 * the way round by the ledger takes as long again. It is owed until the order's fate is known.
 */
import { epochMs, order } from '@sluice/domain';
import { ticketFrom, UnsignableOrderError } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import { orderIdOf, unpackFact, type EffectHandler, type EffectOutcome } from '@sluice/runtime';
import type { EntryGate } from './entry-gate.js';
import type { ExecutorContext } from './executor.context.js';
import type { Placing } from './place-requested-orders.js';

/** While the venue cannot be asked, or takes nothing, signing is tried again at this pace. */
const RETRY_MS = 500;

export function signApprovedOrders(
  context: ExecutorContext,
  placing: Placing,
  gate: EntryGate = () => Promise.resolve(undefined),
): EffectHandler {
  const { decisions, venue, kills, clock, log, limits } = context;

  return async ({ payload, attempt }) => {
    const approved = unpackFact('SignalApproved', payload);
    const { signalId, strategyId, accountId, conditionId, tokenId, side } = approved.data;
    const orderId = orderIdOf(signalId);
    const stream = orderStream(orderId, accountId);
    const cause = { causeId: approved.id, journeyId: approved.journeyId };
    const key = { orderId, signalId, strategyId, accountId, conditionId, tokenId, side };

    const wanted = { orderId, accountId, ...cause };
    // At first as a rule there is nothing; if there is, the ledger takes no second request.
    if (attempt > 1 && (await decisions.state(order.decider, stream)).kind !== 'none') {
      return placing.again(wanted);
    }
    const request = async (command: order.Command): Promise<EffectOutcome> => {
      const recorded = await decisions.tell(order.decider, stream, command, cause, 'presumed_new');
      if (recorded.some(({ type }) => type === 'OrderRequested')) return placing.first(wanted);
      return placing.again(wanted);
    };

    const abandon = (reason: string): Promise<EffectOutcome> =>
      request({ type: 'AbandonOrder', data: { ...key, reason, at: clock.now() } });
    const stopped = kills.stopping(approved.data);
    if (stopped !== undefined) return abandon(`not signed: ${stopped}`);
    const ageMs = epochMs(clock.now()) - epochMs(approved.data.at);
    const obstacle = await gate(approved.data);
    if (obstacle?.kind === 'refused') return abandon(`not signed: ${obstacle.why}`);
    if (ageMs > limits.approvalAgeMaxMs) {
      const late = `approved ${ageMs} ms ago, at most ${limits.approvalAgeMaxMs} ms`;
      return abandon(`not signed: ${late}${obstacle === undefined ? '' : `, for ${obstacle.why}`}`);
    }
    if (obstacle !== undefined) return { retryAfterMs: RETRY_MS, error: obstacle.why };

    let signed: order.SignedOrder;
    try {
      signed = await venue.sign(ticketFrom(approved));
    } catch (error) {
      if (error instanceof UnsignableOrderError) return abandon(`not signed: ${error.message}`);
      log.warn({ journeyId: signalId, error: String(error) }, 'signing is tried again');
      return { retryAfterMs: RETRY_MS, error: String(error) };
    }
    return request({ type: 'RequestOrder', data: { ...key, ...signed, at: clock.now() } });
  };
}
