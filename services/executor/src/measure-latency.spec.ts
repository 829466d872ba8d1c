import { describe, expect, it } from '@jest/globals';
import type { Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { orderStream, signalStream } from '@sluice/reactions';
import { Metrics } from '@sluice/runtime';
import { recordFacts } from '@sluice/testing';
import { measureLatency } from './measure-latency.js';
import { openDesk } from './testing/desk.js';

const { accountId, orderAccepted, signalId, signalReceived } = examples;

describe('measuring how long a signal takes', () => {
  async function measure(...story: readonly [Fact, number][]) {
    const desk = openDesk();
    const metrics = new Metrics('executor');
    const reactions = measureLatency(metrics);
    for (const [fact, afterMs] of story) {
      desk.clock.pass(afterMs);
      const isSignal = fact.type === 'SignalReceived';
      const stream = isSignal ? signalStream(signalId) : orderStream('order-1', accountId);
      const [recorded] = await recordFacts(desk.ledger, stream, fact);
      for (const reaction of reactions) {
        if (reaction.on === fact.type) await reaction.handle(desk.start(), recorded);
      }
    }
    const { values } = await metrics.signalToOrderSeconds.get();
    const named = (name: string) => values.find(({ metricName }) => metricName?.endsWith(name));
    return { count: named('_count')?.value ?? 0, sum: named('_sum')?.value ?? 0 };
  }

  it('counts from the signal on the ledger to the order at the venue', async () => {
    const measured = await measure([signalReceived(), 0], [orderAccepted(), 250]);
    expect(measured).toStrictEqual({ count: 1, sum: 0.25 });
  });

  it('counts a signal once', async () => {
    const measured = await measure(
      [signalReceived(), 0],
      [orderAccepted(), 250],
      [orderAccepted(), 250],
    );
    expect(measured).toMatchObject({ count: 1 });
  });

  it('leaves out orders whose signal it did not see', async () => {
    expect(await measure([orderAccepted(), 250])).toMatchObject({ count: 0 });
  });
});
