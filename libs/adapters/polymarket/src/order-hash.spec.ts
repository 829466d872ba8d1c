import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashTypedData, toHex } from 'viem';
import { orderHash, type OrderDomain, type OrderStruct } from './order-hash.js';
import { fixture, haveFixtures } from './testing/recorded.js';

type Vector = {
  readonly id: string;
  readonly kind: string;
  readonly order_struct?: string;
  readonly hash?: string;
  readonly domain: Omit<OrderDomain, 'version'> & { readonly version: string };
  readonly message: Omit<OrderStruct, 'side'> & { readonly side: number };
};

(haveFixtures ? describe : describe.skip)('the hash of an order', () => {
  const { vectors } = (haveFixtures ? fixture('vectors/signing.json') : { vectors: [] }) as {
    readonly vectors: readonly Vector[];
  };
  const orders = vectors.filter(({ order_struct, hash }) => order_struct === 'V2' && hash);

  it('has vectors of versions 2 and 3', () => {
    expect(new Set(orders.map(({ domain }) => domain.version))).toEqual(new Set(['2', '3']));
  });

  it.each(orders.map((vector) => [vector.id, vector] as const))('is that of %s', (_, vector) => {
    const { verifyingContract, chainId } = vector.domain;
    const version = vector.domain.version === '3' ? 3 : 2;
    const side = vector.message.side === 0 ? 'BUY' : 'SELL';
    const found = orderHash({ ...vector.message, side }, { version, chainId, verifyingContract });
    expect(found).toBe(vector.hash);
  });
});

describe('the hash of any order', () => {
  const hex = (bytes: number) =>
    fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((given) => toHex(given));
  const integer = (bits: bigint) => fc.bigInt(0n, 2n ** bits - 1n).map(String);
  const anyOrder: fc.Arbitrary<OrderStruct> = fc.record({
    ...{ salt: integer(53n), maker: hex(20), signer: hex(20), tokenId: integer(256n) },
    ...{ makerAmount: integer(256n), takerAmount: integer(256n), timestamp: integer(64n) },
    side: fc.constantFrom('BUY', 'SELL'),
    signatureType: fc.nat(3),
    ...{ metadata: hex(32), builder: hex(32) },
  });
  const anyDomain: fc.Arbitrary<OrderDomain> = fc.record({
    version: fc.constantFrom(2, 3),
    chainId: fc.constantFrom(137, 80002),
    verifyingContract: hex(20),
  });

  it('is that of the general encoder for typed data', () => {
    fc.assert(
      fc.property(anyOrder, anyDomain, (order, domain) => {
        const { version, ...rest } = domain;
        expect(orderHash(order, domain)).toBe(
          hashTypedData({
            domain: { name: 'Polymarket CTF Exchange', version: String(version), ...rest },
            types: {
              Order: [
                ...['salt uint256', 'maker address', 'signer address', 'tokenId uint256'],
                ...['makerAmount uint256', 'takerAmount uint256', 'side uint8'],
                ...['signatureType uint8', 'timestamp uint256', 'metadata bytes32'],
                'builder bytes32',
              ].map((field) => {
                const [name = '', type = ''] = field.split(' ');
                return { name, type };
              }),
            },
            primaryType: 'Order',
            message: { ...order, side: order.side === 'BUY' ? 0 : 1 },
          }),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is refused for a number of more than 256 bits', () => {
    const [order] = fc.sample(anyOrder, 1);
    const [domain] = fc.sample(anyDomain, 1);
    const odd = { ...(order as OrderStruct), tokenId: String(2n ** 256n) };
    expect(() => orderHash(odd, domain as OrderDomain)).toThrow(RangeError);
  });
});
