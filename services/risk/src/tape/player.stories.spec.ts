/** What a strategy lives through, as tapes: windows, fills, pauses, breakers, kills. */
import { describe, expect, it } from '@jest/globals';
import * as tape from './testing/tape-lines.js';

type Lines = Parameters<typeof tape.textOf>[0];

/** Nothing but what a test sets refuses 20 dollars. */
const WIDE = {
  daily_budget_pct: '1',
  max_position_size_pct: '1',
  max_total_exposure_pct: '1',
  max_positions_per_market: 100,
};
const begin = (columns: object = {}): Lines => [
  tape.strategy(),
  tape.rules({ ...WIDE, ...columns }),
  tape.quote(),
];
const words = async (lines: Lines) => tape.wordsOf(await tape.toldBy(lines));
/** Of each decision, the code and the number of one check. */
const numbersOf = async (lines: Lines, check: string) =>
  (await tape.decisionsOf(lines)).map(({ code, checks }) => [
    code ?? 'approved',
    checks.find((one) => one.code === check)?.value,
  ]);
const quoted = (at: number | string, ...lines: Lines): Lines => [tape.quote({ at }), ...lines];

describe('a day', () => {
  const NEW_YORK = { time_zone: 'America/New_York', daily_budget_usd: '20' };
  const around = (midnight: string, before: string): Lines => [
    ...quoted(before, tape.signal('evening'), tape.signal('too late')),
    ...quoted(midnight, tape.signal('morning')),
  ];

  it('ends at midnight on the wall clock of its zone, also on either side of summer time', async () => {
    for (const midnight of ['2026-11-23T05:00:00.000Z', '2026-06-01T04:00:00.000Z']) {
      const before = new Date(Date.parse(midnight) - 1).toISOString();
      const [first, ...rest] = begin(NEW_YORK);
      const lines = [{ ...first, at: before } as Lines[number], ...rest];
      expect(await words([...lines, ...around(midnight, before)])).toStrictEqual([
        's rules_set',
        'evening approved',
        'too late daily_budget_exceeded',
        'morning approved',
      ]);
    }
  });

  it('ends at midnight UTC unless it has a zone', async () => {
    const lines = begin({ daily_budget_usd: '20' });
    const utc = around('2026-11-23T00:00:00.000Z', '2026-11-22T23:59:59.999Z');
    const newYork = around('2026-11-23T05:00:00.000Z', '2026-11-23T04:59:59.999Z');
    expect(await words([...lines, ...utc])).toContain('morning approved');
    expect(await words([...lines, ...newYork])).toContain('morning daily_budget_exceeded');
  });

  it('that rolls ends for each entry exactly 24 hours after it', async () => {
    const lines: Lines = [
      ...begin({ budget_window: 'rolling', daily_budget_usd: '30' }),
      ...quoted(0, tape.signal('1')),
      ...quoted(10, tape.signal('2', { sizeUsd: '10' })),
      ...quoted(86_399.999, tape.signal('3', { sizeUsd: '10' })),
      ...quoted(86_400, tape.signal('4')),
      ...quoted(86_409.999, tape.signal('5', { sizeUsd: '10' })),
      ...quoted(86_410, tape.signal('6', { sizeUsd: '10' })),
    ];
    expect(await numbersOf(lines, 'daily_budget_exceeded')).toStrictEqual([
      ['approved', '20'],
      ['approved', '30'],
      ['daily_budget_exceeded', '40'],
      ['approved', '30'],
      ['daily_budget_exceeded', '40'],
      ['approved', '30'],
    ]);
  });

  it('has weeks from Monday on, and months', async () => {
    const lines: Lines = [
      ...begin({ weekly_budget_usd: '20', monthly_budget_usd: '40' }),
      // 22 November 2026 is a Sunday.
      ...quoted('2026-11-22T23:59:59.999Z', tape.signal('sunday'), tape.signal('more')),
      ...quoted('2026-11-23T00:00:00.000Z', tape.signal('monday')),
      ...quoted('2026-11-30T23:59:59.999Z', tape.signal('last of november')),
      ...quoted('2026-12-01T00:00:00.000Z', tape.signal('first of december')),
    ];
    expect(await words(lines)).toStrictEqual([
      's rules_set',
      'sunday approved',
      'more weekly_budget_exceeded',
      'monday approved',
      'last of november monthly_budget_exceeded',
      'first of december approved',
    ]);
  });
});

