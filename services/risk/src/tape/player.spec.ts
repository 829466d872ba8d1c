/** When a tape values what is held, and which lines cannot have happened. */
import { describe, expect, it } from '@jest/globals';
import * as tape from './testing/tape-lines.js';

type Lines = Parameters<typeof tape.textOf>[0];

const WIDE = { daily_budget_pct: '1', max_position_size_pct: '1', max_total_exposure_pct: '1' };
const begin: Lines = [tape.strategy(), tape.rules(WIDE), tape.quote()];
/** 4,000 shares for 2,000 dollars, at the midpoint of 0.495. */
const held: Lines = [...begin, ...tape.bought('1', { sizeUsd: '2000' }, { shares: '4000' })];

const markedIn = async (lines: Lines) =>
  (await tape.toldBy(lines))
    .filter(({ type }) => type === 'marked')
    .map(({ at, equityUsd }) => [at, equityUsd]);
const complaintOf = async (lines: Lines) =>
  (await tape.runTapeOn(tape.textOf(lines))).complaint.trim();

describe('what is held', () => {
  const bought = [tape.instant(0), '9980'];

  it('is valued by a fill at the book of that moment, and by none where there is no book', async () => {
    expect(await markedIn(held)).toStrictEqual([bought]);
    const [strategy, rules] = begin as [Lines[number], Lines[number]];
    const described = tape.line('market', { conditionId: 'c' });
    expect(await markedIn([strategy, rules, described, tape.tick(5)])).toStrictEqual([]);
  });

  it('is valued by a quote at most every ten seconds', async () => {
    const lines: Lines = [
      ...held,
      tape.quoteAround(0.51, { at: 1 }),
      tape.quoteAround(0.52, { at: 10.999 }),
      tape.quoteAround(0.53, { at: 11 }),
      tape.quoteAround(0.54, { at: 20 }),
    ];
    // Assessing signal 1 at noon was a valuation too.
    expect(await markedIn(lines)).toStrictEqual([bought, [tape.instant(10.999), '10080']]);
    const next = tape.quoteAround(0.55, { at: 20.999 });
    expect(await markedIn([...lines, next])).toContainEqual([tape.instant(20.999), '10200']);
  });

  it('is valued at every tick', async () => {
    const lines: Lines = [
      ...held,
      ...[tape.quoteAround(0.51, { at: 1 }), tape.tick(2)],
      ...[tape.quoteAround(0.52, { at: 3 }), tape.tick(3)],
      ...[tape.tick(4), tape.quoteAround(0.53, { at: 13 })],
    ];
    expect(await markedIn(lines)).toStrictEqual([
      bought,
      [tape.instant(2), '10040'],
      [tape.instant(3), '10080'],
    ]);
    expect(await markedIn([...lines, tape.quoteAround(0.53, { at: 14 })])).toContainEqual([
      tape.instant(14),
      '10120',
    ]);
  });

  it('is valued before each signal of its strategy, and the signal is judged on that', async () => {
    const lines: Lines = [
      ...held,
      tape.quoteAround(0.3, { at: 1 }),
      tape.signal('2', { conditionId: 'd', tokenId: 'other' }),
    ];
    expect((await tape.toldBy(lines)).slice(-3)).toMatchObject([
      { type: 'marked', equityUsd: '9200', drawdownPct: '0.08' },
      { signalId: '2', code: 'drawdown_exceeded' },
      { type: 'paused', kind: 'drawdown', inputs: { equity: '9200' } },
    ]);
  });

  it('is not valued by a signal of another strategy', async () => {
    const other = { strategyId: 't' };
    const lines: Lines = [
      ...held,
      ...[tape.strategy(other), tape.rules(WIDE, other)],
      ...[tape.quoteAround(0.51, { at: 1 }), tape.signal('2', other)],
    ];
    expect(await markedIn(lines)).toStrictEqual([bought]);
  });

  it('is valued at the bid where the book is wide, and at its last mark where nobody bids', async () => {
    const wide = tape.quote({ bids: [['0.55', '10']], asks: [['0.66', '10']], at: 20 });
    const noBid = tape.quote({ bids: [], asks: [['0.10', '10']], at: 40 });
    const lines: Lines = [...held, wide, noBid, tape.tick(60)];
    expect(await markedIn(lines)).toStrictEqual([bought, [tape.instant(20), '10200']]);
  });

  it('adds up however small its moves are: many that are too small to tell make one', async () => {
    // A move of 0.0001 of 4,000 shares is 40 cents of about 10,000 dollars.
    const lines: Lines = [
      ...held,
      ...[1, 2, 3].map((step) =>
        tape.quoteAround(0.495 + step / 10_000, {
          ...{ at: step * 10, bids: [[(0.49 + step / 10_000).toFixed(4), '9']] },
          asks: [[(0.5 + step / 10_000).toFixed(4), '9']],
        }),
      ),
    ];
    expect(await markedIn(lines)).toStrictEqual([bought, [tape.instant(30), '9981.2']]);
  });

  it('is valued together: small moves of several outcomes count as one', async () => {
    const second = tape.bought(
      '2',
      { conditionId: 'd', tokenId: 'other', sizeUsd: '2000' },
      { shares: '4000' },
    );
    const [up, bookOf] = [{ bids: [['0.4902', '9']], asks: [['0.5002', '9']] }, 'other'];
    const lines: Lines = [
      ...held,
      ...[tape.quote({ tokenId: bookOf }), ...second],
      ...[tape.quote({ ...up, at: 20 }), tape.quote({ ...up, tokenId: bookOf, at: 40 })],
    ];
    expect((await markedIn(lines)).slice(-1)).toStrictEqual([[tape.instant(40), '9961.6']]);
  });

  it('comes back with a sale that failed, and is valued again', async () => {
    const lines: Lines = [
      ...held,
      tape.signal('2', { side: 'SELL', sizeUsd: '1960', limitPrice: '0.49' }),
      tape.fill('2', { shares: '4000', price: '0.49' }),
      tape.ofSignal('close', '2'),
      tape.quoteAround(0.6, { at: 20 }),
      tape.ofSignal('failed', '2'),
      tape.tick(21),
    ];
    expect((await markedIn(lines)).slice(-1)).toStrictEqual([[tape.instant(21), '10400']]);
  });
});

