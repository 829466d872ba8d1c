/** Proxy, Safe and deposit wallets trade through their owner's key; uncovered orders are taken out. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssetType, Chain, ClobClient, Side, SignatureTypeV2 } from '@polymarket/clob-client-v2';
import { privateKeyToAccount } from 'viem/accounts';
import { createDepositWallets, walletOf, type SignatureType } from './accounts/wallets.js';
import type { Address } from './chain/venue-chain.js';
import { memoryJournal } from './journal/journal.js';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';
import { createFakeVenueChain, type FakeVenueChain } from './testing/fake-venue-chain.js';
import { readyClient, signerOf } from './testing/official-client.js';

const DEPOSIT_WALLET: Address = '0x1111111111111111111111111111111111111111';

const CLIENT_TYPES = {
  0: SignatureTypeV2.EOA,
  1: SignatureTypeV2.POLY_PROXY,
  2: SignatureTypeV2.POLY_GNOSIS_SAFE,
  3: SignatureTypeV2.POLY_1271,
} as const;

describe('a key with a smart wallet', () => {
  let chain: FakeVenueChain;
  let venue: PaperVenue;

  beforeAll(async () => {
    chain = createFakeVenueChain();
    venue = await startPaperVenue({ chain, port: 0, wait: true, speed: 0.0001 });
  });

  afterAll(async () => {
    await venue.stop();
  });

  const clientFor = async (signatureType: SignatureType, foreign?: Address) => {
    const { privateKey } = venue.testAccount;
    const owner = privateKeyToAccount(privateKey).address;
    await fetch(`${venue.urls.control}/deposit-wallets`, {
      method: 'POST',
      body: JSON.stringify({ owner, wallet: DEPOSIT_WALLET }),
    });
    const wallet = walletOf(owner, signatureType, createDepositWallets(memoryJournal()));
    const funderAddress = foreign ?? wallet ?? DEPOSIT_WALLET;
    chain.approve(funderAddress);
    await venue.control.fund(funderAddress, 50_000_000n);
    const { creds } = await readyClient(venue, privateKey);
    const client = new ClobClient({
      host: venue.urls.clob,
      chain: Chain.POLYGON,
      signer: signerOf(privateKey),
      creds,
      signatureType: CLIENT_TYPES[signatureType],
      funderAddress,
    });
    return { client, funderAddress };
  };

  it.each([1, 2, 3] as const)('places orders of signature type %d', async (type) => {
    const { client, funderAddress } = await clientFor(type);
    const tokenID = venue.markets()[0]?.tokenIds[0] ?? '';
    const placed = await client.createAndPostOrder({
      tokenID,
      price: 0.1,
      size: 20,
      side: Side.BUY,
    });
    expect(placed).toMatchObject({ success: true, status: 'live' });
    expect(await client.getOrder(placed.orderID)).toMatchObject({ maker_address: funderAddress });
  });

  it('refuses a wallet that is not the key’s own', async () => {
    const { client } = await clientFor(2, DEPOSIT_WALLET);
    const tokenID = venue.markets()[0]?.tokenIds[0] ?? '';
    const answer = await client.createAndPostOrder({
      tokenID,
      price: 0.1,
      size: 20,
      side: Side.BUY,
    });
    expect(answer).toMatchObject({
      error: 'maker address not allowed, please use the deposit wallet flow',
    });
  });

  it('loses the newest order when its money leaves', async () => {
    const { client, funderAddress } = await clientFor(1);
    await client.cancelAll();
    const tokenID = venue.markets()[0]?.tokenIds[0] ?? '';
    const order = { tokenID, price: 0.1, size: 300, side: Side.BUY };
    const first = await client.createAndPostOrder(order);
    const second = await client.createAndPostOrder(order);
    chain.take(funderAddress, 60_000_000n);
    await client.updateBalanceAllowance({ asset_type: AssetType.COLLATERAL });
    expect(await client.getOrder(first.orderID)).toMatchObject({ status: 'LIVE' });
    expect(await client.getOrder(second.orderID)).toMatchObject({ status: 'INVALID' });
  });
});