describe('an order', () => {
  const BUDGET = { daily_budget_usd: '20' };

  it('that fills in part gives the rest back to the day it came from when it is over', async () => {
    const partly: Lines = [
      ...begin(BUDGET),
      tape.signal('1'),
      tape.fill('1', { shares: '10' }),
      tape.signal('2', { sizeUsd: '15' }),
      tape.ofSignal('close', '1'),
      tape.signal('3', { sizeUsd: '15.5' }),
      tape.signal('4', { sizeUsd: '15' }),
    ];
    expect(await numbersOf(partly, 'daily_budget_exceeded')).toStrictEqual([
      ['approved', '20'],
      ['daily_budget_exceeded', '35'],
      ['daily_budget_exceeded', '20.5'],
      ['approved', '20'],
    ]);
  });

  it('that is over on the next day gives nothing to that day', async () => {
    const overnight: Lines = [
      ...begin(BUDGET),
      tape.signal('1'),
      tape.fill('1', { shares: '10' }),
      ...quoted('2026-11-23T00:00:00.000Z', tape.signal('2')),
      tape.ofSignal('close', '1'),
      tape.signal('3', { sizeUsd: '0.5' }),
    ];
    expect(await numbersOf(overnight, 'daily_budget_exceeded')).toStrictEqual([
      ['approved', '20'],
      ['approved', '20'],
      ['daily_budget_exceeded', '20.5'],
    ]);
  });

  it('whose settlement fails never happened, once', async () => {
    const failed = (times: number): Lines => [
      ...begin(BUDGET),
      tape.signal('1'),
      tape.fill('1'),
      tape.ofSignal('close', '1'),
      ...Array.from({ length: times }, () => tape.ofSignal('failed', '1')),
      tape.signal('2', { sizeUsd: '7' }),
    ];
    for (const check of ['daily_budget_exceeded', 'exposure_exceeded']) {
      expect((await numbersOf(failed(0), check)).at(-1)).toStrictEqual([
        'daily_budget_exceeded',
        '27',
      ]);
      expect((await numbersOf(failed(1), check)).at(-1)).toStrictEqual(['approved', '7']);
      expect((await numbersOf(failed(2), check)).at(-1)).toStrictEqual(['approved', '7']);
    }
  });

  it('fails or settles for the fills that did neither yet', async () => {
    const lines: Lines = [
      ...begin(),
      tape.signal('1'),
      tape.fill('1', { shares: '10' }),
      tape.ofSignal('settled', '1'),
      tape.fill('1', { shares: '30' }),
      tape.ofSignal('failed', '1'),
      tape.ofSignal('close', '1'),
      tape.signal('2', { sizeUsd: '5' }),
    ];
    expect((await numbersOf(lines, 'exposure_exceeded')).at(-1)).toStrictEqual(['approved', '10']);
  });

  it('costs its fees too', async () => {
    const lines: Lines = [
      ...begin(BUDGET),
      tape.signal('1', { sizeUsd: '10' }),
      tape.fill('1', { shares: '20', feeUsd: '0.25' }),
      tape.ofSignal('close', '1'),
      tape.signal('2', { sizeUsd: '9.75' }),
    ];
    for (const check of ['daily_budget_exceeded', 'exposure_exceeded']) {
      expect((await numbersOf(lines, check)).at(-1)).toStrictEqual(['approved', '20']);
    }
    expect(
      await tape.toldBy([...begin(), tape.signal('1'), tape.fill('1', { feeUsd: '5' })]),
    ).toContainEqual({
      ...{ at: tape.instant(0), type: 'marked', strategyId: 's' },
      // 40 shares at the midpoint of 0.495, bought for 25.
      ...{ equityUsd: '9994.8', peakUsd: '10000', troughUsd: '9994.8', drawdownPct: '0.00052' },
    });
  });

  it('reserves the highest fee of its market', async () => {
    const market = tape.line('market', { conditionId: 'c', feeRate: '0.04' });
    // 40 shares × 0.04 × 0.5 × 0.5.
    const lines = [...begin(), market, tape.signal('1')];
    expect(await numbersOf(lines, 'daily_budget_exceeded')).toStrictEqual([['approved', '20.4']]);
  });

  it('that sells shrinks what is held, and no more than that is sold', async () => {
    const sell = (signalId: string, sizeUsd: string) =>
      tape.signal(signalId, { side: 'SELL', sizeUsd, limitPrice: '0.40' });
    const lines: Lines = [
      ...begin(),
      tape.signal('1'),
      tape.fill('1'),
      sell('too early', '4'),
      tape.ofSignal('settled', '1'),
      tape.ofSignal('close', '1'),
      sell('some', '4'),
      tape.fill('some', { shares: '10', price: '0.60' }),
      tape.ofSignal('close', 'some'),
      sell('more than all', '400'),
      sell('nothing left', '4'),
    ];
    const decisions = await tape.decisionsOf(lines);
    expect(decisions.map(({ signalId, code, sizeUsd }) => [signalId, code, sizeUsd])).toStrictEqual(
      [
        ['1', null, '20'],
        ['too early', 'nothing_to_reduce', '4'],
        ['some', null, '4'],
        ['more than all', null, '12'],
        ['nothing left', 'nothing_to_reduce', '4'],
      ],
    );
  });
});

