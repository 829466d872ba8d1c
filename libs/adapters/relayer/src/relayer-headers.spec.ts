import { describe, expect, it } from '@jest/globals';
import { relayerHeaders, signatureOf } from './relayer-headers.js';

const secret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

describe('what the relayer is told of who asks', () => {
  // The venue's own vector of the same recipe, from its client's tests.
  it('signs the request like the venue’s client', () => {
    expect(signatureOf(secret, '1000000test-sign/orders{"hash": "0x123"}')).toBe(
      'ZwAdJKvoYRlEKDkNMwd5BuwNNtg93kNaR_oU2HrfVvc=',
    );
  });

  it('puts a builder’s signature over time, method, path and body', () => {
    const request = { method: 'POST', path: '/submit', body: '{"a":1}', timestamp: 12 } as const;
    const builder = { kind: 'builder', apiKey: 'key', secret, passphrase: 'pass' } as const;
    expect(relayerHeaders(builder, request)).toStrictEqual({
      POLY_BUILDER_API_KEY: 'key',
      POLY_BUILDER_TIMESTAMP: '12',
      POLY_BUILDER_PASSPHRASE: 'pass',
      POLY_BUILDER_SIGNATURE: signatureOf(secret, '12POST/submit{"a":1}'),
    });
  });

  it('names the holder of a simple key', () => {
    const request = { method: 'GET', path: '/transactions', body: '', timestamp: 12 } as const;
    const simple = { kind: 'key', apiKey: 'key', address: '0xabc' } as const;
    expect(relayerHeaders(simple, request)).toStrictEqual({
      RELAYER_API_KEY: 'key',
      RELAYER_API_KEY_ADDRESS: '0xabc',
    });
  });
});
