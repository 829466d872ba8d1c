/** The checks of the design, in its order: what each refuses, and where exactly its limit lies. */
import { describe, expect, it } from '@jest/globals';
import * as tape from './testing/tape-lines.js';

type Lines = Parameters<typeof tape.textOf>[0];

/** Nothing but what a test sets refuses 20 dollars. */
const WIDE = {
  daily_budget_pct: '1',
  max_position_size_pct: '1',
  max_total_exposure_pct: '1',
  max_positions_per_market: 10,
  breaker_trip_count: 100,
};
const begin = (columns: object = {}): Lines => [
  tape.strategy(),
  tape.rules({ ...WIDE, ...columns }),
  tape.quote(),
  tape.quote({ tokenId: 'other' }),
];
/** 2,000 dollars in another market. */
const held = tape.bought(
  'before',
  { conditionId: 'd', tokenId: 'other', sizeUsd: '2000' },
  { shares: '4000' },
);
const lost = tape.resolve({ other: '0' }, { conditionId: 'd' });
const thin = tape.quote({
  asks: [
    ['0.50', '20'],
    ['0.60', '100000'],
  ],
});

async function last(lines: Lines): Promise<tape.Decision> {
  const decision = (await tape.decisionsOf(lines)).at(-1);
  if (decision === undefined) throw new Error('no signal was decided');
  return decision;
}

/** What alone makes each check refuse, and what does not make any other refuse. */
const ALONE: readonly (readonly [string, Lines])[] = [
  [
    'circuit_breaker_active',
    [...begin({ breaker_trip_count: 1 }), thin, tape.signal('thin'), tape.quote()],
  ],
  ['strategy_paused', [...begin(), tape.steer('pause')]],
  ['drawdown_exceeded', [...begin(), ...held, tape.quoteAround(0.3, { tokenId: 'other' })]],
  [
    'consecutive_losses',
    [...begin({ max_consecutive_losses: 1, max_drawdown_pct: '1' }), ...held, lost],
  ],
  ['daily_budget_exceeded', begin({ daily_budget_usd: '19.99' })],
  ['weekly_budget_exceeded', begin({ weekly_budget_usd: '19.99' })],
  ['monthly_budget_exceeded', begin({ monthly_budget_usd: '19.99' })],
  ['position_too_large', begin({ max_position_size_usd: '19.99' })],
  ['exposure_exceeded', begin({ max_total_exposure_usd: '19.99' })],
  ['too_many_positions', begin({ max_concurrent_positions: 0 })],
  ['market_already_held', begin({ max_positions_per_market: 0 })],
  ['slippage_exceeded', [...begin(), thin]],
  ['spread_exceeded', begin({ max_spread_pct: '0.01' })],
  ['liquidity_too_low', begin({ min_liquidity_usd: '50000.01' })],
  ['latency_exceeded', [...begin(), tape.line('market', { conditionId: 'c', at: 6 })]],
  ['account_balance', [...begin(), tape.line('balance', { accountId: 'main', freeUsd: '19.99' })]],
  [
    'event_loss_exceeded',
    [
      ...begin({ max_event_loss_usd: '19.99' }),
      tape.line('market', { conditionId: 'c', tokenIds: ['yes', 'no'], negRiskEvent: 'e' }),
    ],
  ],
];
const ORDER = ALONE.map(([code]) => code);