describe('a resolution', () => {
  const held: Lines = [
    ...begin({ max_consecutive_losses: 1 }),
    ...tape.bought('yes', { sizeUsd: '60' }, { shares: '100', price: '0.6' }),
    tape.quote({ tokenId: 'no' }),
    ...tape.bought('no', { tokenId: 'no' }, { shares: '10', price: '0.5' }),
  ];
  const marked = (told: readonly tape.Told[]) =>
    told.filter(({ type }) => type === 'marked').at(-1)?.['equityUsd'];

  it('at 50/50 pays half of both sides', async () => {
    const asked = tape.signal('asked', { conditionId: 'd', tokenId: 'other' });
    const lines = [...held, tape.resolve({ yes: '0.5', no: '0.5' }), asked];
    const { checks } = (await tape.decisionsOf(lines)).at(-1) ?? {};
    // 100 shares for 60 pay 50, and 10 for 5 pay 5: all of the equity may be spent.
    expect(checks?.find(({ code }) => code === 'daily_budget_exceeded')?.limit).toBe('9990');
    expect(checks?.find(({ code }) => code === 'exposure_exceeded')?.value).toBe('20');
  });

  it('pays the one and takes the other, in the same moment for every account', async () => {
    const other = { strategyId: 't', accountId: 'second' };
    const lines: Lines = [
      ...held,
      tape.strategy(other),
      tape.rules({ ...WIDE }, { strategyId: 't' }),
      ...tape.bought('t', { strategyId: 't', sizeUsd: '50' }, { shares: '100' }),
      tape.resolve({ yes: '1', no: '0' }, { at: 60 }),
    ];
    const told = await tape.toldBy(lines);
    expect(told.slice(-2)).toMatchObject([
      { type: 'marked', strategyId: 's', equityUsd: '10035' },
      { type: 'marked', strategyId: 't', equityUsd: '10050' },
    ]);
  });

  it('frees the place of the position, and ends the market', async () => {
    const lines: Lines = [...held, tape.resolve({ yes: '1', no: '0' }), tape.signal('again')];
    expect((await words(lines)).at(-1)).toBe('again market_not_tradable');
  });

  it('is final: what fills after it counts as what it pays', async () => {
    const lines: Lines = [
      ...begin(),
      tape.signal('late'),
      tape.resolve({ yes: '1' }),
      tape.fill('late'),
    ];
    expect(marked(await tape.toldBy(lines))).toBe('10020');
  });
});

