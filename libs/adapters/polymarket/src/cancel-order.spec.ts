import { describe, expect, it } from '@jest/globals';
import { readCancellation } from './cancel-order.js';
import { answered, fixture, haveFixtures, recordedAnswer } from './testing/recorded.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';

describe('cancelling an order', () => {
  it('is proven only by the venue naming the order', () => {
    expect(readCancellation(recordedAnswer('cancel-order.cancelled'), HASH)).toEqual({
      kind: 'cancelled',
      detail: '',
    });
    expect(readCancellation(recordedAnswer('cancel-order.not-cancelled'), HASH)).toEqual({
      kind: 'not_cancelled',
      detail: 'Order not found or already canceled',
    });
  });

  it.each([
    [200, { canceled: ['0xother'], not_canceled: {} }],
    [200, null],
    [425, ''],
    [500, { error: 'oops' }],
  ])('is not proven by HTTP %i %j', (status, body) => {
    expect(readCancellation(answered(status, body), HASH).kind).toBe('not_cancelled');
  });

  (haveFixtures ? it : it.skip)('reads the answers others recorded', () => {
    const one = fixture('wire-nautilus/rust/http_cancel_response_ok.json') as {
      readonly canceled: readonly string[];
    };
    expect(readCancellation(answered(200, one), one.canceled[0] ?? '').kind).toBe('cancelled');
    const batch = fixture('wire-nautilus/rust/http_batch_cancel_response.json') as {
      readonly not_canceled: Readonly<Record<string, string>>;
    };
    const [refused] = Object.keys(batch.not_canceled);
    expect(readCancellation(answered(200, batch), refused ?? '')).toEqual({
      kind: 'not_cancelled',
      detail: 'already canceled or matched',
    });
  });
});