describe('a line that cannot have happened', () => {
  const first = tape.signal('1');
  const refused = tape.signal('2', { limitPrice: '1.2' });

  it.each<[string, Lines, string]>([
    [
      'time going back',
      [tape.tick('2026-11-22T12:00:00+01:00'), tape.tick('2026-11-22T10:59:59.999Z')],
      'line 2: field at: must not go back behind 2026-11-22T12:00:00+01:00, was 2026-11-22T10:59:59.999Z',
    ],
    [
      'rules of nobody',
      [tape.rules()],
      'line 1: field strategyId: must be a strategy of an earlier line, was "s"',
    ],
    [
      'a pause of nobody',
      [tape.steer('pause')],
      'line 1: field strategyId: must be a strategy of an earlier line, was "s"',
    ],
    [
      'another capital',
      [tape.strategy(), tape.strategy({ capitalUsd: '5' })],
      'line 2: field capitalUsd: must be 10000, as s is registered with it',
    ],
    [
      'another account',
      [tape.strategy(), tape.strategy({ accountId: 'second' })],
      'line 2: field accountId: must be "main", as s is registered there',
    ],
    [
      'a fill of nothing',
      [...begin, tape.fill('1')],
      'line 4: field signalId: must be a signal of an earlier line, was "1"',
    ],
    [
      'a fill of what was refused',
      [...begin, refused, tape.fill('2')],
      'line 5: field signalId: must be a signal that was approved; "2" was refused',
    ],
    ...(['settled', 'failed', 'close'] as const).map((type): [string, Lines, string] => [
      `${type} of nothing`,
      [tape.ofSignal(type, '1')],
      'line 1: field signalId: must be a signal of an earlier line, was "1"',
    ]),
    [
      'a resolution that leaves out what is held',
      [...begin, first, tape.fill('1'), tape.resolve({ no: '1' })],
      'line 6: field payouts: must say what token "yes" pays, which is held',
    ],
    [
      'a resolution of what belongs to another market',
      [...begin, first, tape.fill('1'), tape.resolve({ yes: '1' }, { conditionId: 'd' })],
      'line 6: field payouts.yes: is held as a token of condition "c"',
    ],
    [
      'a market that opens after its end',
      [tape.resolve({}), tape.line('market', { conditionId: 'c', status: 'open' })],
      'line 2: field status: must be "resolved", which ends a market, was "open"',
    ],
    [
      'an event without sides',
      [tape.line('market', { conditionId: 'c', negRiskEvent: 'e' })],
      'line 1: field tokenIds: must say which token is YES in a market with a negRiskEvent',
    ],
  ])('is refused: %s', async (_, lines, complaint) => {
    expect(await complaintOf(lines)).toBe(complaint);
  });

  it.each<[string, Lines]>([
    ['the same time', [tape.tick(5), tape.tick(5)]],
    ['the same strategy', [tape.strategy(), tape.strategy()]],
    ['the end of what was refused', [...begin, refused, tape.ofSignal('close', '2')]],
    ['an end twice', [...begin, first, tape.ofSignal('close', '1'), tape.ofSignal('close', '1')]],
    ['a late fill', [...begin, first, tape.ofSignal('close', '1'), tape.fill('1')]],
    ['a balance before its account', [tape.line('balance', { accountId: 'x', freeUsd: '1' })]],
    ['a resolution of what nobody holds', [tape.resolve({ yes: '1' })]],
    ['a resolution once more', [tape.resolve({ yes: '1' }), tape.resolve({ yes: '1' })]],
  ])('is not: %s', async (_, lines) => {
    expect(await complaintOf(lines)).toBe('');
  });
});