describe('a size', () => {
  it('is cut to the largest position where the rules say so', async () => {
    const clip = { max_position_size_usd: '15.555', on_oversize: 'clip' };
    const [decision] = await tape.decisionsOf([...begin(clip), tape.signal('1')]);
    // 31.11 shares: the venue takes two decimals.
    expect(decision).toMatchObject({ decision: 'approved', sizeUsd: '15.555' });
    expect(decision?.sentence).toContain('cut from $20.00 to the largest position allowed');
  });

  it.each([
    ['fixed_usd', '12.5', '12.5'],
    ['equity_pct', '0.001', '10'],
    ['proportional', '0.25', '5'],
  ])('is the own one of a strategy with %s', async (column, value, sizeUsd) => {
    const [decision] = await tape.decisionsOf([...begin({ [column]: value }), tape.signal('1')]);
    expect(decision).toMatchObject({ decision: 'approved', sizeUsd });
  });

  const VOLATILITY = { use_volatility_adjustment: true };
  const hours = (count: number, midpoint: (hour: number) => number): Lines =>
    Array.from({ length: count }, (_, hour) =>
      tape.quoteAround(midpoint(hour), { at: hour * 3600 }),
    );
  const limit = { limitPrice: '0.50' };

  it('is half as large with fewer than 24 hourly midpoints', async () => {
    const lines = [...begin(VOLATILITY), ...hours(23, () => 0.5), tape.signal('1', limit)];
    const [decision] = await tape.decisionsOf(lines);
    expect(decision).toMatchObject({ decision: 'approved', sizeUsd: '10' });
    expect(decision?.sentence).toContain('only 23 hourly points');
  });

  it('is whole in a calm market, and half in one that is twice as restless as before', async () => {
    const swing = (hour: number): number => (hour % 2 === 0 ? 0.5 : 0.45);
    const calm = hours(168, swing);
    const restless = hours(168, (hour) => (hour < 144 ? 0.5 : swing(hour)));
    const sizes = async (lines: Lines) =>
      (await tape.decisionsOf([...begin(VOLATILITY), ...lines, tape.signal('1', limit)])).map(
        ({ sizeUsd }) => sizeUsd,
      );
    expect(await sizes(calm)).toStrictEqual(['20']);
    // σ of the last day is √7 times σ of the week.
    expect(await sizes(restless)).toStrictEqual(['10']);
  });
});

describe('a pause', () => {
  /** 4,000 shares for 2,000 dollars of 10,000. */
  const held = (columns: object): Lines => [
    ...begin({ max_drawdown_pct: '0.05', ...columns }),
    ...tape.bought('1', { sizeUsd: '2000' }, { shares: '4000' }),
  ];
  const fallen = (at: number, midpoint: number): Lines => [tape.quoteAround(midpoint, { at })];

  it('for a drawdown is lifted by recovery, as far as the rules ask', async () => {
    const lines: Lines = [
      ...held({ drawdown_resume_threshold_pct: '0.5' }),
      // 4,000 × 0.15 = 600 down, 6 %.
      ...fallen(60, 0.35),
      tape.signal('2'),
      tape.signal('3'),
      ...fallen(120, 0.424),
      tape.signal('4'),
      ...fallen(180, 0.425),
      tape.signal('5'),
    ];
    const told = await tape.toldBy(lines);
    expect(tape.wordsOf(told).slice(2)).toStrictEqual([
      's marked',
      's marked',
      '2 drawdown_exceeded',
      's paused',
      '3 strategy_paused',
      's marked',
      '4 strategy_paused',
      's marked',
      's resumed',
      '5 approved',
    ]);
    expect(told.find(({ type }) => type === 'paused')).toMatchObject({
      at: tape.instant(60),
      kind: 'drawdown',
      by: 'sluice',
      formula: '(peak - equity) / peak > max_drawdown_pct',
      inputs: { equity: '9400', peak: '10000', drawdown: '0.06', max_drawdown_pct: '0.05' },
    });
    expect(told.find(({ type }) => type === 'resumed')).toMatchObject({
      at: tape.instant(180),
      kind: 'drawdown',
      inputs: { equity: '9700', trough: '9400', peak: '10000' },
    });
  });

  it('for a drawdown waits for a person without such a threshold', async () => {
    const lines: Lines = [
      ...held({}),
      ...fallen(60, 0.35),
      tape.signal('2'),
      ...fallen(120, 0.6),
      tape.signal('3'),
      tape.steer('resume'),
      tape.signal('4'),
    ];
    expect((await words(lines)).slice(-4)).toStrictEqual([
      's marked',
      '3 strategy_paused',
      's resumed',
      '4 approved',
    ]);
  });

  const losing = (signalId: string): Lines => [
    ...tape.bought(signalId, { conditionId: `c-${signalId}`, tokenId: signalId }),
    tape.resolve({ [signalId]: '0' }, { conditionId: `c-${signalId}` }),
  ];
  const STREAK = { max_consecutive_losses: 2 };
  const book = (tokenId: string) => tape.quote({ tokenId });

  it('for a streak of losses begins with the signal that meets it', async () => {
    const lines: Lines = [
      ...[...begin(STREAK), book('1'), ...losing('1'), book('2'), ...losing('2')],
      ...[tape.signal('3'), tape.signal('4')],
      ...[tape.steer('resume'), tape.signal('5')],
    ];
    expect((await words(lines)).slice(-5)).toStrictEqual([
      '3 consecutive_losses',
      's paused',
      '4 strategy_paused',
      's resumed',
      '5 approved',
    ]);
  });

  it('for a streak of losses ends by itself after its time, at a tick or a signal', async () => {
    const paused: Lines = [
      ...begin({ ...STREAK, streak_cooldown_ms: 60_000 }),
      ...[book('1'), ...losing('1'), book('2'), ...losing('2'), tape.signal('3')],
    ];
    const bySignal = [...quoted(59.999, tape.signal('4')), ...quoted(60, tape.signal('5'))];
    expect((await words([...paused, ...bySignal])).slice(-3)).toStrictEqual([
      '4 strategy_paused',
      's resumed',
      '5 approved',
    ]);
    const byTick = [tape.tick(59.999), tape.tick(60)];
    const told = await tape.toldBy([...paused, ...byTick]);
    expect(told.at(-1)).toMatchObject({ at: tape.instant(60), type: 'resumed', kind: 'streak' });
    expect(tape.wordsOf(told).filter((word) => word === 's resumed')).toHaveLength(1);
  });

  it('by the tape is lifted by the tape only, and does not keep from selling', async () => {
    const lines: Lines = [
      ...held({}),
      ...[tape.steer('pause'), tape.steer('pause'), tape.tick(100), tape.quote()],
      tape.signal('2'),
      tape.signal('3', { side: 'SELL', limitPrice: '0.49' }),
      ...[tape.steer('resume'), tape.steer('resume'), tape.signal('4')],
    ];
    expect((await words(lines)).slice(-5)).toStrictEqual([
      's paused',
      '2 strategy_paused',
      '3 approved',
      's resumed',
      '4 approved',
    ]);
  });
});

