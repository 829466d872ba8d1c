import { describe, expect, it } from '@jest/globals';
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
