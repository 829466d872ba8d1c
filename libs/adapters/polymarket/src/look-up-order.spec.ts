import { describe, expect, it } from '@jest/globals';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { evidenceFrom } from './look-up-order.js';
import { answered, fixture, haveFixtures, recorded, recordedAnswer } from './testing/recorded.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';
const unknownSize = { orderHash: HASH, signedShares: undefined };
const signed100 = { orderHash: HASH, signedShares: 100_000_000n };

describe('looking up an order', () => {
  it.each([unknownSize, signed100])('reads sizes in shares, given %j', (about) => {
    const evidence = evidenceFrom(recordedAnswer('get-order.live'), about);
    expect(evidence).toEqual({ kind: 'found', status: 'live', matchedShares: 25_000_000n });
  });

  it.each([unknownSize, signed100])('reads sizes in millionths, given %j', (about) => {
    const evidence = evidenceFrom(recordedAnswer('get-order.matched-in-integers'), about);
    expect(evidence).toEqual({ kind: 'found', status: 'matched', matchedShares: 100_000_000n });
  });

  it('trusts what we signed more than the words around a size', () => {
    const { body } = recorded('get-order.matched-in-integers');
    const mixed = { ...(body as object), status: 'MATCHED' };
    const whole = { ...(body as object), original_size: '100', size_matched: '25' };
    expect(evidenceFrom(answered(200, mixed), signed100)).toMatchObject({
      matchedShares: 100_000_000n,
    });
    expect(evidenceFrom(answered(200, whole), signed100)).toMatchObject({
      matchedShares: 25_000_000n,
    });
  });

  it.each([
    ['LIVE', 'live'],
    ['ORDER_STATUS_LIVE', 'live'],
    ['DELAYED', 'delayed'],
    ['UNMATCHED', 'live'],
    ['ORDER_STATUS_CANCELED', 'cancelled'],
    ['CANCELED_balance changed', 'cancelled'],
    ['ORDER_STATUS_CANCELED_MARKET_RESOLVED', 'market_over'],
    ['INVALID', 'invalid'],
    ['CANCELED_order expired', 'expired'],
  ])('knows %s as %s', (status, expected) => {
    const { body } = recorded('get-order.live');
    const answer = answered(200, { ...(body as object), status });
    expect(evidenceFrom(answer, signed100)).toMatchObject({ status: expected });
  });

  it.each([
    [200, null],
    [200, ''],
    [200, {}],
    [404, { error: 'order not found' }],
  ])('takes HTTP %i %j for absence, which proves nothing', (status, body) => {
    expect(evidenceFrom(answered(status, body), signed100)).toEqual({ kind: 'absent' });
  });

  it('fails loudly on a status it does not know, another order, or no answer', () => {
    const { body } = recorded('get-order.live');
    const odd = answered(200, { ...(body as object), status: 'SUSPENDED' });
    const other = answered(200, { ...(body as object), id: '0xother' });
    expect(() => evidenceFrom(odd, signed100)).toThrow(UnreadableAnswerError);
    expect(() => evidenceFrom(other, signed100)).toThrow(UnreadableAnswerError);
    expect(() => evidenceFrom(answered(502, 'bad gateway'), signed100)).toThrow(
      VenueUnavailableError,
    );
  });

  (haveFixtures ? it : it.skip)('reads the orders others recorded', () => {
    const one = fixture('wire-nautilus/rust/http_open_order.json') as { readonly id: string };
    const page = fixture('wire-nautilus/rust/http_open_orders_page.json') as {
      readonly data: readonly { readonly id: string }[];
    };
    for (const order of [one, ...page.data]) {
      const about = { orderHash: order.id, signedShares: undefined };
      expect(evidenceFrom(answered(200, order), about).kind).toBe('found');
    }
  });
});
