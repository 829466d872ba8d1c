/** What became of signals, read from the facts that followed: what is decided, ordered, filled, settled. */
import type { Recorded } from '@sluice/ports';

export type Story = {
  readonly undecided: readonly string[];
  readonly unordered: readonly string[];
  readonly requested: readonly { readonly orderId: string; readonly signalId: string }[];
  readonly open: readonly string[];
  /** Hashes of open orders that may rest for ever. */
  readonly resting: readonly string[];
  readonly unsettled: readonly string[];
};

export function storyOf(facts: readonly Recorded[], signals: ReadonlySet<string>): Story {
  const undecided = new Set(signals);
  const unordered = new Set<string>();
  const requested: { orderId: string; signalId: string }[] = [];
  const open = new Set<string>();
  const resting = new Map<string, string>();
  const unsettled = new Set<string>();
  for (const fact of facts) {
    switch (fact.type) {
      case 'SignalRefused':
        undecided.delete(fact.data.signal.signalId);
        break;
      case 'SignalApproved':
        undecided.delete(fact.data.signalId);
        unordered.add(fact.data.signalId);
        break;
      case 'OrderRequested':
        unordered.delete(fact.data.signalId);
        requested.push(fact.data);
        open.add(fact.data.orderId);
        if (fact.data.orderType === 'GTC') resting.set(fact.data.orderId, fact.data.orderHash);
        break;
      case 'OrderRejected':
      case 'OrderClosed':
        unordered.delete(fact.data.signalId);
        open.delete(fact.data.orderId);
        resting.delete(fact.data.orderId);
        break;
      case 'OrderFilled':
        unsettled.add(fact.data.tradeId);
        break;
      case 'FillConfirmed':
      case 'FillFailed':
        unsettled.delete(fact.data.tradeId);
        break;
      default:
        break;
    }
  }
  return {
    ...{ undecided: [...undecided], unordered: [...unordered], requested },
    ...{ open: [...open], resting: [...resting.values()], unsettled: [...unsettled] },
  };
}
