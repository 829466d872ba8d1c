/** Requests are signed as the official relayer client signs them, and in no other way. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { encodeFunctionData, zeroAddress } from 'viem';
import { z } from 'zod';
import type { Address, Hex } from '../chain/venue-chain.js';
import { proxyFactoryAbi } from '../chain/wallet-abis.js';
import { PROXY_FACTORY, proxyWalletOf, RELAY_HUB, safeOf } from '../chain/wallet-addresses.js';
import { recorded } from '../testing/recorded.js';
import { signedByOwner } from './signed-by-owner.js';
import { submission, type Submission } from './submission.js';

const vectorFile = recorded('vectors', 'signing.json');

const vector = z.object({
  id: z.string(),
  signer: z.string().transform((text) => text as Address),
  signature: z.string().transform((text) => text as Hex),
  request: z.object({
    nonce: z.string(),
    gasLimit: z.string().optional(),
    relay: z.string().optional(),
    transactions: z.tuple([z.object({ to: z.string(), data: z.string() })]),
  }),
});

/** The vectors of the official client's own tests, written as the client sends them. */
const published = (id: string): Submission => {
  const file = z
    .object({ vectors: z.array(z.object({ id: z.string() }).loose()) })
    .parse(JSON.parse(readFileSync(vectorFile ?? '', 'utf8')));
  const { signer, signature, request } = vector.parse(file.vectors.find((one) => one.id === id));
  const [call] = request.transactions;
  const common = { from: signer, nonce: request.nonce, signature };
  if (id === 'relayer-safe-tx')
    return submission.parse({
      ...common,
      type: 'SAFE',
      to: call.to,
      data: call.data,
      proxyWallet: safeOf(signer),
      signatureParams: {
        gasPrice: '0',
        operation: '0',
        safeTxnGas: '0',
        baseGas: '0',
        gasToken: zeroAddress,
        refundReceiver: zeroAddress,
      },
    });
  return submission.parse({
    ...common,
    type: 'PROXY',
    to: PROXY_FACTORY,
    data: encodeFunctionData({
      abi: proxyFactoryAbi,
      functionName: 'proxy',
      args: [[{ typeCode: 1, to: call.to as Address, value: 0n, data: call.data as Hex }]],
    }),
    proxyWallet: proxyWalletOf(signer),
    signatureParams: {
      gasPrice: '0',
      gasLimit: request.gasLimit,
      relayerFee: '0',
      relayHub: RELAY_HUB,
      relay: request.relay,
    },
  });
};

(vectorFile === undefined ? describe.skip : describe)('a request to the relayer', () => {
  it.each(['relayer-safe-tx', 'relayer-proxy-tx'])(
    'is known by the client’s published signature: %s',
    async (id) => {
      expect(await signedByOwner(published(id))).toBe(true);
    },
  );

  it.each(['relayer-safe-tx', 'relayer-proxy-tx'])(
    'is not its owner’s when a number in it is another: %s',
    async (id) => {
      const asked = published(id);
      if (!('nonce' in asked)) throw new Error('This request has no nonce');
      expect(await signedByOwner({ ...asked, nonce: asked.nonce + 1n })).toBe(false);
    },
  );

  it('needs the mark of a personal signature on a Safe’s', async () => {
    const asked = published('relayer-safe-tx');
    if (asked.type !== 'SAFE') throw new Error('This is no request of a Safe');
    const unmarked: Hex = `${asked.signature.slice(0, -2) as Hex}1b`;
    expect(await signedByOwner({ ...asked, signature: unmarked })).toBe(false);
  });
});