describe('each check', () => {
  it.each(ALONE)('refuses by itself: %s', async (code, lines) => {
    const decision = await last([...lines, tape.signal('asked')]);
    const failed = decision.checks.filter(({ passed }) => !passed);
    expect({ code: decision.code, failed: failed.map((check) => check.code) }).toStrictEqual({
      code,
      failed: [code],
    });
  });

  it('is asked in the order of the design, with its number, when nothing refuses', async () => {
    const decision = await last([...begin(), tape.signal('asked')]);
    expect(decision).toMatchObject({ decision: 'approved', code: null, sizeUsd: '20' });
    expect(decision.checks.map(({ code }) => code)).toStrictEqual(ORDER);
  });

  it('that comes first names the refusal when several fail', async () => {
    // A strategy that lost 20 % in one trade, and rules of which none holds.
    const strict = {
      max_drawdown_pct: '0',
      max_consecutive_losses: 1,
      daily_budget_usd: '1',
      weekly_budget_usd: '1',
      monthly_budget_usd: '1',
      max_position_size_usd: '1',
      max_total_exposure_usd: '1',
      max_concurrent_positions: 0,
      max_positions_per_market: 0,
      max_slippage_pct: '0',
      max_spread_pct: '0',
      min_liquidity_usd: '1000000',
      max_latency_ms: 1,
    };
    const named: string[] = [];
    const loosened: Record<string, unknown> = { ...strict, ...{ breaker_trip_count: 100 } };
    for (const column of Object.keys(strict)) {
      const { code } = await last([
        ...begin(),
        ...held,
        lost,
        thin,
        tape.rules(loosened),
        tape.signal('asked', { at: 1 }),
      ]);
      named.push(code ?? 'approved');
      loosened[column] = (WIDE as Record<string, unknown>)[column] ?? null;
      if (column === 'max_drawdown_pct') loosened[column] = '1';
      if (column === 'max_consecutive_losses') loosened[column] = 2;
      if (column === 'daily_budget_usd') loosened['daily_budget_pct'] = '1';
      if (column === 'max_position_size_usd') loosened['max_position_size_pct'] = '1';
      if (column === 'max_total_exposure_usd') loosened['max_total_exposure_pct'] = '1';
      if (column === 'max_slippage_pct') loosened[column] = '1';
    }
    expect(named).toStrictEqual(ORDER.slice(2, -2));
  });

  it('comes after the breakers and the pause, which let nothing else be asked', async () => {
    const lines = [
      ...begin({ breaker_trip_count: 1, daily_budget_usd: '0' }),
      thin,
      tape.signal('thin'),
      tape.steer('pause'),
    ];
    const both = await last([...lines, tape.signal('asked')]);
    expect(both.code).toBe('circuit_breaker_active');
    expect(both.checks.map(({ code }) => code)).toStrictEqual([
      'circuit_breaker_active',
      'strategy_paused',
    ]);
  });
});

