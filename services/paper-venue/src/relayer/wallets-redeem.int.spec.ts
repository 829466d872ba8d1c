/** Every kind of wallet is made, approves, trades, and is paid for its winners, on the venue's chain. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AssetType,
  Chain,
  ClobClient,
  OrderType,
  Side,
  SignatureTypeV2,
} from '@polymarket/clob-client-v2';
import { encodeFunctionData, maxUint256, pad, zeroAddress, zeroHash } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createChainAccess, type ChainAccess } from '../chain/chain-access.js';
import { collateralAdapterAbi, conditionalTokensAbi, moneyAbi } from '../chain/contract-abis.js';
import {
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  PUSD,
} from '../chain/venue-addresses.js';
import type { Address, Hex } from '../chain/venue-chain.js';
import { safeAbi } from '../chain/wallet-abis.js';
import {
  DEPOSIT_WALLET_BEACON,
  DEPOSIT_WALLET_FACTORY,
  depositWalletOf,
  proxyWalletOf,
  safeOf,
} from '../chain/wallet-addresses.js';
import type { Market } from '../markets/market.js';
import { startPaperVenue, type PaperVenue } from '../start-paper-venue.js';
import { readyClient, signerOf, until } from '../testing/official-client.js';
import {
  createRelayerOwner,
  signSafe,
  type RelayerOwner,
  type WalletCall,
} from '../testing/relayer-owner.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const FUNDS = 100_000_000n;

const APPROVALS: readonly WalletCall[] = [
  {
    target: PUSD,
    data: encodeFunctionData({
      abi: moneyAbi,
      functionName: 'approve',
      args: [CTF_EXCHANGE, maxUint256],
    }),
  },
  ...[CTF_EXCHANGE, CTF_COLLATERAL_ADAPTER].map((operator) => ({
    target: CONDITIONAL_TOKENS,
    data: encodeFunctionData({
      abi: conditionalTokensAbi,
      functionName: 'setApprovalForAll',
      args: [operator, true],
    }),
  })),
];

const redemption = ({ id }: Market): WalletCall => ({
  target: CTF_COLLATERAL_ADAPTER,
  data: encodeFunctionData({
    abi: collateralAdapterAbi,
    functionName: 'redeemPositions',
    args: [PUSD, zeroHash, id, [1n, 2n]],
  }),
});

let venue: PaperVenue;
let chain: ChainAccess;
let won: Market;
let other: Market;

beforeAll(async () => {
  venue = await startPaperVenue({
    port: 0,
    wait: true,
    speed: 0.0001,
    markets: 2,
    delays: { minedMs: 5, confirmedMs: 10 },
  });
  chain = createChainAccess(venue.urls.rpc);
  [won, other] = venue.markets() as [Market, Market];
}, START_TIMEOUT_MS);

afterAll(async () => {
  await venue.stop();
});

const money = (holder: Address): Promise<bigint> =>
  chain.reader.readContract({
    address: PUSD,
    abi: moneyAbi,
    functionName: 'balanceOf',
    args: [holder],
  });

const shares = (holder: Address, market: Market): Promise<bigint> =>
  chain.reader.readContract({
    address: CONDITIONAL_TOKENS,
    abi: conditionalTokensAbi,
    functionName: 'balanceOf',
    args: [holder, BigInt(market.tokenIds[0])],
  });

/** Buys winners for ten dollars through the unmodified official client. */
const buy = async (
  privateKey: Hex,
  wallet: Address,
  type: SignatureTypeV2,
  market: Market,
): Promise<bigint> => {
  const { creds } = await readyClient(venue, privateKey);
  const client = new ClobClient({
    host: venue.urls.clob,
    chain: Chain.POLYGON,
    signer: signerOf(privateKey),
    creds,
    signatureType: type,
    funderAddress: wallet,
  });
  await client.updateBalanceAllowance({ asset_type: AssetType.COLLATERAL });
  const tokenID = market.tokenIds[0];
  await until(async () => (await client.getOrderBook(tokenID)).asks.length > 0);
  const order = await client.createMarketOrder({
    tokenID,
    amount: 10,
    side: Side.BUY,
    price: 0.99,
  });
  const placed = (await client.postOrder(order, OrderType.FAK)) as { readonly status: string };
  expect(placed).toMatchObject({ status: 'matched' });
  await until(async () => (await shares(wallet, market)) > 0n);
  return shares(wallet, market);
};

const lever = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${venue.urls.control}/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
};

