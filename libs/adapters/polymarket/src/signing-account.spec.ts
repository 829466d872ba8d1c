import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashTypedData, type Hex, type TypedDataDefinition } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { signingAccount } from './signing-account.js';

/** The first public test key of Hardhat. */
const key = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
);
const field = (name: string, type: string) => ({ name, type });
const Order = [
  ...[field('salt', 'uint256'), field('maker', 'address'), field('signer', 'address')],
  ...[field('tokenId', 'uint256'), field('makerAmount', 'uint256')],
  ...[field('takerAmount', 'uint256'), field('side', 'uint8'), field('signatureType', 'uint8')],
  ...[field('timestamp', 'uint256'), field('metadata', 'bytes32'), field('builder', 'bytes32')],
];
const zero: Hex = `0x${'0'.repeat(64)}`;
const order = (message: object = {}, version = '2') => ({
  primaryType: 'Order' as const,
  types: { Order },
  domain: {
    ...{ name: 'Polymarket CTF Exchange', version, chainId: 137 },
    verifyingContract: '0xE111180000d2663C0091e4f400237545B87B996B' as Hex,
  },
  message: {
    ...{ salt: '479249096354', maker: key.address, signer: key.address, tokenId: '1234' },
    ...{ makerAmount: '100000000', takerAmount: '50000000', side: 0, signatureType: 0 },
    ...{ timestamp: '1710000000000', metadata: zero, builder: zero, ...message },
  },
});

describe('the account that the client signs with', () => {
  it('signs orders as the key itself does, and knows which hash it signed', async () => {
    const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map(String);
    const { account, hashSignedAs } = signingAccount(key);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ...{ salt: amount, tokenId: amount, makerAmount: amount, timestamp: amount },
          side: fc.constantFrom(0, 1),
          signatureType: fc.constantFrom(0, 1, 2),
        }),
        fc.constantFrom('2', '3'),
        async (message, version) => {
          const data = order(message, version);
          const signature = await account.signTypedData(data);
          expect(signature).toBe(await key.signTypedData(data));
          expect(hashSignedAs(signature)).toBe(hashTypedData(data as never));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('signs everything else as it is asked to', async () => {
    const { account, hashSignedAs } = signingAccount(key);
    const login = {
      ...{ primaryType: 'ClobAuth' as const, domain: { name: 'ClobAuthDomain', version: '1' } },
      types: { ClobAuth: [field('message', 'string')] },
      message: { message: 'hello' },
    };
    const other = { ...order(), types: { Order: [...Order].reverse() } };
    const everything: readonly TypedDataDefinition[] = [login, other];
    for (const data of everything) {
      const signature = await account.signTypedData(data);
      expect(signature).toBe(await key.signTypedData(data));
      expect(hashSignedAs(signature)).toBe(hashTypedData(data as never));
    }
    expect(hashSignedAs('0x00')).toBeUndefined();
  });

  it('does not take a key that only somebody else can sign with', () => {
    expect(() => signingAccount({ ...key, sign: undefined })).toThrow(TypeError);
  });
});
