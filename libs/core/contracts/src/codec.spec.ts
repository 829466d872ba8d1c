/** Facts on the wire: what is stored, what is refused, and what each refusal names. */
import { describe, expect, it } from '@jest/globals';
import { money, type account, type Fact } from '@sluice/domain';
import { decodeFact, encodeFact } from './codec.js';
import { MalformedFactError, MalformedQuoteError, UnknownFactError } from './errors.js';
import { decodeQuote, encodeQuote } from './quotes.codec.js';

const AT = '2026-01-31T12:00:00.000Z';
const received: Extract<Fact, { type: 'SignalReceived' }> = {
  type: 'SignalReceived',
  data: {
    signalId: 's1',
    source: 'desk',
    externalId: '',
    strategyId: 'momentum',
    accountId: 'main',
    conditionId: '0xc0',
    tokenId: '17',
    side: 'BUY',
    sizeUsd: money.usd('12.5'),
    limitPrice: money.price('0.42'),
    orderType: 'FAK',
    reduceOnly: false,
    observedAt: AT,
    receivedAt: AT,
  },
};
const stored = (): { signal: Record<string, unknown> } =>
  JSON.parse(encodeFact(received)) as { signal: Record<string, unknown> };
const reading =
  (payload: unknown, type = 'SignalReceived') =>
  () =>
    decodeFact(type, JSON.stringify(payload));
const faultOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
};

describe('a stored fact', () => {
  it('is readable: units in the names, words for the lists, zeros and empties written out', () => {
    expect(stored().signal).toMatchObject({
      sizeMicroUsd: '12500000',
      limitPriceMicroUsd: '420000',
      side: 'SIDE_BUY',
      orderType: 'ORDER_TYPE_FAK',
      reduceOnly: false,
      externalId: '',
    });
  });

  it('may have fields of a newer version, which are ignored', () => {
    const newer = { ...stored(), mood: 'good' };
    newer.signal['mood'] = { level: 3 };
    expect(reading(newer)()).toEqual(received);
  });

  it('stops the reader when its type is unknown', () => {
    const fault = faultOf(reading({}, 'SignalDreamt'));
    expect(fault).toBeInstanceOf(UnknownFactError);
    expect(fault).toMatchObject({ factType: 'SignalDreamt' });
    expect(String(fault)).toContain('SignalDreamt');
    expect(reading({}, 'toString')).toThrow(UnknownFactError);
  });

  it('stops the reader when its schema version is later than ours', () => {
    expect(() => decodeFact('SignalReceived', encodeFact(received), 2)).toThrow(UnknownFactError);
    expect(() => decodeFact('SignalReceived', encodeFact(received), 0)).toThrow(UnknownFactError);
  });
});

describe('a malformed payload names the fact and the field', () => {
  it.each<[string, unknown]>([
    ['sizeMicroUsd', '12.5'],
    ['sizeMicroUsd', ''],
    ['sizeMicroUsd', '007'],
    ['sizeMicroUsd', '1e6'],
    ['sizeMicroUsd', '9'.repeat(80)],
    ['sizeMicroUsd', 12_500_000],
    ['sizeMicroUsd', null],
    ['limitPriceMicroUsd', '0'],
    ['limitPriceMicroUsd', '1000000'],
    ['limitPriceMicroUsd', '-1'],
    ['side', 'SIDE_UNSPECIFIED'],
    ['side', 'SIDE_SIDEWAYS'],
    ['side', 99],
    ['orderType', 'FAK'],
    ['reduceOnly', 'no'],
    ['observedAt', '2026-01-31T12:00:00Z'],
    ['observedAt', '2026-02-31T12:00:00.000Z'],
    ['receivedAt', 'yesterday'],
  ])('signal.%s = %j', (field, value) => {
    const payload = stored();
    payload.signal[field] = value;
    const fault = faultOf(reading(payload));
    expect(fault).toBeInstanceOf(MalformedFactError);
    expect((fault as MalformedFactError).factType).toBe('SignalReceived');
    expect((fault as MalformedFactError).field).toContain(field);
    expect(String(fault)).toContain(`SignalReceived.`);
  });

  it.each(Object.keys(stored().signal))('signal.%s missing', (field) => {
    const payload = stored();
    const rest = Object.entries(payload.signal).filter(([name]) => name !== field);
    expect(faultOf(reading({ signal: Object.fromEntries(rest) }))).toMatchObject({
      name: 'MalformedFactError',
      field: `signal.${field}`,
    });
  });

  it('a missing part, a list item, a text that is no JSON object', () => {
    expect(faultOf(reading({}))).toMatchObject({ field: 'signal' });
    expect(
      faultOf(reading({ conditionId: 'c', payoutNumerators: ['1', 'x'] }, 'MarketResolved')),
    ).toMatchObject({ factType: 'MarketResolved', field: 'payoutDenominator' });
    expect(
      faultOf(
        reading(
          {
            conditionId: 'c',
            payoutNumerators: ['1', 'x'],
            payoutDenominator: '1',
            blockNumber: '1',
            transactionHash: '0x',
            at: AT,
          },
          'MarketResolved',
        ),
      ),
    ).toMatchObject({ field: 'payoutNumerators[1]' });
    expect(reading([])).toThrow(MalformedFactError);
    expect(reading(null)).toThrow(MalformedFactError);
    expect(() => decodeFact('SignalReceived', '{"signal":')).toThrow(MalformedFactError);
    expect(() => decodeFact('SignalReceived', Uint8Array.of(0x7b, 0xff))).toThrow(
      MalformedFactError,
    );
  });
});