describe('the gate before the checks', () => {
  it.each<[string, Lines, Parameters<typeof tape.signal>[1]]>([
    ['killed', [...begin(), tape.steer('kill')], {}],
    ['unknown_strategy', begin(), { strategyId: 'nobody' }],
    ['rules_not_set', [tape.strategy(), tape.quote()], {}],
    ['stale_signal', begin(), { at: 30.001, observedAt: tape.instant(0) }],
    ['invalid_signal', begin(), { limitPrice: '1.2' }],
    ['invalid_signal', begin(), { limitPrice: '0' }],
    ['invalid_signal', begin(), { limitPrice: '-0.5' }],
    ['invalid_signal', begin(), { limitPrice: '0.505' }],
    ['invalid_signal', begin(), { sizeUsd: '0' }],
    ['invalid_signal', begin(), { sizeUsd: '-20' }],
    ['invalid_signal', begin(), { observedAt: tape.instant(5.001) }],
    [
      'invalid_signal',
      [...begin(), tape.line('market', { conditionId: 'c', tokenIds: ['a', 'b'] })],
      {},
    ],
    [
      'market_not_tradable',
      [...begin(), tape.line('market', { conditionId: 'c', status: 'closed' })],
      {},
    ],
    ['market_not_tradable', [...begin(), tape.resolve({})], {}],
    ['nothing_to_reduce', begin(), { side: 'SELL' }],
    [
      'below_minimum',
      [...begin(), tape.line('market', { conditionId: 'c', orderSizeMin: '40.01' })],
      {},
    ],
  ])('refuses: %s', async (code, lines, asked) => {
    const decision = await last([...lines, tape.signal('asked', asked)]);
    const failed = decision.checks.filter(({ passed }) => !passed);
    expect(decision).toMatchObject({ decision: 'refused', code });
    expect(failed.map((check) => check.code)).toStrictEqual([code]);
  });

  it('counts shares where the order would be too small', async () => {
    const market = tape.line('market', { conditionId: 'c', orderSizeMin: '40.01' });
    const { checks } = await last([...begin(), market, tape.signal('asked')]);
    expect(checks.at(-1)).toMatchObject({ code: 'below_minimum', value: '40', limit: '40.01' });
  });

  it('takes prices as fine as the books seen so far, and no finer', async () => {
    const finer = tape.quote({ bids: [['0.4995', '10']], asks: [['0.50', '100000']] });
    const codes = async (limitPrice: string, ...lines: Lines) =>
      (await last([...begin(), ...lines, tape.signal('asked', { limitPrice })])).code;
    expect(await codes('0.501')).toBe('invalid_signal');
    expect(await codes('0.501', tape.quoteAround(0.5))).toBeNull();
    expect(await codes('0.5001', tape.quoteAround(0.5))).toBe('invalid_signal');
    expect(await codes('0.5001', finer, tape.quote())).toBeNull();
    expect(await codes('0.50001', finer)).toBe('invalid_signal');
    const described = tape.line('market', { conditionId: 'c', tickSize: '0.01' });
    expect(await codes('0.501', tape.quoteAround(0.5), described)).toBe('invalid_signal');
  });

  it('sees that another outcome of the market has finer prices', async () => {
    const lines = [
      ...begin(),
      tape.quoteAround(0.5, { tokenId: 'no' }),
      tape.signal('first', { limitPrice: '0.501' }),
      tape.signal('second', { tokenId: 'no', limitPrice: '0.501' }),
      tape.signal('third', { limitPrice: '0.501' }),
    ];
    const decisions = await tape.decisionsOf(lines);
    expect(decisions.map(({ code }) => code)).toStrictEqual(['invalid_signal', null, null]);
  });
});

/** 0.49 / 0.51 is 4 % wide; 20 shares at 0.50 and 20 at 0.51 are 1 % worse than the best price. */
const fourPercentWide = tape.quote({ asks: [['0.51', '100000']] });
const onePercentWorse = tape.quote({
  asks: [
    ['0.50', '20'],
    ['0.51', '20'],
    ['0.90', '100'],
  ],
});
const asked = tape.signal('asked');
const balance = (freeUsd: string) => tape.line('balance', { accountId: 'main', freeUsd });
const market = tape.line('market', {
  ...{ conditionId: 'c', tokenIds: ['yes', 'no'], negRiskEvent: 'e' },
});
const columns = (set: object, ...lines: Lines): Lines => [...begin(set), ...lines];

