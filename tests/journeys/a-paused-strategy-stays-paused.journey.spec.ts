/** A strategy loses until it is paused, survives the death of its guardian, recovers and goes on. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, type Stack } from '@sluice/local';
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

/** A bet of $20 that loses takes a fifth of this. */
const CAPITAL_USD = '100';
const RULES = {
  daily_budget_usd: '200',
  max_position_size_usd: '25',
  max_total_exposure_usd: '100',
  max_drawdown_pct: '0.1',
  drawdown_resume_threshold_pct: '0.5',
  max_slippage_pct: '1',
};
const [LOSER, WINNER, LATER] = [0, 1, 2];

describe('a strategy that lost more than it may', () => {
  let journey: Journey;
  let stack: Stack;

  beforeAll(async () => {
    journey = await startJourney({ venueArgs: ['--markets', '3', '--duration', '600'] });
    ({ stack } = journey);
    const { accountId } = stack;
    const registration = { strategyId: STRATEGY, accountId, capitalUsd: CAPITAL_USD };
    await call(stack, 'risk', 'POST', '/strategies', registration);
    const rules = { accountId, rules: RULES, why: 'limits of the story' };
    await call(stack, 'risk', 'PUT', `/strategies/${STRATEGY}/rules`, rules);
    await untilQuoted(stack);
    await buy('a-bet-that-loses', LOSER, 0);
    await buy('a-bet-that-wins', WINNER, cheaperOutcome(WINNER));
  }, 120_000);

  afterAll(() => journey.stop(), 60_000);

  it('is paused with the first entry after the loss, with formula and numbers', async () => {
    await resolve(LOSER, 1);
    await until('a loss', () =>
      ofType(journey.facts, 'ExposureClosed').find(({ data }) => data.reason === 'lost'),
    );
    const refused = await refusalOf('after-the-loss');
    expect(refused).toMatchObject({ code: 'drawdown_exceeded' });
    const paused = await until('a pause', () => ofType(journey.facts, 'StrategyPaused')[0]);
    expect(paused.data).toMatchObject({
      kind: 'drawdown',
      by: 'sluice',
      formula: '(peak - equity) / peak > max_drawdown_pct',
    });
    expect(await state()).toMatchObject({ pause: { kind: 'drawdown' } });
  }, 60_000);

  it('is still paused after the risk service was killed', async () => {
    await stack.services.risk.child.kill9();
    await until(
      'risk that is ready again',
      async () => {
        const answer = await ask(stack, 'risk', '/health/ready').catch(() => undefined);
        return answer?.status === 200 ? true : undefined;
      },
      60_000,
    );
    expect(await refusalOf('while-paused')).toMatchObject({ code: 'strategy_paused' });
    const idle = await ask(stack, 'risk', `/strategies/${STRATEGY}/idle`);
    expect(JSON.stringify(idle.body)).toContain('strategy_paused');
  }, 90_000);

  it('goes on by itself once half of the loss is back', async () => {
    await resolve(WINNER, cheaperOutcome(WINNER));
    const resumed = await until('a resume', () => ofType(journey.facts, 'StrategyResumed')[0]);
    expect(resumed.data).toMatchObject({ kind: 'drawdown', by: 'sluice' });
    await buy('after-the-recovery', LATER, 0);
  }, 90_000);

  const cheapest = new Map<number, 0 | 1>();
  /** Bought below a half, a win brings back at least what the other bet lost. */
  function cheaperOutcome(market: number): 0 | 1 {
    const known = cheapest.get(market);
    if (known !== undefined) return known;
    const ask = stack.quotes.last(marketOf(market).tokenIds[0])?.asks[0]?.price ?? 0n;
    const outcome = ask <= 500_000n ? 0 : 1;
    cheapest.set(market, outcome);
    return outcome;
  }

  const marketOf = (market: number): Stack['venue']['markets'][number] => {
    const found = stack.venue.markets[market];
    if (found === undefined) throw new Error(`The venue has no market ${market}`);
    return found;
  };

  /** A book that moved away kills an order: then it is sent anew. */
  async function buy(name: string, market: number, outcome: 0 | 1): Promise<void> {
    const tokenId = marketOf(market).tokenIds[outcome];
    for (let attempt = 1; ; attempt += 1) {
      const signal = { ...entry(stack, `${name}-${attempt}`, { market }), tokenId };
      const { body } = await postSignal(stack, signal);
      const of = ({ data }: { readonly data: { readonly signalId: string } }): boolean =>
        data.signalId === body['signalId'];
      await until('end of the order', () => ofType(journey.facts, 'OrderClosed').find(of));
      if (ofType(journey.facts, 'OrderFilled').some(of)) {
        await until('final fill', () => ofType(journey.facts, 'ExposureSettled').find(of));
        return;
      }
      if (attempt === 5) throw new Error(`${name} was never filled`);
    }
  }

  async function refusalOf(name: string) {
    const { body } = await postSignal(stack, entry(stack, name, { market: LATER }));
    const refused = await until('a refusal', () =>
      ofType(journey.facts, 'SignalRefused').find(
        ({ data }) => data.signal.signalId === body['signalId'],
      ),
    );
    return refused.data;
  }

  const state = async () => (await ask(stack, 'risk', `/strategies/${STRATEGY}/state`)).body;

  async function resolve(market: number, winner: number): Promise<void> {
    const response = await fetch(`${stack.venue.control}/resolve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ market: marketOf(market).conditionId, winner }),
    });
    expect(response.status).toBe(200);
  }
});
