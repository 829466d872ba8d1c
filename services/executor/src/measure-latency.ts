/** Measures how long signals take to become orders at the venue, from the facts' own times. */
import { epochMs } from '@sluice/domain';
import { when, type Reaction } from '@sluice/reactions';
import type { Metrics } from '@sluice/runtime';

/** Signals remembered while their orders are on the way. */
const SIGNALS_MAX = 10_000;

export function measureLatency(metrics: Metrics): readonly Reaction<object>[] {
  const receivedAtMs = new Map<string, number>();
  return [
    when('SignalReceived').learn<object>({
      name: 'executor--measure-latency',
      learn: ({ data, at }) => {
        receivedAtMs.set(data.signalId, epochMs(at));
        const [oldest] = receivedAtMs.keys();
        if (receivedAtMs.size > SIGNALS_MAX && oldest !== undefined) receivedAtMs.delete(oldest);
      },
    }),
    when('OrderAccepted').learn<object>({
      name: 'executor--measure-latency',
      learn: ({ data, at }) => {
        const from = receivedAtMs.get(data.signalId);
        if (from === undefined) return;
        receivedAtMs.delete(data.signalId);
        metrics.signalToOrderSeconds.observe((epochMs(at) - from) / 1_000);
      },
    }),
  ];
}
