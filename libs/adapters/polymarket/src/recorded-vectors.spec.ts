/** Every recorded vector: reproduced by our own arithmetic, or left for a reason. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hashTypedData, recoverAddress, type Hex } from 'viem';
import {
  depositWalletDigest,
  depositWalletSignature,
  keyPartOf,
} from './deposit-wallet-signature.js';
import { orderHash, type OrderDomain, type OrderStruct } from './order-hash.js';
import { SignedBody } from './signed-body.js';
import { localKey } from './local-key.js';
import { signingAccount } from './signing-account.js';
import { fixture, fixtureFolder, haveFixtures } from './testing/recorded.js';

type Vector = {
  readonly id: string;
  readonly signature: Hex;
  readonly hash?: Hex;
  readonly domain: Omit<OrderDomain, 'version'> & { readonly version: string };
  readonly message: Omit<OrderStruct, 'side'> & { readonly side: number };
};

const { test_key, vectors } = (
  haveFixtures
    ? fixture('vectors/signing.json')
    : { test_key: { private_key: `0x${'1'.repeat(64)}` }, vectors: [] }
) as { readonly test_key: { readonly private_key: Hex }; readonly vectors: readonly Vector[] };
const key = localKey(test_key.private_key);
const sign = async (hash: Hex): Promise<Hex> => (await key.sign?.({ hash })) ?? '0x';

const orderOf = ({ message }: Vector): OrderStruct => ({
  ...message,
  side: message.side === 0 ? 'BUY' : 'SELL',
});
const domainOf = ({ domain: { chainId, verifyingContract, version } }: Vector): OrderDomain => ({
  ...{ chainId, verifyingContract, version: version === '3' ? 3 : 2 },
});

const byKey = async (vector: Vector) => {
  const hash = orderHash(orderOf(vector), domainOf(vector));
  expect(hash).toBe(vector.hash);
  expect(await sign(hash)).toBe(vector.signature);
};
const byDepositWallet = async (vector: Vector) => {
  const [order, domain] = [orderOf(vector), domainOf(vector)];
  expect(orderHash(order, domain)).toBe(vector.hash);
  const signed = await sign(depositWalletDigest(order, domain));
  expect(depositWalletSignature(signed, order, domain)).toBe(vector.signature);
  expect(keyPartOf(vector.signature, order, domain)).toBe(signed);
};
/** The official client asks the account for it: the account signs what it is asked. */
const byLogin = async ({ domain, message, signature }: Vector) => {
  const data = {
    ...{ domain, message, primaryType: 'ClobAuth' },
    types: {
      ClobAuth: [
        { name: 'address', type: 'address' },
        { name: 'timestamp', type: 'string' },
        { name: 'nonce', type: 'uint256' },
        { name: 'message', type: 'string' },
      ],
    },
  } as never;
  expect(await signingAccount(key).account.signTypedData(data)).toBe(signature);
  expect(await recoverAddress({ hash: hashTypedData(data), signature })).toBe(key.address);
};
/** Its inner part is made by our digest; the envelope around it is of a key we never hold. */
const bySessionKey = async (vector: Vector) => {
  const [order, domain] = [orderOf(vector), domainOf(vector)];
  const inner = depositWalletSignature(
    await sign(depositWalletDigest(order, domain)),
    order,
    domain,
  );
  expect(vector.signature).not.toBe(inner);
  expect(keyPartOf(vector.signature, order, domain)).toBeUndefined();
};
const byFirstVersion = ({ message, domain, signature }: Vector) => {
  const order = { ...message, side: 'BUY', signature };
  const body = { order, domain, orderType: 'GTC', postOnly: false, deferExec: false };
  expect(SignedBody.safeParse(body).success).toBe(false);
};

/** What must come of each vector of signatures; a new one has to be added. */
const SIGNATURES: Readonly<Record<string, (vector: Vector) => void | Promise<void>>> = {
  // An order of the first protocol, which no market takes: its stored body is refused.
  'v1-ctf-amoy': byFirstVersion,
  'v2-buy-eoa': byKey,
  'v2-buy-poly-proxy': byKey,
  'v3-buy-eoa-computed': byKey,
  'v2-poly1271-standard': byDepositWallet,
  // Signed by a session key; we sign with the owner's key only, and take no other signature.
  'v2-poly1271-session-standard': bySessionKey,
  'l1-clob-auth-amoy': byLogin,
};
/** Not signed by this adapter: who reproduces them instead. */
const SIGNATURES_ELSEWHERE: Readonly<Record<string, string>> = {
  'l2-hmac': 'the paper venue seals requests itself: auth.spec',
  'relayer-safe-tx': "the redeemer's relayer signs these, not the trader",
  'relayer-proxy-tx': "the redeemer's relayer signs these, not the trader",
};
/** The other files, each taken whole by a spec of its own, and how many vectors it has. */
const OTHER_FILES: Readonly<Record<string, number>> = {
  'market-price.json': 13, // price-to-fill.spec of the domain
  'order-amounts.json': 38, // order-amounts.spec
  'taker-fees.json': 11, // fee.spec of the domain
};

(haveFixtures ? describe : describe.skip)('the recorded vectors', () => {
  it('are each reproduced, or left for a reason', () => {
    const known = [...Object.keys(SIGNATURES), ...Object.keys(SIGNATURES_ELSEWHERE)];
    expect(vectors.map(({ id }) => id).sort()).toEqual(known.sort());
    const files = readdirSync(fixtureFolder('vectors')).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(['signing.json', ...Object.keys(OTHER_FILES)].sort());
  });

  it.each(Object.keys(SIGNATURES))('are reproduced: %s', async (id) => {
    const vector = vectors.find((one) => one.id === id);
    await SIGNATURES[id]?.(vector as Vector);
    expect.hasAssertions();
  });

  it.each(Object.entries(OTHER_FILES))('in %s are %d, as its spec counts on', (file, count) => {
    const read = fixture(`vectors/${file}`) as { readonly vectors?: readonly unknown[] };
    expect(read.vectors ?? read).toHaveLength(count);
  });
});

describe('the signature of a deposit wallet', () => {
  const order: OrderStruct = {
    ...{ salt: '1', maker: key.address, signer: key.address, tokenId: '1234' },
    ...{ makerAmount: '100', takerAmount: '50', side: 'BUY', signatureType: 3 },
    ...{ timestamp: '1713398400000', metadata: `0x${'0'.repeat(64)}` },
    builder: `0x${'0'.repeat(64)}`,
  };
  const domain: OrderDomain = { version: 2, chainId: 137, verifyingContract: key.address };

  it('is of one order of one wallet on one exchange', async () => {
    const signed = await sign(depositWalletDigest(order, domain));
    const whole = depositWalletSignature(signed, order, domain);
    expect(keyPartOf(whole, order, domain)).toBe(signed);
    expect(keyPartOf(whole, { ...order, makerAmount: '101' }, domain)).toBeUndefined();
    expect(keyPartOf(whole, order, { ...domain, version: 3 })).toBeUndefined();
    expect(keyPartOf(signed, order, domain)).toBeUndefined();
    const other = { ...order, signer: '0x1111111111111111111111111111111111111111' } as const;
    expect(depositWalletDigest(other, domain)).not.toBe(depositWalletDigest(order, domain));
  });
});