describe('rules on a tape', () => {
  it('count up with each change, and replace those before as a whole', async () => {
    const lines: Lines = [
      tape.strategy(),
      ...[tape.rules({ daily_budget_usd: '5' }), tape.rules({ daily_budget_usd: '5.0' })],
      ...[tape.rules({}), tape.quote(), tape.signal('1')],
    ];
    const told = await tape.toldBy(lines);
    expect(told.slice(0, 2)).toStrictEqual([
      { at: tape.instant(0), type: 'rules_set', strategyId: 's', version: 1 },
      { at: tape.instant(0), type: 'rules_set', strategyId: 's', version: 2 },
    ]);
    expect(told[2]).toMatchObject({ decision: 'approved' });
  });

  it('are told with the time as the tape has it', async () => {
    const at = '2026-11-22T07:00:00-05:00';
    expect(await tape.toldBy([tape.strategy({ at }), tape.rules()])).toMatchObject([{ at }]);
  });
});

describe('a book on a tape', () => {
  it('may have its levels in any order, and empty ones', async () => {
    const lines: Lines = [
      ...begin,
      tape.quote({
        bids: [
          ['0.10', '5'],
          ['0.49', '5'],
          ['0.495', '0'],
        ],
        asks: [
          ['0.90', '5'],
          ['0.50', '100'],
          ['0.45', '0'],
        ],
      }),
      tape.rules({ ...WIDE, max_spread_pct: '0.05' }),
      tape.signal('1'),
    ];
    const [decision] = await tape.decisionsOf(lines);
    expect(decision?.code).toBeNull();
    const spread = decision?.checks.find(({ code }) => code === 'spread_exceeded');
    expect(spread?.value).toBe('0.020203');
  });
});
