/** A kill that sells: nothing enters, what rests is cancelled, what is held is sold, until a person says so. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, officialClient, type Stack } from '@sluice/local';
import {
  ask,
  entry,
  ofType,
  postSignal,
  startJourney,
  STRATEGY,
  until,
  untilQuoted,
  type Journey,
} from './journey.js';

const RULES = {
  daily_budget_usd: '200',
  max_position_size_usd: '25',
  max_positions_per_market: 10,
  max_spread_pct: '1',
  max_slippage_pct: '1',
  max_signal_age_ms: 120_000,
  max_latency_ms: 120_000,
  // The book may be thin when its turn comes: what matters here is that it is left, not at what.
  exit_max_slippage_pct: '0.5',
};
const WHY = 'it trades the wrong way';
const PATIENCE_MS = 90_000;

describe('a strategy that is killed while it holds shares and has an order resting', () => {
  let journey: Journey;
  let stack: Stack;

  beforeAll(async () => {
    journey = await startJourney({ venueArgs: ['--markets', '2', '--duration', '900'] });
    ({ stack } = journey);
    const { accountId } = stack;
    const registration = { strategyId: STRATEGY, accountId, capitalUsd: '1000' };
    await call(stack, 'risk', 'POST', '/strategies', registration);
    const rules = { accountId, rules: RULES, why: 'limits of the story' };
    await call(stack, 'risk', 'PUT', `/strategies/${STRATEGY}/rules`, rules);
    await untilQuoted(stack);
    await buy('the-entry');
    const patient = { sizeUsd: '1', limitPrice: '0.02', orderType: 'GTC' };
    await postSignal(stack, { ...entry(stack, 'the-patient-one', { market: 1 }), ...patient });
    await until('a resting order', resting);
  }, 150_000);

  afterAll(() => journey.stop(), 60_000);

  it('is cancelled and sold through the gate, though the executor dies in between', async () => {
    await steer('kill', { why: WHY, flatten: true });
    const triggered = await until('an exit', () => ofType(journey.facts, 'ExitTriggered')[0]);
    await stack.services.executor.child.kill9();

    const finished = await until('end of the exit', exitFinished, PATIENCE_MS);
    const verified = await until('a verified kill', killVerified, PATIENCE_MS);
    expect(triggered.data).toMatchObject({ kind: 'flatten', forKill: true, why: WHY });
    expect(verified.data.strategyId).toBe(STRATEGY);
    expect(verified.data.sweeps).toBeGreaterThanOrEqual(2);
    expect(finished.data).toMatchObject({ kind: 'flatten', round: 1 });
    expect(finished.data.leftShares).toBeLessThan(5_000_000n);
    expect(sharesOf('SELL') + finished.data.leftShares).toBe(sharesOf('BUY'));
    expect(ofType(journey.facts, 'ExitTriggered')).toHaveLength(1);
    for (const sale of exitSignals()) {
      expect(sale).toMatchObject({ side: 'SELL', reduceOnly: true, orderType: 'FAK' });
    }
    expect(exitSignals()).toHaveLength(ofType(journey.facts, 'ExitAttempted').length);
  }, 200_000);

  it('has nothing left at the venue', async () => {
    const { orderId } = resting()?.data ?? {};
    const closed = await until('end of the resting order', () =>
      ofType(journey.facts, 'OrderClosed').find(({ data }) => data.orderId === orderId),
    );
    expect(closed.data.reason).toBe('cancelled');
    const client = await officialClient(stack.venue);
    expect(await client.getOpenOrders()).toEqual([]);
  });

  it('is refused every entry in a sentence, also after its risk service died', async () => {
    await stack.services.risk.child.kill9();
    await untilReady();
    const refused = await refusalOf('while-killed');
    expect(refused.code).toBe('killed');
    expect(refused.sentence).toContain(WHY);
  }, 120_000);

  it('trades again when a person releases it, and not before', async () => {
    expect(ofType(journey.facts, 'StrategyReleased')).toEqual([]);
    await steer('release', { why: 'the fault is found' });
    await buy('after-the-release');
    expect(ofType(journey.facts, 'ExitTriggered')).toHaveLength(1);
  }, 120_000);

  const killVerified = () => ofType(journey.facts, 'KillVerified')[0];
  const exitFinished = () => ofType(journey.facts, 'ExitFinished')[0];
  const exitSignals = () =>
    ofType(journey.facts, 'SignalReceived')
      .map(({ data }) => data)
      .filter(({ source }) => source === 'flatten');
  const resting = () =>
    ofType(journey.facts, 'OrderAccepted').find(({ data }) =>
      ofType(journey.facts, 'OrderRequested').some(
        (requested) =>
          requested.data.orderId === data.orderId && requested.data.orderType === 'GTC',
      ),
    );
  const sharesOf = (side: 'BUY' | 'SELL'): bigint =>
    ofType(journey.facts, 'OrderFilled').reduce(
      (total, { data }) => (data.side === side ? total + data.shares : total),
      0n,
    );

  const steer = (how: 'kill' | 'release', body: object) =>
    call(stack, 'risk', 'POST', `/strategies/${STRATEGY}/${how}`, body);

  const untilReady = () =>
    until(
      'risk that is ready again',
      async () => {
        const answer = await ask(stack, 'risk', '/health/ready').catch(() => undefined);
        return answer?.status === 200 ? true : undefined;
      },
      PATIENCE_MS,
    );

  /** A book that moved away kills an order: then it is sent anew. */
  async function buy(name: string): Promise<void> {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const { body } = await postSignal(stack, entry(stack, `${name}-${attempt}`));
      const of = ({ data }: { readonly data: { readonly signalId: string } }): boolean =>
        data.signalId === body['signalId'];
      await until('end of the order', () => ofType(journey.facts, 'OrderClosed').find(of));
      if (!ofType(journey.facts, 'OrderFilled').some(of)) continue;
      await until('final fill', () => ofType(journey.facts, 'ExposureSettled').find(of));
      return;
    }
    throw new Error(`${name} was never filled`);
  }

  async function refusalOf(name: string) {
    const { body } = await postSignal(stack, entry(stack, name, { market: 1 }));
    const refused = await until('a refusal', () =>
      ofType(journey.facts, 'SignalRefused').find(
        ({ data }) => data.signal.signalId === body['signalId'],
      ),
    );
    return refused.data;
  }
});
