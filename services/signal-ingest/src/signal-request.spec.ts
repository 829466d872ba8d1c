import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { readSignal } from './signal-request.js';

const request = {
  externalId: 'external-1',
  strategyId: 'strategy-1',
  conditionId: `0x${'c0'.repeat(32)}`,
  tokenId: '12345678901234567890',
  side: 'BUY',
  sizeUsd: '20.5',
  limitPrice: '0.5',
};

const read = (fields: Record<string, unknown> = {}) => readSignal({ ...request, ...fields });
const faultsOf = (body: unknown) => {
  const answer = readSignal(body);
  return 'faults' in answer ? answer.faults : [];
};

describe('a signal as it is sent', () => {
  it('is read with money as integers', () => {
    expect(read()).toStrictEqual({
      signal: {
        ...request,
        sizeUsd: money.usd('20.5'),
        limitPrice: money.price('0.5'),
        orderType: 'FAK',
        reduceOnly: false,
      },
    });
  });

  it('may write decimals as numbers when they are exact', () => {
    expect(read({ sizeUsd: 20.5, limitPrice: 0.37 })).toMatchObject({
      signal: { sizeUsd: money.usd('20.5'), limitPrice: money.price('0.37') },
    });
  });

  it('has its time in one form, whatever precision it was sent with', () => {
    expect(read({ observedAt: '2026-11-22T12:00:00Z' })).toMatchObject({
      signal: { observedAt: '2026-11-22T12:00:00.000Z' },
    });
  });

  it.each([
    ['sizeUsd', ['0', '-1', '1.1234567', '1e3', 'NaN', '', null, 0, -1, 1e-9, 1e21]],
    ['limitPrice', ['0', '1', '1.5', '-0.5', 0, 1, '0.0000001']],
    ['conditionId', ['', '0x12', 'condition', `0x${'zz'.repeat(32)}`, 1]],
    ['tokenId', ['', '-1', '0x1', '1.5', 7, '9'.repeat(79)]],
    ['side', ['buy', 'HOLD', null, 1]],
    ['orderType', ['GTT', 'fak', null]],
    ['expiresAt', ['soon', 0, '2026-11-22T12:00:00+02:00', '2026-11-22T12:00:00Z']],
    ['postOnly', ['true', 1, null, true]],
    ['reduceOnly', ['true', 1, null]],
    ['observedAt', ['yesterday', '2026-11-22', '2026-11-22T12:00:00+02:00', 0]],
    ['externalId', ['', 'x'.repeat(201), 1]],
    ['strategyId', ['', 1]],
    ['source', ['', 'x'.repeat(201)]],
  ])('is refused by the name of the field when %s cannot be read', (field, values) => {
    for (const value of values) {
      expect({ value, faults: faultsOf({ ...request, [field]: value }) }).toStrictEqual({
        value,
        faults: [{ field, detail: expect.any(String) }],
      });
    }
  });

  it('may rest until a time, and only rest', () => {
    const resting = { orderType: 'GTD', expiresAt: '2026-11-22T12:00:00Z', postOnly: true };
    expect(read(resting)).toMatchObject({
      signal: { ...resting, expiresAt: '2026-11-22T12:00:00.000Z' },
    });
    expect(faultsOf({ ...request, orderType: 'GTD' })).toStrictEqual([
      { field: 'expiresAt', detail: 'must say when a GTD order ends' },
    ]);
    expect(read({ orderType: 'GTC', postOnly: true })).toMatchObject({
      signal: { postOnly: true },
    });
  });

  it.each(['externalId', 'strategyId', 'conditionId', 'tokenId'])(
    'says that %s is missing',
    (field) => {
      expect(faultsOf({ ...request, [field]: undefined })).toStrictEqual([
        { field, detail: 'is missing' },
      ]);
    },
  );

  it('names every fault at once', () => {
    const faults = faultsOf({ ...request, side: 'HOLD', sizeUsd: '0' });
    expect(faults.map(({ field }) => field).sort()).toStrictEqual(['side', 'sizeUsd']);
  });

  it('refuses a field it does not know, so that no wish is misread', () => {
    expect(faultsOf({ ...request, stopLoss: '0.4' })).toStrictEqual([
      { field: 'stopLoss', detail: 'is not a field of a signal' },
    ]);
  });

  it.each([undefined, null, 'text', 1, []])('refuses a body that is no object: %p', (body) => {
    expect(faultsOf(body)).toMatchObject([{ field: 'body' }]);
  });
});
