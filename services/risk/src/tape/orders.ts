/** The signals of a tape that were decided, and the fills of those that became orders. */
import type { account, order, SignalId } from '@sluice/domain';
import { malformed } from './malformed-line.js';

export type Order = {
  readonly key: order.OrderKey;
  /** Fills so far, and the trades of those that are neither settled nor failed. */
  fills: number;
  provisional: string[];
};

export class Orders {
  /** Undefined: refused. */
  readonly #decided = new Map<SignalId, Order | undefined>();

  isDecided(signalId: SignalId): boolean {
    return this.#decided.has(signalId);
  }

  refused(signalId: SignalId): void {
    this.#decided.set(signalId, undefined);
  }

  approved(approval: account.Approval): void {
    const { signalId, strategyId, accountId, conditionId, tokenId, side } = approval;
    const key = { signalId, strategyId, accountId, conditionId, tokenId, side, orderId: signalId };
    this.#decided.set(signalId, { key, fills: 0, provisional: [] });
  }

  /** Undefined for a signal that was refused. Throws when there was no such signal. */
  of(signalId: SignalId): Order | undefined {
    if (!this.isDecided(signalId)) {
      throw malformed('signalId', `must be a signal of an earlier line, was "${signalId}"`);
    }
    return this.#decided.get(signalId);
  }

  /** One more fill; gives its trade id. Throws when there is no such order. */
  fill(signalId: SignalId): Order & { readonly tradeId: string } {
    const placed = this.of(signalId);
    if (placed === undefined) {
      const detail = `must be a signal that was approved; "${signalId}" was refused`;
      throw malformed('signalId', detail);
    }
    placed.fills += 1;
    const tradeId = String(placed.fills);
    placed.provisional.push(tradeId);
    return { ...placed, tradeId };
  }

  /** The fills that are final now: each is named once. */
  takeProvisional(placed: Order): readonly string[] {
    return placed.provisional.splice(0);
  }
}
