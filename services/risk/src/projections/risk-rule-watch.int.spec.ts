/** The rule watch on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { riskRuleWatch, ruleWatchOf } from './risk-rule-watch.js';
import { riskState } from './risk-state.js';
import { accountStory } from './testing/account-story.js';
import { ledgerWith, recorded } from './testing/account-streams.js';
import { sameInAnyBatches } from './testing/any-batches.js';

const { later, marketView, quote, signal, signalApproved, signalRefused, strategyId } = examples;
const { strategyRegistered } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskState(ledgerWith([])), riskRuleWatch));
afterAll(() => tables.drop());

/** Who owns a strategy stands in the risk state. */
async function take(...facts: readonly account.Event[]): Promise<void> {
  const all = recorded(strategyRegistered(), ...facts);
  await tables.take(riskState(ledgerWith([])), all);
  await tables.take(riskRuleWatch, all, 2);
}
const watch = () => ruleWatchOf(tables.database, strategyId);

const check = (value: bigint, limit: bigint | undefined, data: Partial<account.Check> = {}) => ({
  ...({ code: 'exposure_exceeded', unit: 'usd', value, limit, near: false, detail: '' } as const),
  ...{ passed: limit === undefined || value <= limit },
  ...data,
});
let signals = 0;
/** One decision with these checks, at a second. */
const decided = (second: number, ...checks: readonly account.Check[]): account.Event => {
  signals += 1;
  const decision = { checks, rulesVersion: 1, quote: quote(), market: marketView() };
  const told = { decision, at: later(second * 1_000) };
  return checks.every(({ passed }) => passed)
    ? signalApproved({ signalId: `s-${signals}`, ...told })
    : signalRefused({ signal: signal({ signalId: `s-${signals}` }), ...told });
};
const second = (count: number): Date => new Date(later(count * 1_000));

describe('the watch over a rule', () => {
  it('knows what it measured last, how close it ever came, and when it refused', async () => {
    await take(
      decided(1, check(50_000_000n, 100_000_000n)),
      decided(2, check(120_000_000n, 100_000_000n)),
      decided(3, check(190_000_000n, 200_000_000n)),
      decided(4, check(60_000_000n, 300_000_000n)),
    );

    expect(await watch()).toEqual([
      {
        ...{ account_id: 'account-1', strategy_id: strategyId },
        ...{ code: 'exposure_exceeded', unit: 'usd', evaluated_count: '4' },
        ...{ last_evaluated_at: second(4), last_value: '60', last_limit: '300' },
        last_passed: true,
        ...{ closest_margin_pct: '-0.200000', closest_value: '120', closest_limit: '100' },
        closest_at: second(2),
        ...{ fired_count: '1', last_fired_at: second(2), last_off_at: null },
      },
    ]);
  });

  it('keeps the first of equally close ones, rounded against the limit', async () => {
    await take(decided(1, check(2n, 3n)), decided(2, check(4n, 6n)));
    expect(await watch()).toMatchObject([
      { closest_margin_pct: '0.333333', closest_value: '0.000002', closest_at: second(1) },
    ]);
    await tables.empty(riskState(ledgerWith([])), riskRuleWatch);
    await take(decided(1, check(4n, 3n)));
    expect(await watch()).toMatchObject([{ closest_margin_pct: '-0.333334' }]);
  });

  it.each([
    ['nothing measured', 0n, 0n, '0.000000'],
    ['something measured', 1n, 0n, '-1.000000'],
    ['without end', 10n ** 18n, 1n, '-1000000.000000'],
  ])('has a closest approach at a limit of nothing or next to it: %s', async (_, ...numbers) => {
    const [value, limit, part] = numbers;
    await take(decided(1, check(value, limit)));
    expect(await watch()).toMatchObject([{ closest_margin_pct: part }]);
  });

  it('counts the other way where a rule asks for a least', async () => {
    const least = { code: 'liquidity_too_low', margin: 50_000_000n, passed: true } as const;
    await take(decided(1, check(150_000_000n, 100_000_000n, least)));
    expect(await watch()).toMatchObject([{ closest_margin_pct: '0.500000', fired_count: '0' }]);
  });

  it('begins when the rule is switched on, and stays when it is switched off', async () => {
    await take(decided(1, check(0n, undefined)));
    expect(await watch()).toEqual([]);

    await take(decided(2, check(5n, 10n)), decided(3, check(0n, undefined)));
    expect(await watch()).toMatchObject([
      { evaluated_count: '1', last_evaluated_at: second(2), last_off_at: second(3) },
    ]);
  });

  it('does not count what stopped a signal before the rules', async () => {
    const stale = check(9n, 5n, { code: 'stale_signal', unit: 'ms' });
    await take(decided(1, stale));
    expect(await watch()).toEqual([]);
  });

  it('tells the rules in the order that names a refusal', async () => {
    const [decision] = accountStory().flatMap((fact) =>
      fact.type === 'SignalApproved' ? [fact.data.decision] : [],
    );
    const codes = decision?.checks.map(({ code }) => code) ?? [];
    const checks = codes.map((code) => check(0n, 1n, { code }));
    await take(decided(1, ...checks.reverse()));
    expect(codes).toHaveLength(17);
    expect((await watch()).map(({ code }) => code)).toEqual(codes);
  });

  it('is the same in batches of any size, also when one is lost', async () => {
    const story = accountStory();
    await sameInAnyBatches(tables, () => riskRuleWatch, story);

    await tables.take(riskState(ledgerWith([])), story);
    const decisions = story.flatMap((fact) =>
      fact.type === 'SignalApproved' || fact.type === 'SignalRefused' ? [fact.data.decision] : [],
    );
    const asked = decisions
      .flatMap(({ checks }) => checks)
      .filter(({ code, limit }) => code === 'circuit_breaker_active' && limit !== undefined);
    const watches = [...(await watch()), ...(await ruleWatchOf(tables.database, 'strategy-2'))];
    const counted = watches
      .filter(({ code }) => code === 'circuit_breaker_active')
      .reduce((sum, { evaluated_count }) => sum + Number(evaluated_count), 0);
    expect(counted).toBe(asked.length);
  });
});
