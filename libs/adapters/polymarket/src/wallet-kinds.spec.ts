import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Chain, ClobClient, SignatureTypeV2 } from '@polymarket/clob-client-v2';
import { createWalletClient, custom, recoverAddress, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { keptTerms } from './kept-terms.js';
import { signOrder } from './sign-order.js';
import { readSignedBody } from './signed-body.js';
import { conditionId, privateKey, ticket, wallet } from './testing/examples.js';
import { fixture, haveFixtures, recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';
import { POLYGON_EXCHANGES } from './venue-contracts.js';

const FUNDER = '0x1111111111111111111111111111111111111111';
const account = privateKeyToAccount(privateKey);
const signer = createWalletClient({
  account,
  transport: custom({ request: () => Promise.reject(new Error('offline')) }),
});

describe('an order of each kind of wallet', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const sign = async (signatureType: SignatureTypeV2, version: string) => {
    const { body } = recorded('get-clob-market.open');
    const answer = { status: 200, body: { ...(body as object), v: version } };
    venue.answer(`GET /clob-markets/${conditionId}`, answer);
    const client = new ClobClient({
      ...{ host: venue.host, chain: Chain.POLYGON, signer },
      signatureType,
      ...(signatureType === SignatureTypeV2.EOA ? {} : { funderAddress: FUNDER }),
    });
    const now = () => '2026-11-22T10:00:00.000Z';
    const terms = keptTerms({ client, now, timeoutMs: 2_000 });
    const signed = await signOrder(
      {
        ...{ client, terms, now, chainId: 137, exchanges: POLYGON_EXCHANGES },
        restingTimeMs: 600_000,
      },
      ticket(),
    );
    return { hash: signed.orderHash as Hex, ...readSignedBody(signed) };
  };

  it.each([
    [SignatureTypeV2.EOA, 'v1', wallet, wallet],
    [SignatureTypeV2.POLY_PROXY, 'v1', FUNDER, wallet],
    [SignatureTypeV2.POLY_GNOSIS_SAFE, 'v1', FUNDER, wallet],
    [SignatureTypeV2.EOA, 'v2', wallet, wallet],
    [SignatureTypeV2.POLY_PROXY, 'v2', FUNDER, wallet],
    [SignatureTypeV2.POLY_GNOSIS_SAFE, 'v2', FUNDER, wallet],
  ])('of type %i in a market of %s is signed by the key', async (type, version, maker, by) => {
    const { hash, order, domain } = await sign(type, version);
    expect(order).toMatchObject({ maker, signer: by, signatureType: type });
    expect(domain.version).toBe(version === 'v2' ? 3 : 2);
    expect(await recoverAddress({ hash, signature: order.signature })).toBe(wallet);
  });

  it.each(['v1', 'v2'])(
    'of a deposit wallet in a market of %s carries its hash in its signature',
    async (version) => {
      const { order } = await sign(SignatureTypeV2.POLY_1271, version);
      expect(order).toMatchObject({ maker: FUNDER, signer: FUNDER, signatureType: 3 });
      // 65 of the key, two hashes, the type string of an order, and how long that is.
      expect((order.signature.length - 2) / 2).toBe(65 + 32 + 32 + 186 + 2);
      expect(order.signature.endsWith('00ba')).toBe(true);
    },
  );

  (haveFixtures ? it : it.skip)('has the signature of the vectors', async () => {
    const { vectors } = fixture('vectors/signing.json') as {
      readonly vectors: readonly {
        readonly order_struct?: string;
        readonly hash?: Hex;
        readonly signature: Hex;
        readonly message: { readonly signatureType: number };
      }[];
    };
    const byKey = vectors.filter(
      ({ order_struct, hash, message }) =>
        order_struct === 'V2' && hash !== undefined && message.signatureType !== 3,
    );
    expect(byKey.length).toBeGreaterThan(2);
    for (const { hash, signature } of byKey) {
      expect(await account.sign({ hash: hash as Hex })).toBe(signature);
    }
  });
});