describe('a fact that could not be read back is never stored', () => {
  const storing = (changes: object) => () =>
    encodeFact({ ...received, data: { ...received.data, ...changes } });

  it.each<[string, object]>([
    ['signal.limitPriceMicroUsd', { limitPrice: 1_000_000n }],
    ['signal.sizeMicroUsd', { sizeUsd: undefined }],
    ['signal.receivedAt', { receivedAt: '2026-01-31T12:00:00+01:00' }],
    ['signal.side', { side: 'HOLD' }],
  ])('%s', (field, changes) => {
    expect(faultOf(storing(changes))).toMatchObject({ name: 'MalformedFactError', field });
  });

  it('nor one whose text, flag or count is none', () => {
    expect(storing({ source: 7 })).toThrow(MalformedFactError);
    expect(storing({ reduceOnly: 'no' })).toThrow(MalformedFactError);
    const attempt = { alertId: 'a', channel: 'mail', receipt: '', at: AT };
    for (const wrong of [1.5, Number.NaN, 2 ** 31]) {
      expect(() =>
        encodeFact({ type: 'AlertDelivered', data: { ...attempt, attempt: wrong } }),
      ).toThrow(MalformedFactError);
    }
  });
});

describe('limits that are absent', () => {
  const rules = (set: account.RiskRules): Fact => ({
    type: 'RiskRulesSet',
    data: { accountId: 'a', strategyId: 's', rules: set, version: 1, by: 'b', why: '', at: AT },
  });

  it('stay absent, and a limit of zero stays a limit', () => {
    const none = decodeFact('RiskRulesSet', encodeFact(rules({})));
    expect(none.data).toHaveProperty('rules', {});
    const zero = rules({ dailyBudgetUsd: money.noUsd, maxConcurrentPositions: 0 });
    expect(decodeFact('RiskRulesSet', encodeFact(zero))).toStrictEqual(zero);
  });
});

describe('a mark', () => {
  const marked = (price: bigint): Fact => ({
    type: 'EquityMarked',
    data: {
      ...{ accountId: 'a', strategyId: 's', marks: [{ tokenId: '17', price }] },
      ...{ equityUsd: -1n, peakUsd: 0n, troughUsd: -2n, at: AT },
    },
  });

  it('is a part of a dollar, and may be none of it or all of it', () => {
    for (const price of [0n, 1_000_000n]) {
      expect(decodeFact('EquityMarked', encodeFact(marked(price)))).toStrictEqual(marked(price));
    }
    for (const price of [-1n, 1_000_001n]) {
      expect(faultOf(() => encodeFact(marked(price)))).toMatchObject({
        field: 'marks[0].valueMicroUsd',
      });
    }
  });
});

describe('what a fact did not have when it was stored', () => {
  const killed = { accountId: 'a', by: 'b', why: 'c', at: AT };

  it('stays absent, and no is not the same as nothing said', () => {
    expect(reading(killed, 'AccountKilled')().data).toStrictEqual(killed);
    const held = { ...killed, flatten: false };
    expect(reading(held, 'AccountKilled')().data).toStrictEqual(held);
  });

  it('is a fault when it is there and wrong', () => {
    const breaker = { ...killed, kind: 'BREAKER_KIND_SPREAD' };
    expect(reading(breaker, 'BreakerTripped')().data).toStrictEqual({
      ...{ ...killed, kind: 'spread', strategyId: undefined, until: undefined },
    });
    const late = { ...breaker, until: 'tomorrow' };
    expect(faultOf(reading(late, 'BreakerTripped'))).toMatchObject({ field: 'until' });
    const vague = { ...breaker, kind: 'BREAKER_KIND_UNSPECIFIED' };
    expect(faultOf(reading(vague, 'BreakerTripped'))).toMatchObject({ field: 'kind' });
  });
});

describe('a quote', () => {
  it('that is malformed names the field', () => {
    const good = encodeQuote({
      tokenId: '17',
      bids: [{ price: money.price('0.4'), shares: money.shares('10') }],
      asks: [],
      at: AT,
    });
    expect(good).toBe(
      '{"tokenId":"17","bids":[{"priceMicroUsd":"400000","sharesMicro":"10000000"}],"asks":[],' +
        `"at":"${AT}"}`,
    );
    const fault = faultOf(() => decodeQuote(good.replace('400000', '0')));
    expect(fault).toBeInstanceOf(MalformedQuoteError);
    expect(fault).toMatchObject({ field: 'bids[0].priceMicroUsd' });
  });
});
