/** Signatures the venue must know, from the recorded vectors of the official clients. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { TypedDataDomain } from 'viem';
import { z } from 'zod';
import type { Address, Hex } from '../chain/venue-chain.js';
import { recorded } from '../testing/recorded.js';
import { orderHash, type SignedOrder } from './order-typed-data.js';
import { recoverOrderSigner } from './recover-order-signer.js';
import { requestSignature } from './verify-request.js';
import { verifyWalletLogin } from './verify-wallet-login.js';

const path = recorded('vectors', 'signing.json');

const vectors =
  path === undefined
    ? []
    : z
        .object({ vectors: z.array(z.record(z.string(), z.unknown())) })
        .parse(JSON.parse(readFileSync(path, 'utf8'))).vectors;

const orderVector = z.object({
  id: z.string(),
  signer: z.string(),
  domain: z.custom<TypedDataDomain>(),
  hash: z.string(),
  signature: z.string(),
  message: z.record(z.string(), z.union([z.string(), z.number()])),
});

const orders = vectors
  .filter(
    (vector) => vector['kind'] === 'order' && vector['order_struct'] === 'V2' && 'hash' in vector,
  )
  .map((vector) => orderVector.parse(vector));

const asOrder = ({ message, signature }: z.infer<typeof orderVector>): SignedOrder => ({
  salt: BigInt(message['salt'] ?? 0),
  maker: message['maker'] as Address,
  signer: message['signer'] as Address,
  tokenId: String(message['tokenId']),
  makerAmount: BigInt(message['makerAmount'] ?? 0),
  takerAmount: BigInt(message['takerAmount'] ?? 0),
  side: message['side'] === 0 ? 'BUY' : 'SELL',
  signatureType: Number(message['signatureType']) as 0 | 1 | 2 | 3,
  timestamp: BigInt(message['timestamp'] ?? 0),
  metadata: message['metadata'] as Hex,
  builder: message['builder'] as Hex,
  signature: signature as Hex,
});

const run = path === undefined ? describe.skip : describe;

run('the recorded signatures', () => {
  it('cover plain, proxy and deposit wallets', () => {
    const types = new Set(orders.map((vector) => vector.message['signatureType']));
    expect([...types].sort()).toEqual(expect.arrayContaining([0, 1, 3]));
  });

  it('give each order its hash and its signer, and no signer once it is changed', async () => {
    for (const vector of orders) {
      const order = asOrder(vector);
      expect(orderHash(order, vector.domain)).toBe(vector.hash);
      expect(await recoverOrderSigner(order, vector.domain)).toBe(vector.signer);
      const changed = { ...order, makerAmount: order.makerAmount + 1n };
      expect(await recoverOrderSigner(changed, vector.domain)).not.toBe(vector.signer);
    }
  });

  it('let a wallet in by its own sentence only', async () => {
    const vector = vectors.find(({ kind }) => kind === 'clob-auth');
    const { message, signature } = z
      .object({ message: z.record(z.string(), z.string()), signature: z.string() })
      .parse(vector);
    const headers = {
      poly_address: message['address'],
      poly_signature: signature,
      poly_timestamp: message['timestamp'],
      poly_nonce: message['nonce'],
    };
    const amoy = 80_002;
    expect(await verifyWalletLogin(headers, amoy)).toEqual({
      address: message['address'],
      nonce: '23',
    });
    expect(await verifyWalletLogin({ ...headers, poly_nonce: '24' }, amoy)).toBeUndefined();
    expect(await verifyWalletLogin({}, amoy)).toBeUndefined();
  });

  it('seal a request with the key of its secret', () => {
    const vector = z
      .object({
        secret_base64: z.string(),
        timestamp: z.string(),
        method: z.string(),
        path: z.string(),
        body: z.string(),
        signature: z.string(),
      })
      .parse(vectors.find(({ kind }) => kind === 'hmac'));
    const request = { ...vector, body: Buffer.from(vector.body) };
    expect(requestSignature(vector.secret_base64, request)).toBe(vector.signature);
  });
});