describe('the limit itself', () => {
  it.each<[string, string, Lines, Lines]>([
    [
      'drawdown_exceeded',
      'of the peak is allowed',
      columns({}, ...held, tape.quoteAround(0.325, { tokenId: 'other' }), asked),
      columns(
        { max_drawdown_pct: '0.069999' },
        ...[...held, tape.quoteAround(0.325, { tokenId: 'other' }), asked],
      ),
    ],
    [
      'daily_budget_exceeded',
      'in dollars is allowed',
      columns({ daily_budget_usd: '20' }, asked),
      columns({ daily_budget_usd: '19.999999' }, asked),
    ],
    [
      'daily_budget_exceeded',
      'in parts of equity is allowed',
      columns({ daily_budget_pct: '0.002' }, asked),
      columns({ daily_budget_pct: '0.001999' }, asked),
    ],
    [
      'weekly_budget_exceeded',
      'is allowed',
      columns({ weekly_budget_usd: '20' }, asked),
      columns({ weekly_budget_usd: '19.999999' }, asked),
    ],
    [
      'monthly_budget_exceeded',
      'is allowed',
      columns({ monthly_budget_usd: '20' }, asked),
      columns({ monthly_budget_usd: '19.999999' }, asked),
    ],
    [
      'position_too_large',
      'in dollars is allowed',
      columns({ max_position_size_usd: '20' }, asked),
      columns({ max_position_size_usd: '19.999999' }, asked),
    ],
    [
      'position_too_large',
      'in parts of equity is allowed',
      columns({ max_position_size_pct: '0.002' }, asked),
      columns({ max_position_size_pct: '0.001999' }, asked),
    ],
    [
      'exposure_exceeded',
      'is allowed',
      columns({ max_total_exposure_usd: '20' }, asked),
      columns({ max_total_exposure_usd: '19.999999' }, asked),
    ],
    [
      'slippage_exceeded',
      'is allowed',
      columns({}, onePercentWorse, tape.signal('asked', { sizeUsd: '20.2' })),
      columns({}, onePercentWorse, tape.signal('asked', { sizeUsd: '20.205' })),
    ],
    [
      'spread_exceeded',
      'is allowed',
      columns({ max_spread_pct: '0.04' }, fourPercentWide, asked),
      columns({ max_spread_pct: '0.039999' }, fourPercentWide, asked),
    ],
    [
      'liquidity_too_low',
      'is enough',
      columns({ min_liquidity_usd: '50000' }, asked),
      columns({ min_liquidity_usd: '50000.000001' }, asked),
    ],
    [
      'latency_exceeded',
      'is allowed',
      columns({}, tape.signal('asked', { at: 5 })),
      columns({}, tape.signal('asked', { at: 5.001 })),
    ],
    [
      'stale_signal',
      'is allowed',
      columns(
        { max_signal_age_ms: 5000 },
        tape.signal('a', { at: 5, observedAt: tape.instant(0) }),
      ),
      columns(
        { max_signal_age_ms: 5000 },
        tape.signal('a', { at: 5.001, observedAt: tape.instant(0) }),
      ),
    ],
    [
      'account_balance',
      'is allowed',
      columns({}, balance('20'), asked),
      columns({}, balance('19.999999'), asked),
    ],
    [
      'event_loss_exceeded',
      'is allowed',
      columns({ max_event_loss_usd: '20' }, market, asked),
      columns({ max_event_loss_usd: '19.999999' }, market, asked),
    ],
    [
      'consecutive_losses',
      'is not allowed: one less is',
      columns({ max_consecutive_losses: 2, max_drawdown_pct: '1' }, ...held, lost, asked),
      columns({ max_consecutive_losses: 1, max_drawdown_pct: '1' }, ...held, lost, asked),
    ],
    [
      'too_many_positions',
      'is not allowed: one less is',
      columns({ max_concurrent_positions: 2, max_positions_per_market: 1 }, ...held, asked),
      columns({ max_concurrent_positions: 1, max_positions_per_market: 1 }, ...held, asked),
    ],
    [
      'market_already_held',
      'is not allowed: one less is',
      columns({ max_positions_per_market: 2 }, tape.signal('first'), asked),
      columns({ max_positions_per_market: 1 }, tape.signal('first'), asked),
    ],
  ])('of %s %s', async (code, _, within, beyond) => {
    expect(await last(within)).toMatchObject({ decision: 'approved' });
    expect(await last(beyond)).toMatchObject({ decision: 'refused', code });
  });

  it('is near from four fifths on', async () => {
    const near = async (limit: string) => {
      const { checks } = await last(columns({ max_position_size_usd: limit }, asked));
      return checks.find(({ code }) => code === 'position_too_large')?.near;
    };
    expect([await near('25'), await near('25.01')]).toStrictEqual([true, false]);
  });

  it('is without end in a book that is too thin, or has one side', async () => {
    const tooThin = tape.quote({ bids: [], asks: [['0.50', '1']] });
    const { checks } = await last(columns({ max_spread_pct: '1' }, tooThin, asked));
    const values = checks.filter(({ passed }) => !passed).map(({ code, value }) => [code, value]);
    expect(values).toStrictEqual([
      ['slippage_exceeded', 'infinite'],
      ['spread_exceeded', 'infinite'],
    ]);
  });
});
