/**
 * What people do to orders, whichever way they call: each cancel is a fact with who and why. What is
 * so already is no fault: the answer says that nothing changed, so any call may be repeated.
 */
import { order } from '@sluice/domain';
import { orderStream } from '@sluice/reactions';
import { readRequest, type Call } from '@sluice/runtime';
import { randomUUID } from 'node:crypto';
import { flatten } from '../exits/flatten.js';
import { openOrdersOf } from '../tracked-orders.js';
import { waitingApprovals, type WaitingApproval } from '../waiting-approvals.js';
import type { DeskParts } from './desk-parts.js';
import { noOrder } from './executor-reads.js';
import { CancelMany, Flatten, OrderIdentifier, Reason } from './requests.js';

export class ExecutorDesk {
  constructor(private readonly open: () => DeskParts) {}

  async cancel(given: string, body: unknown, call: Call) {
    const orderId = readRequest(OrderIdentifier, given, 'orderId');
    const { why } = readRequest(Reason, body);
    const { decisions, database, accountId } = this.open();
    const state = await decisions.state(order.decider, orderStream(orderId, accountId));
    if (state.kind === 'abandoned') return { orderId, changed: false, status: 'rejected' };
    if (state.kind === 'none') {
      const waiting = await waitingApprovals(database, { accountId, strategyId: '' });
      const approval = waiting.find((one) => one.orderId === orderId);
      if (approval === undefined) throw noOrder(orderId);
      return { orderId, changed: await this.#giveBack(approval, why, call), status: 'rejected' };
    }
    const asked = await this.#cancel(orderId, state.order.signalId, why, call);
    return { orderId, changed: asked, status: state.kind };
  }

  /** Every open order of the account, or of one strategy, and what waits to become one. */
  async cancelMany(body: unknown, call: Call) {
    const { strategyId = '', why } = readRequest(CancelMany, body);
    const { database, accountId } = this.open();
    const open = await openOrdersOf(database, { accountId, strategyId });
    const cancelling: string[] = [];
    // First what would be signed while the others are cancelled.
    for (const waiting of await waitingApprovals(database, { accountId, strategyId })) {
      if (await this.#giveBack(waiting, why, call)) cancelling.push(waiting.orderId);
    }
    for (const { orderId, signalId } of open) {
      if (await this.#cancel(orderId, signalId, why, call)) cancelling.push(orderId);
    }
    return { accountId, open: open.length, changed: cancelling.length > 0, cancelling };
  }

  /** Sells what is held, in so many attempts as it takes. */
  async flatten(body: unknown, call: Call) {
    const { strategyId, tokenId, why } = readRequest(Flatten, body);
    const { exits, accountId } = this.open();
    const positions = await flatten(exits, {
      ...{ accountId, by: call.caller.name, why },
      ...(strategyId === undefined ? {} : { strategyId }),
      ...(tokenId === undefined ? {} : { tokenId }),
    });
    return { accountId, changed: positions.some(({ begun }) => begun), positions };
  }

  /** Compares every unfinished order with the venue now instead of at the usual time. */
  reconcile(body: unknown) {
    readRequest(Reason, body);
    const { reconciler, accountId } = this.open();
    reconciler.soon();
    return { accountId, begun: true };
  }

  /**
   * An approval that nobody has signed is never signed: its reservation returns. When it was signed
   * in the meantime, its order is cancelled like any other.
   */
  async #giveBack({ orderId, approved }: WaitingApproval, why: string, call: Call) {
    const { decisions, clock } = this.open();
    const { signalId, strategyId, accountId, conditionId, tokenId, side } = approved.data;
    const key = { orderId, signalId, strategyId, accountId, conditionId, tokenId, side };
    const reason = `not signed: cancelled by ${call.caller.name}: ${why}`;
    const given = await decisions.tell(
      order.decider,
      orderStream(orderId, accountId),
      { type: 'AbandonOrder', data: { ...key, reason, at: clock.now() } },
      { causeId: `admin/AbandonOrder/${randomUUID()}`, journeyId: approved.journeyId },
    );
    return given.length > 0 || this.#cancel(orderId, signalId, why, call);
  }

  async #cancel(orderId: string, signalId: string, why: string, call: Call): Promise<boolean> {
    const { decisions, clock, accountId } = this.open();
    const data = { by: call.caller.name, why, at: clock.now() };
    // Each call is its own cause.
    const causeId = `admin/RequestCancel/${randomUUID()}`;
    const facts = await decisions.tell(
      order.decider,
      orderStream(orderId, accountId),
      { type: 'RequestCancel', data },
      { causeId, journeyId: signalId },
    );
    return facts.length > 0;
  }
}
