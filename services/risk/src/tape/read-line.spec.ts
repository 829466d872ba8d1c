import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { MalformedLine } from './malformed-line.js';
import { readLine } from './read-line.js';
import * as lines from './testing/tape-lines.js';

const at = '2026-11-22T12:00:00Z';

const faultsOf = (given: unknown) => {
  try {
    readLine(typeof given === 'string' ? given : JSON.stringify(given));
    return [];
  } catch (error) {
    if (error instanceof MalformedLine) return error.faults;
    throw error;
  }
};
const fields = (given: unknown) => faultsOf(given).map(({ field }) => field);

const GOOD = {
  strategy: { ...lines.strategy(), at },
  rules: { ...lines.rules({ max_drawdown_pct: '0.1' }), at },
  market: {
    ...{ at, type: 'market', conditionId: 'c', tokenIds: ['yes', 'no'], tickSize: '0.001' },
    ...{ orderSizeMin: '5', feeRate: '0.02', feeExponent: 1, negRiskEvent: 'e', status: 'open' },
  },
  quote: { ...lines.quote(), at },
  signal: { ...lines.signal('1'), at, observedAt: at },
  fill: { ...lines.fill('1'), at },
  settled: { ...lines.ofSignal('settled', '1'), at },
  failed: { ...lines.ofSignal('failed', '1'), at },
  close: { ...lines.ofSignal('close', '1'), at },
  resolve: { ...lines.resolve({ yes: '1', no: '0' }), at },
  balance: { at, type: 'balance', accountId: 'main', freeUsd: '0' },
  pause: { ...lines.steer('pause'), at },
  resume: { ...lines.steer('resume'), at },
  kill: { ...lines.steer('kill'), at },
  release: { ...lines.steer('release'), at },
  tick: { at, type: 'tick' },
};
const good = Object.entries(GOOD);

describe('a line of a tape', () => {
  it.each(good)('of type %s is read', (_, line) => {
    expect(faultsOf(line)).toStrictEqual([]);
  });

  it('keeps its amounts exactly', () => {
    expect(readLine(JSON.stringify({ ...GOOD.signal, sizeUsd: '0.000001' }))).toMatchObject({
      sizeUsd: 1n,
      limitPrice: money.price('0.5'),
    });
  });

  it('keeps its time as written, and as an instant', () => {
    const written = '2026-11-22T07:00:00.1234-05:00';
    expect(readLine(JSON.stringify({ type: 'tick', at: written }))).toStrictEqual({
      type: 'tick',
      at: {
        written,
        ms: Date.parse('2026-11-22T12:00:00.123Z'),
        instant: '2026-11-22T12:00:00.123Z',
      },
    });
  });

  it.each(good)('of type %s is refused by each field that is missing', (type, line) => {
    const optional = type === 'market' ? Object.keys(GOOD.market).slice(3) : [];
    for (const field of Object.keys(line).filter((name) => !optional.includes(name))) {
      const { [field as 'at']: _, ...rest } = line;
      expect(fields(rest)).toStrictEqual([field]);
    }
  });

  it.each(good)('of type %s is refused by each field that is no text or list', (_, line) => {
    for (const field of Object.keys(line)) {
      for (const odd of [7.5, null, true]) {
        expect({ field, fields: fields({ ...line, [field]: odd }) }).toStrictEqual({
          field,
          fields: [field],
        });
      }
    }
  });

  it.each(good)('of type %s is refused by each field it should not have', (_, line) => {
    expect(fields({ ...line, sizeusd: '1', note: '' })).toStrictEqual(['sizeusd', 'note']);
  });

  it.each<[keyof typeof GOOD, string, readonly unknown[]]>([
    ['tick', 'at', ['2026-11-22', '2026-11-22T12:00:00', 'noon', '2026-02-30T00:00:00Z', 0]],
    ['strategy', 'capitalUsd', ['0', '-1', '1e3', '1.0000001', 1000, '']],
    ['strategy', 'strategyId', ['', 'a/b', 'x'.repeat(257)]],
    ['signal', 'sizeUsd', ['', 'twenty', 20, '1e1', '.5', ' 5', '0x1']],
    ['signal', 'limitPrice', [0.5, 'half', '½']],
    ['signal', 'side', ['buy', 'HOLD']],
    ['signal', 'observedAt', ['yesterday', '2026-11-22T12:00:00']],
    ['fill', 'shares', ['0', '-1', 'all', 40]],
    ['fill', 'price', ['0', '1', '1.2', '-0.5']],
    ['fill', 'feeUsd', ['-0.01', 'none', 0]],
    ['balance', 'freeUsd', ['-1', 'much']],
    ['quote', 'bids.0.0', [[['1', '5']], [['0', '5']], [[0.5, '5']]]],
    [
      'quote',
      'asks.1.1',
      [
        [
          ['0.5', '5'],
          ['0.6', '-1'],
        ],
      ],
    ],
    ['quote', 'asks.0', [[['0.5']], [['0.5', '1', '1']], [{ price: '0.5', size: '1' }]]],
    ['resolve', 'payouts.yes', [{ yes: '2' }, { yes: 1 }, { yes: '-0.1' }, { yes: 'won' }]],
    ['market', 'tokenIds', [[], ['yes'], ['yes', 'no', 'maybe']]],
    ['market', 'status', ['disputed']],
    ['market', 'feeExponent', [-1, 0.5, 9, '1']],
    ['market', 'tickSize', ['0', '1']],
    ['rules', 'rules.max_drawdown_pct', [{ max_drawdown_pct: 7 }]],
    ['rules', 'rules.max_drawdown', [{ max_drawdown: '0.1' }]],
    ['rules', 'rules', [[], 'none']],
  ])('of type %s is refused by %s', (type, field, values) => {
    const [name = ''] = field.split('.');
    for (const value of values) {
      expect({ value, fields: fields({ ...GOOD[type], [name]: value }) }).toStrictEqual({
        value,
        fields: [field],
      });
    }
  });

  it.each([
    ['not JSON', '{"at"', ''],
    ['no object', '[]', ''],
    ['null', 'null', ''],
    ['text', '"tick"', ''],
    ['an unknown type', '{"type":"cancel"}', 'type'],
    ['a type everything has', '{"type":"toString"}', 'type'],
    ['no type', '{}', 'type'],
  ])('is refused when it is %s', (_, text, field) => {
    expect(fields(text)).toStrictEqual([field]);
  });

  it('may ask for a price or size that no venue takes: the gate refuses it, not the reader', () => {
    for (const odd of ['0', '1', '1.2', '-0.5', '0.123456']) {
      expect(fields({ ...GOOD.signal, limitPrice: odd, sizeUsd: odd })).toStrictEqual([]);
    }
  });

  it('says what is needed and what was found', () => {
    expect(faultsOf({ ...GOOD.signal, sizeUsd: 20, side: 'HOLD' })).toStrictEqual([
      { field: 'side', detail: 'must be "BUY" or "SELL", was "HOLD"' },
      {
        field: 'sizeUsd',
        detail: 'must be a decimal such as "12.5", as text with at most 6 decimals, was 20',
      },
    ]);
    expect(faultsOf('{"type":"cancel"}')).toStrictEqual([
      {
        field: 'type',
        detail: expect.stringMatching(/^must be one of strategy, .*, was "cancel"$/),
      },
    ]);
  });
});