describe('a breaker', () => {
  const thin = (at: number): Lines => [
    tape.quote({
      at,
      asks: [
        ['0.50', '20'],
        ['0.60', '100000'],
      ],
    }),
    tape.signal(`thin at ${at}`),
  ];

  it('trips at the third breach of a minute, and clears after its time', async () => {
    const lines: Lines = [
      ...begin(),
      ...[...thin(0), ...thin(30), ...thin(60)],
      ...quoted(61, tape.signal('1')),
      ...quoted(359.999, tape.signal('2')),
      ...quoted(360, tape.signal('3')),
    ];
    const told = await tape.toldBy(lines);
    expect(tape.wordsOf(told).slice(1)).toStrictEqual([
      'thin at 0 slippage_exceeded',
      'thin at 30 slippage_exceeded',
      'thin at 60 slippage_exceeded',
      's breaker_tripped',
      '1 circuit_breaker_active',
      '2 circuit_breaker_active',
      's breaker_cleared',
      '3 approved',
    ]);
    expect(told[4]).toStrictEqual({
      ...{ at: tape.instant(60), type: 'breaker_tripped', strategyId: 's', kind: 'slippage' },
      until: tape.instant(360),
      reason: '3 breaches of slippage within 60000 ms',
      by: 'sluice',
    });
  });

  it('does not trip when the breaches lie further apart', async () => {
    const lines = [...begin(), ...thin(0), ...thin(30), ...thin(60.001)];
    expect(await words(lines)).not.toContain('s breaker_tripped');
  });

  it('clears at a tick too', async () => {
    const lines = [...begin({ breaker_trip_count: 1 }), ...thin(0), tape.tick(299), tape.tick(300)];
    const told = await tape.toldBy(lines);
    expect(told.at(-1)).toMatchObject({ at: tape.instant(300), type: 'breaker_cleared' });
    expect(tape.wordsOf(told)).toHaveLength(4);
  });

  it('counts fills that were worse than the approval saw', async () => {
    const lines: Lines = [
      ...begin({ breaker_trip_count: 1 }),
      tape.signal('1'),
      tape.fill('1', { price: '0.506' }),
      tape.signal('2'),
    ];
    const told = await tape.toldBy(lines);
    expect(told.find(({ type }) => type === 'slippage_breached')).toStrictEqual({
      ...{ at: tape.instant(0), type: 'slippage_breached', strategyId: 's', signalId: '1' },
      ...{ tradeId: '1', slippage: '0.012', limit: '0.01' },
    });
    expect(tape.wordsOf(told).at(-1)).toBe('2 circuit_breaker_active');
  });
});

