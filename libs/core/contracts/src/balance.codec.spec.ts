import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { decodeBalance, encodeBalance } from './balance.codec.js';
import { MalformedBalanceError } from './errors.js';

const balance = {
  accountId: 'paper',
  freeUsd: money.usd('1234.567891'),
  at: '2026-11-22T12:00:00.000Z',
};

describe('a balance in passing', () => {
  it('arrives as it was sent', () => {
    expect(decodeBalance(encodeBalance(balance))).toStrictEqual(balance);
  });

  it.each([
    ['freeMicroUsd', { freeMicroUsd: '12.5' }],
    ['freeMicroUsd', { freeMicroUsd: 12 }],
    ['at', { at: 'now' }],
    ['accountId', { accountId: undefined }],
  ])('is refused by the name of its field when it makes no sense: %s', (field, wrong) => {
    const sent = { ...(JSON.parse(encodeBalance(balance)) as object), ...wrong };
    const reading = () => decodeBalance(JSON.stringify(sent));
    expect(reading).toThrow(MalformedBalanceError);
    expect(reading).toThrow(new RegExp(field));
  });
});
