/** A price falls through the stop, the executor is killed on the way out, and the position is sold once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, type Stack } from '@sluice/local';
import {
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
  max_slippage_pct: '0.5',
  max_latency_ms: 120_000,
  max_drawdown_pct: '0.9',
  enable_stop_loss: true,
  stop_loss_pct: '0.1',
};

describe('a price that falls through the stop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tape-'));
  let journey: Journey;
  let stack: Stack;

  beforeAll(async () => {
    const replay = join(folder, 'falling.csv');
    writeFileSync(replay, fallingMarket());
    journey = await startJourney({ venueArgs: ['--replay', replay] });
    ({ stack } = journey);
    const { accountId } = stack;
    const registration = { strategyId: STRATEGY, accountId, capitalUsd: '1000' };
    await call(stack, 'risk', 'POST', '/strategies', registration);
    const rules = { accountId, rules: RULES, why: 'limits of the story' };
    await call(stack, 'risk', 'PUT', `/strategies/${STRATEGY}/rules`, rules);
    await untilQuoted(stack);
    await postSignal(stack, entry(stack, 'the-entry'));
    await until('final fill', () => ofType(journey.facts, 'ExposureSettled')[0]);
  }, 120_000);

  afterAll(async () => {
    await journey.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('is sold once, through the gate, though the executor is killed on the way', async () => {
    const attempted = await until('an attempt', () => ofType(journey.facts, 'ExitAttempted')[0]);
    await stack.services.executor.child.kill9();
    const finished = await until(
      'end of the exit',
      () => ofType(journey.facts, 'ExitFinished')[0],
      90_000,
    );

    expect(attempted.data).toMatchObject({ kind: 'stop_loss', attempt: 1 });
    expect(finished.data).toMatchObject({ kind: 'stop_loss', round: 1 });
    expect(ofType(journey.facts, 'ExitTriggered')).toHaveLength(1);
    const exits = ofType(journey.facts, 'SignalReceived').filter(
      ({ data }) => data.source === 'stop_loss',
    );
    expect(exits).toHaveLength(ofType(journey.facts, 'ExitAttempted').length);
    for (const { data } of exits) {
      expect(data).toMatchObject({ side: 'SELL', reduceOnly: true, orderType: 'FAK' });
    }
    const bought = sharesOf('BUY');
    expect(sharesOf('SELL') + finished.data.leftShares).toBe(bought);
    expect(finished.data.leftShares).toBeLessThan(5_000_000n);
  }, 150_000);

  const sharesOf = (side: 'BUY' | 'SELL'): bigint =>
    ofType(journey.facts, 'OrderFilled').reduce(
      (total, { data }) => (data.side === side ? total + data.shares : total),
      0n,
    );
});

/** Falls by a fifth every ten seconds: whenever it was bought, the next step is through the stop. */
function fallingMarket(): string {
  const rows = ['timestamp,event_type,asset_id,market_slug,hash,side,price,size'];
  const steps = [90, 72, 58, 46, 37, 30, 24, 19, 15, 12];
  steps.forEach((cents, step) => {
    for (const second of [0, 5]) {
      const atMs = (step * 10 + second) * 1_000;
      const at = [atMs, 'book', 1, 'a-price-that-falls', `h${atMs}`].join(',');
      rows.push(`${at},bid,0.${cents},500`, `${at},ask,0.${cents + 1},500`);
    }
  });
  return `${rows.join('\n')}\n`;
}