describe('a wallet', () => {
  it('is shared: what one strategy reserves, another cannot', async () => {
    const lines: Lines = [
      ...begin(),
      tape.strategy({ strategyId: 't' }),
      tape.rules(WIDE, { strategyId: 't' }),
      tape.line('balance', { accountId: 'main', freeUsd: '39.99' }),
      tape.signal('1'),
      tape.signal('2', { strategyId: 't' }),
      tape.ofSignal('close', '1'),
      tape.signal('3', { strategyId: 't' }),
    ];
    expect(await numbersOf(lines, 'account_balance')).toStrictEqual([
      ['approved', '20'],
      ['account_balance', '40'],
      ['approved', '20'],
    ]);
  });

  it('is its own: another account has another', async () => {
    const lines: Lines = [
      ...begin(),
      tape.strategy({ strategyId: 't', accountId: 'second' }),
      tape.rules(WIDE, { strategyId: 't' }),
      tape.line('balance', { accountId: 'main', freeUsd: '0' }),
      tape.signal('1'),
      tape.signal('2', { strategyId: 't' }),
    ];
    expect((await words(lines)).slice(-2)).toStrictEqual(['1 account_balance', '2 approved']);
  });
});

describe('a kill', () => {
  it('stops entries and exits of its strategy until the release, and of no other', async () => {
    const lines: Lines = [
      ...begin(),
      ...tape.bought('1', {}),
      tape.strategy({ strategyId: 't' }),
      tape.rules(WIDE, { strategyId: 't' }),
      ...[tape.steer('kill'), tape.steer('kill')],
      tape.signal('2'),
      tape.signal('3', { side: 'SELL', limitPrice: '0.49' }),
      tape.signal('4', { strategyId: 't' }),
      ...[tape.steer('release'), tape.steer('release')],
      tape.signal('5', { side: 'SELL', limitPrice: '0.49' }),
    ];
    const told = await tape.toldBy(lines);
    expect(tape.wordsOf(told).slice(-6)).toStrictEqual([
      's killed',
      '2 killed',
      '3 killed',
      '4 approved',
      's released',
      '5 approved',
    ]);
    expect(told.find(({ type }) => type === 'killed')).toStrictEqual({
      ...{ at: tape.instant(0), type: 'killed', strategyId: 's', flatten: false },
      ...{ reason: 'a line of the tape', by: 'tape' },
    });
  });
});

describe('a signal', () => {
  it('that comes again is refused, and changes nothing', async () => {
    const lines: Lines = [
      ...begin(),
      tape.signal('1'),
      tape.signal('1', { sizeUsd: '30' }),
      tape.signal('2', { strategyId: 'nobody' }),
      tape.signal('2'),
      tape.signal('3'),
    ];
    const decisions = await tape.decisionsOf(lines);
    expect(decisions.map(({ signalId, code, sizeUsd }) => [signalId, code, sizeUsd])).toStrictEqual(
      [
        ['1', null, '20'],
        ['1', 'duplicate_signal', '30'],
        ['2', 'unknown_strategy', '20'],
        ['2', 'duplicate_signal', '20'],
        ['3', null, '20'],
      ],
    );
    expect(decisions[1]).toMatchObject({
      decision: 'refused',
      sentence: 'Refused: signal 1 was decided already.',
      checks: [{ code: 'duplicate_signal', value: '0', limit: null, passed: false, near: false }],
    });
    // Two of them are reserved.
    expect(decisions[4]?.checks.find(({ code }) => code === 'exposure_exceeded')?.value).toBe('40');
  });

  it('that never reaches the rules for a day is told', async () => {
    const lines: Lines = [
      ...begin(),
      tape.steer('pause'),
      tape.signal('1'),
      tape.tick(86_399),
      tape.tick(86_400),
    ];
    expect((await tape.toldBy(lines)).at(-1)).toStrictEqual({
      ...{ at: tape.instant(86_400), type: 'rules_unevaluated', strategyId: 's' },
      since: tape.instant(0),
    });
  });
});
