/** Everything that happened, folded from the ledger: for the view, the end, and the report. */
import { epochMs, type Fact, type order } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';

type FillSeen = order.Fill & { readonly settled?: order.SettledMoney };

type OrderSeen = {
  readonly strategyId: string;
  readonly tokenId: string;
  readonly conditionId: string;
  open: boolean;
  readonly fills: Map<string, { readonly fill: FillSeen; settlement: string }>;
  readonly side: 'BUY' | 'SELL';
};

export class Journeys {
  readonly counts = new Map<Fact['type'], number>();
  readonly refused = new Map<string, number>();
  readonly orders = new Map<string, OrderSeen>();
  readonly latenciesMs: number[] = [];
  readonly resolved = new Set<string>();
  readonly redemptions: { conditionId: string; transactionHash: string; payoutUsd: bigint }[] = [];
  readonly burned = new Map<string, bigint>();
  payoutUsd = 0n;
  lastFactAtMs = Date.now();
  readonly #receivedAtMs = new Map<string, number>();
  readonly #undecided = new Set<string>();
  readonly #unordered = new Map<string, string>();
  readonly #settledConditions = new Set<string>();
  readonly #redeeming = new Set<string>();
  readonly #alerts = new Set<string>();

  take(fact: Recorded): void {
    this.counts.set(fact.type, (this.counts.get(fact.type) ?? 0) + 1);
    this.lastFactAtMs = Date.now();
    switch (fact.type) {
      case 'SignalReceived':
        this.#receivedAtMs.set(fact.data.signalId, epochMs(fact.at));
        this.#undecided.add(fact.data.signalId);
        return;
      case 'SignalRefused':
        this.#undecided.delete(fact.data.signal.signalId);
        this.refused.set(fact.data.code, (this.refused.get(fact.data.code) ?? 0) + 1);
        return;
      case 'SignalApproved': {
        const { signalId, strategyId, tokenId } = fact.data;
        this.#undecided.delete(signalId);
        this.#unordered.set(signalId, `${strategyId}/${tokenId}`);
        return;
      }
      case 'OrderRequested': {
        const { orderId, signalId, strategyId, tokenId, conditionId, side } = fact.data;
        this.#unordered.delete(signalId);
        const fills: OrderSeen['fills'] = new Map();
        this.orders.set(orderId, { strategyId, tokenId, conditionId, side, open: true, fills });
        return;
      }
      case 'OrderAccepted': {
        const from = this.#receivedAtMs.get(fact.data.signalId);
        if (from !== undefined) this.latenciesMs.push(epochMs(fact.at) - from);
        return;
      }
      case 'OrderRejected':
      case 'OrderClosed': {
        this.#unordered.delete(fact.data.signalId);
        const seen = this.orders.get(fact.data.orderId);
        if (seen !== undefined) seen.open = false;
        return;
      }
      case 'OrderFilled':
        return this.#settle(fact.data, 'provisional');
      case 'FillConfirmed':
        return this.#settle(fact.data, 'confirmed');
      case 'FillFailed':
        return this.#settle(fact.data, 'failed');
      case 'MarketResolved':
        this.resolved.add(fact.data.conditionId);
        return;
      case 'RedemptionRequested':
        this.#redeeming.add(fact.data.conditionId);
        return;
      case 'RedemptionConfirmed':
      case 'RedemptionFoundElsewhere': {
        const { conditionId, proof } = fact.data;
        this.#redeeming.delete(conditionId);
        this.#settledConditions.add(conditionId);
        this.payoutUsd += proof.payoutUsd;
        for (const { tokenId, shares } of proof.burned) {
          this.burned.set(tokenId, (this.burned.get(tokenId) ?? 0n) + shares);
        }
        const { transactionHash, payoutUsd } = proof;
        this.redemptions.push({ conditionId, transactionHash, payoutUsd });
        return;
      }
      case 'RedemptionFailed':
        if (!fact.data.final) return;
        this.#redeeming.delete(fact.data.conditionId);
        this.#settledConditions.add(fact.data.conditionId);
        return;
      case 'LossConfirmed':
        this.#settledConditions.add(fact.data.conditionId);
        return;
      case 'AlertRaised':
        this.#alerts.add(fact.data.alertId);
        return;
      case 'AlertDelivered':
      case 'AlertUndelivered':
        this.#alerts.delete(fact.data.alertId);
        return;
      default:
        return;
    }
  }

  count(type: Fact['type']): number {
    return this.counts.get(type) ?? 0;
  }

  /** Whether a strategy has, or may still get, shares of a token. */
  holds(strategyId: string, tokenId: string): boolean {
    if ([...this.#unordered.values()].includes(`${strategyId}/${tokenId}`)) return true;
    return [...this.orders.values()].some(
      (seen) =>
        seen.strategyId === strategyId && seen.tokenId === tokenId && (seen.open || filled(seen)),
    );
  }

  /** What still has to happen until every one of these markets is over; empty when nothing. */
  unfinished(conditionIds: readonly string[]): readonly string[] {
    const unsettled = [...this.orders.values()].flatMap(({ fills }) =>
      [...fills.values()].filter(({ settlement }) => settlement === 'provisional'),
    );
    const held = new Set(
      [...this.orders.values()].filter(filled).map(({ conditionId }) => conditionId),
    );
    const waits: readonly (readonly [number, string])[] = [
      [conditionIds.filter((id) => !this.resolved.has(id)).length, 'markets to resolve'],
      [this.#undecided.size, 'signals to be decided'],
      [this.#unordered.size, 'approvals to be ordered'],
      [[...this.orders.values()].filter(({ open }) => open).length, 'orders to end'],
      [unsettled.length, 'fills to settle'],
      [
        [...held].filter((id) => !this.#settledConditions.has(id)).length,
        'conditions to be redeemed or confirmed',
      ],
      [this.#redeeming.size, 'redemptions to be proven'],
      [this.#alerts.size, 'alerts to be delivered'],
    ];
    return waits.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  }

  #settle({ orderId, ...data }: order.OrderKey & FillSeen, settlement: string): void {
    this.orders.get(orderId)?.fills.set(data.tradeId, { fill: data, settlement });
  }
}

const filled = ({ fills }: OrderSeen): boolean =>
  [...fills.values()].some(({ settlement }) => settlement !== 'failed');