describe('a wallet of the relayer', () => {
  const KINDS = [
    { name: 'proxy wallet', type: 'PROXY', of: proxyWalletOf, signs: SignatureTypeV2.POLY_PROXY },
    { name: 'Safe', type: 'SAFE', of: safeOf, signs: SignatureTypeV2.POLY_GNOSIS_SAFE },
    {
      name: 'deposit wallet',
      type: 'WALLET',
      of: depositWalletOf,
      signs: SignatureTypeV2.POLY_1271,
    },
  ] as const;
  const holders: {
    readonly type: (typeof KINDS)[number]['type'];
    readonly relayer: RelayerOwner;
    readonly wallet: Address;
    readonly held: bigint;
  }[] = [];

  const bodyFor = (
    relayer: RelayerOwner,
    type: (typeof KINDS)[number]['type'],
    calls: readonly WalletCall[],
  ) => relayer.bodies[type](calls);

  it.each(KINDS)(
    'that is a $name is made, approves and trades',
    async ({ type, of, signs }) => {
      const privateKey = generatePrivateKey();
      const owner = privateKeyToAccount(privateKey);
      const relayer = await createRelayerOwner(venue, owner);
      const wallet = of(owner.address);
      if (type !== 'PROXY') {
        const creation = await relayer.bodies[`${type}-CREATE`]();
        expect(await relayer.relay(creation)).toMatchObject({ state: 'STATE_CONFIRMED' });
        const asked = `/deployed?address=${wallet}${type === 'WALLET' ? '&type=WALLET' : ''}`;
        expect(await relayer.ask(asked)).toMatchObject({ body: { deployed: true } });
      }
      await venue.control.fund(wallet, FUNDS);
      const approved = await relayer.relay(await bodyFor(relayer, type, APPROVALS));
      expect(approved).toMatchObject({ state: 'STATE_CONFIRMED', type, proxyAddress: wallet });
      expect(approved.states).toContain('STATE_MINED');
      const held = await buy(privateKey, wallet, signs, won);
      expect(await money(wallet)).toBeLessThan(FUNDS);
      holders.push({ type, relayer, wallet, held });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'is paid one dollar a winning share, once',
    async () => {
      await venue.control.resolve(won, 0);
      for (const { type, relayer, wallet, held } of holders) {
        const before = await money(wallet);
        const body = await bodyFor(relayer, type, [redemption(won)]);
        const told = await relayer.relay(body);
        expect(told).toMatchObject({ state: 'STATE_CONFIRMED', nonce: '1' });
        expect((await money(wallet)) - before).toBe(held);
        expect(await shares(wallet, won)).toBe(0n);
        const again = await relayer.submit(body);
        expect(again).toMatchObject({ status: 200, body: { state: 'STATE_CONFIRMED' } });
        const next = await relayer.submit(await bodyFor(relayer, type, [redemption(won)]));
        expect(next).toEqual({
          status: 400,
          body: { error: 'PRECHECK_SKIPPED: redeem skipped: zero position balance' },
        });
      }
      expect(holders).toHaveLength(KINDS.length);
    },
    STORY_TIMEOUT_MS,
  );
});

describe('the deposit wallets’ factory', () => {
  it('names its beacon by the selector clients ask for, so that they derive the same wallets', async () => {
    const { data } = await chain.reader.call({ to: DEPOSIT_WALLET_FACTORY, data: '0x49493a4d' });
    expect(data).toBe(pad(DEPOSIT_WALLET_BEACON).toLowerCase());
  });
});

describe('a Safe without the relayer', () => {
  it(
    'redeems by execTransaction that its owner signed and paid for',
    async () => {
      const privateKey = generatePrivateKey();
      const owner = privateKeyToAccount(privateKey);
      const safe = safeOf(owner.address);
      const made = await lever('wallets', { owner: owner.address, type: 2, approve: true });
      expect(made).toMatchObject({ wallet: safe });
      await venue.control.fund(safe, FUNDS);
      await venue.control.fund(owner.address, 0n);
      const held = await buy(privateKey, safe, SignatureTypeV2.POLY_GNOSIS_SAFE, other);
      await venue.control.resolve(other, 0);
      const before = await money(safe);
      const { target: to, data } = redemption(other);
      const call = { to, data, operation: 0, nonce: 0n } as const;
      await chain.send(owner, {
        purpose: 'redeem from the Safe',
        to: safe,
        abi: safeAbi,
        functionName: 'execTransaction',
        args: [
          ...[to, 0n, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress],
          await signSafe(owner, call),
        ],
      });
      expect((await money(safe)) - before).toBe(held);
      const nonce = await chain.reader.readContract({
        address: safe,
        abi: safeAbi,
        functionName: 'nonce',
      });
      expect(nonce).toBe(1n);
    },
    STORY_TIMEOUT_MS,
  );
});
