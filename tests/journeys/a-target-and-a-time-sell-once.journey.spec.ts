/** A price that rises: one strategy leaves at its target, another after its time, each exactly once. */
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
  until,
  untilQuoted,
  type Journey,
} from './journey.js';

const LIMITS = {
  daily_budget_usd: '200',
  max_position_size_usd: '25',
  max_spread_pct: '0.5',
  max_slippage_pct: '0.9',
  max_signal_age_ms: 120_000,
  max_latency_ms: 120_000,
};
const TIME_STOP_MS = 3_000;
const TARGETED = 'with-a-target';
const TIMED = 'with-a-time';
const EXITS = {
  [TARGETED]: { enable_take_profit: true, take_profit_pct: '0.1' },
  [TIMED]: { time_stop_ms: TIME_STOP_MS },
};
const PATIENCE_MS = 90_000;

describe('a price that rises', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tape-'));
  let journey: Journey;
  let stack: Stack;

  beforeAll(async () => {
    const replay = join(folder, 'rising.csv');
    writeFileSync(replay, risingMarket());
    journey = await startJourney({ venueArgs: ['--replay', replay] });
    ({ stack } = journey);
    const { accountId } = stack;
    for (const [strategyId, exits] of Object.entries(EXITS)) {
      await call(stack, 'risk', 'POST', '/strategies', {
        strategyId,
        accountId,
        capitalUsd: '500',
      });
      const rules = { accountId, rules: { ...LIMITS, ...exits }, why: 'limits of the story' };
      await call(stack, 'risk', 'PUT', `/strategies/${strategyId}/rules`, rules);
    }
    await untilQuoted(stack);
    for (const strategyId of Object.keys(EXITS)) {
      await postSignal(stack, { ...entry(stack, `entry-${strategyId}`), strategyId });
    }
    for (const strategyId of Object.keys(EXITS)) {
      await until(`end of the exit ${strategyId}`, () => endOf(strategyId), 150_000);
    }
  }, 240_000);

  afterAll(async () => {
    await journey.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('is left at the target, and the fact names the bids that reached it', () => {
    const { data } = triggerOf(TARGETED) ?? {};
    const { entryPrice = 0n, threshold = 0n, confirmedBy = [] } = data ?? {};
    expect(data).toMatchObject({ kind: 'take_profit', round: 1, forKill: false });
    expect(entryPrice).toBeGreaterThan(0n);
    expect(threshold).toBe((entryPrice * 11n + 9n) / 10n);
    expect(confirmedBy.length).toBeGreaterThan(0);
    for (const { bid } of confirmedBy) expect(bid).toBeGreaterThanOrEqual(threshold);
  });

  it('is left after the time, and no price is named for it', () => {
    const { data } = triggerOf(TIMED) ?? {};
    expect(data).toMatchObject({ kind: 'time_stop', round: 1, confirmedBy: [] });
    expect(data?.threshold).toBeUndefined();
    const heldMs = Date.parse(data?.at ?? '') - Date.parse(data?.enteredAt ?? '');
    expect(heldMs).toBeGreaterThanOrEqual(TIME_STOP_MS);
  });

  it.each([
    [TARGETED, 'take_profit'],
    [TIMED, 'time_stop'],
  ])('is sold once %s, through the gate, and the position is closed', async (strategyId, kind) => {
    const of = ofStrategy(strategyId);
    const attempts = ofType(journey.facts, 'ExitAttempted').filter(of);
    const signals = ofType(journey.facts, 'SignalReceived').filter(
      ({ data }) => data.strategyId === strategyId && data.source === kind,
    );
    expect(signals.map(({ data }) => data.signalId)).toEqual(
      attempts.map(({ data }) => data.signalId),
    );
    for (const { data } of signals) {
      expect(data).toMatchObject({ side: 'SELL', reduceOnly: true, orderType: 'FAK' });
    }
    const { leftShares } = endOf(strategyId)?.data ?? {};
    expect(leftShares).toBeLessThan(5_000_000n);
    const sold = sharesOf(strategyId, 'SELL');
    expect(sold + (leftShares ?? 0n)).toBe(sharesOf(strategyId, 'BUY'));
    await until('a closed position', () =>
      ofType(journey.facts, 'ExposureClosed')
        .filter(of)
        .reduce((total, { data }) => total + data.shares, 0n) === sold
        ? true
        : undefined,
    );
  });

  it('ends with ledger, venue and chain agreeing on every amount', async () => {
    const agreed = await until(
      'agreement of ledger, venue and chain',
      async () => {
        const { tieOut } = await journey.run.report();
        return tieOut.ok ? tieOut : undefined;
      },
      PATIENCE_MS,
    );
    expect(agreed.assets.length).toBeGreaterThan(1);
  }, 120_000);

  const ofStrategy =
    (strategyId: string) =>
    ({ data }: { readonly data: { readonly strategyId: string } }): boolean =>
      data.strategyId === strategyId;

  const triggerOf = (strategyId: string) =>
    onlyOne(ofType(journey.facts, 'ExitTriggered').filter(ofStrategy(strategyId)));
  const endOf = (strategyId: string) =>
    onlyOne(ofType(journey.facts, 'ExitFinished').filter(ofStrategy(strategyId)));

  const sharesOf = (strategyId: string, side: 'BUY' | 'SELL'): bigint =>
    ofType(journey.facts, 'OrderFilled').reduce(
      (total, { data }) =>
        data.strategyId === strategyId && data.side === side ? total + data.shares : total,
      0n,
    );
});

/** Undefined while there is none; throws when there are more. */
function onlyOne<Found>(found: readonly Found[]): Found | undefined {
  if (found.length > 1) throw new Error(`Instead of one there are ${found.length}`);
  return found[0];
}

/** Rises by a fifth every ten seconds and stays there: whenever it was bought, the target is ahead. */
function risingMarket(): string {
  const rows = ['timestamp,event_type,asset_id,market_slug,hash,side,price,size'];
  const rise = [15, 18, 22, 27, 33, 40, 49, 60, 73, 88];
  const stays = Array.from({ length: 30 }, () => 97);
  [...rise, ...stays].forEach((cents, step) => {
    for (const second of [0, 5]) {
      const atMs = (step * 10 + second) * 1_000;
      const at = [atMs, 'book', 1, 'a-price-that-rises', `h${atMs}`].join(',');
      rows.push(`${at},bid,0.${cents},900`, `${at},ask,0.${cents + 1},900`);
    }
  });
  return `${rows.join('\n')}\n`;
}
