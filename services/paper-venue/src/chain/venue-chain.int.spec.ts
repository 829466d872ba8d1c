/** The venue's chain keeps the venue's promises: trades settle whole, winners are paid, state lasts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  encodePacked,
  hashTypedData,
  keccak256,
  parseEventLogs,
  stringToHex,
  toEventSelector,
  zeroHash,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createChainAccess, type ChainAccess } from './chain-access.js';
import {
  collateralAdapterAbi,
  conditionalTokensAbi,
  exchangeAbi,
  moneyAbi,
} from './contract-abis.js';
import { runAnvil } from './run-anvil.js';
import { startVenueChain } from './start-venue-chain.js';
import {
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  FEE_RECEIVER,
  PUSD,
  USDC_E,
  operator,
} from './venue-addresses.js';
import type { Address, Hex, Market, SettledOrder, VenueChain } from './venue-chain.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const SHARE = 1_000_000n;

const question = (text: string): Hex => keccak256(stringToHex(text));
const orderHash = (): Hex => generatePrivateKey();
const order = (
  maker: Address,
  side: SettledOrder['side'],
  tokenId: string,
  amounts: readonly [makerAmount: bigint, takerAmount: bigint, fee?: bigint],
): SettledOrder => ({
  orderHash: orderHash(),
  maker,
  side,
  tokenId,
  makerAmount: amounts[0],
  takerAmount: amounts[1],
  fee: amounts[2] ?? 0n,
});

describe('the venue chain', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-chain-'));
  const stateFile = join(folder, 'chain.json');
  let venue: VenueChain;
  let chain: ChainAccess;

  const open = async (): Promise<void> => {
    venue = await startVenueChain({ port: 0, stateFile });
    chain = createChainAccess(venue.rpcUrl);
  };
  const newWallet = async (microUsd: bigint) => {
    const privateKey = generatePrivateKey();
    const account = privateKeyToAccount(privateKey);
    await venue.fund(account.address, microUsd);
    await venue.approveAll(privateKey);
    return account;
  };
  const redeem = (account: ReturnType<typeof privateKeyToAccount>, { conditionId }: Market) =>
    chain.send(account, {
      purpose: `redeem ${conditionId}`,
      to: CTF_COLLATERAL_ADAPTER,
      abi: collateralAdapterAbi,
      functionName: 'redeemPositions',
      args: [PUSD, zeroHash, conditionId, [1n, 2n]],
    });
  const money = async (wallet: Address): Promise<bigint> =>
    (await venue.collateral(wallet)).balance;
  const shares = async (wallet: Address, tokenId: string): Promise<bigint> =>
    (await venue.position(wallet, tokenId)).balance;

  beforeAll(open, START_TIMEOUT_MS);
  afterAll(async () => {
    await venue.stop();
    rmSync(folder, { recursive: true });
  });

  test('ids of condition and positions are those Conditional Tokens compute', async () => {
    const questionId = question('ids');
    const market = await venue.prepareMarket(questionId);
    const packed = encodePacked(
      ['address', 'bytes32', 'uint256'],
      [operator.address, questionId, 2n],
    );
    expect(market.conditionId).toBe(keccak256(packed));
    for (const [index, tokenId] of market.tokenIds.entries()) {
      const collectionId = await chain.reader.readContract({
        address: CONDITIONAL_TOKENS,
        abi: conditionalTokensAbi,
        functionName: 'getCollectionId',
        args: [zeroHash, market.conditionId, BigInt(index + 1)],
      });
      const id = keccak256(encodePacked(['address', 'bytes32'], [USDC_E, collectionId]));
      expect(BigInt(tokenId)).toBe(BigInt(id));
    }
    expect(await venue.prepareMarket(questionId)).toEqual(market);
    expect(market.tokenIds[0]).not.toBe(market.tokenIds[1]);
  });

  test(
    'a bought winner is paid one dollar a share and a bought loser nothing',
    async () => {
      const market = await venue.prepareMarket(question('winner'));
      const [yes, no] = market.tokenIds;
      const wallet = await newWallet(100n * SHARE);
      const taker = {
        ...order(wallet.address, 'BUY', yes, [4_200_000n, 10n * SHARE, 97_440n]),
        metadata: question('intent'),
        orderMakerAmount: 4_200_000n,
      };
      const maker = order(venue.house, 'SELL', yes, [10n * SHARE, 4_200_000n]);
      const settled = await venue.settle({ taker, makers: [maker] });

      expect(await money(wallet.address)).toBe(100n * SHARE - 4_200_000n - 97_440n);
      expect(await shares(wallet.address, yes)).toBe(10n * SHARE);
      const receipt = await chain.reader.getTransactionReceipt({ hash: settled.transactionHash });
      expect(receipt.blockNumber).toBe(settled.blockNumber);
      const events = parseEventLogs({ abi: exchangeAbi, logs: receipt.logs });
      expect(events.map(({ eventName }) => eventName)).toEqual([
        ...['OrderFilled', 'OrderFilled', 'FeeCharged', 'OrdersMatched'],
      ]);
      expect(events[0]?.args).toEqual({
        orderHash: taker.orderHash,
        maker: wallet.address,
        taker: venue.house,
        side: 0,
        tokenId: BigInt(yes),
        makerAmountFilled: 4_200_000n,
        takerAmountFilled: 10n * SHARE,
        fee: 97_440n,
        builder: zeroHash,
        metadata: question('intent'),
      });
      expect(await money(FEE_RECEIVER)).toBe(97_440n);

      await venue.settle({
        taker: order(wallet.address, 'BUY', no, [3n * SHARE, 5n * SHARE]),
        makers: [order(venue.house, 'SELL', no, [5n * SHARE, 3n * SHARE])],
      });
      await expect(redeem(wallet, market)).rejects.toThrow('result for condition not received yet');
      const resolution = await venue.resolve(market.conditionId, [1n, 0n]);
      expect(await venue.resolve(market.conditionId, [1n, 0n])).toEqual(resolution);
      await expect(venue.resolve(market.conditionId, [0n, 1n])).rejects.toThrow(
        'it is resolved to',
      );

      const before = await money(wallet.address);
      const paid = await redeem(wallet, market);
      const transfers = parseEventLogs({ abi: moneyAbi, logs: paid.logs, eventName: 'Transfer' });
      const payouts = transfers.filter(
        ({ address, args }) =>
          address.toLowerCase() === PUSD.toLowerCase() && args.to === wallet.address,
      );
      expect(payouts.map(({ args }) => args.value)).toEqual([10n * SHARE]);
      expect(await money(wallet.address)).toBe(before + 10n * SHARE);
      expect(await shares(wallet.address, yes)).toBe(0n);
      expect(await shares(wallet.address, no)).toBe(0n);

      await redeem(wallet, market);
      expect(await money(wallet.address)).toBe(before + 10n * SHARE);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a wallet holding only the loser is paid zero, and a tie pays half on both sides',
    async () => {
      const lost = await venue.prepareMarket(question('loser'));
      const tied = await venue.prepareMarket(question('tie'));
      const wallet = await newWallet(10n * SHARE);
      for (const { tokenIds } of [lost, tied]) {
        await venue.settle({
          taker: order(wallet.address, 'BUY', tokenIds[1], [2n * SHARE, 4_000_001n]),
          makers: [order(venue.house, 'SELL', tokenIds[1], [4_000_001n, 2n * SHARE])],
        });
      }
      await venue.resolve(lost.conditionId, [1n, 0n]);
      await venue.resolve(tied.conditionId, [1n, 1n]);
      await redeem(wallet, lost);
      expect(await money(wallet.address)).toBe(6n * SHARE);
      await redeem(wallet, tied);
      expect(await money(wallet.address)).toBe(8n * SHARE);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'two buyers of opposite outcomes have sets minted, two sellers have them merged',
    async () => {
      const { tokenIds } = await venue.prepareMarket(question('complementary'));
      const [yes, no] = tokenIds;
      const first = await newWallet(10n * SHARE);
      const second = await newWallet(10n * SHARE);
      await venue.settle({
        taker: order(first.address, 'BUY', yes, [6n * SHARE, 10n * SHARE, 10_000n]),
        makers: [order(second.address, 'BUY', no, [4n * SHARE, 10n * SHARE])],
      });
      expect(await shares(first.address, yes)).toBe(10n * SHARE);
      expect(await shares(second.address, no)).toBe(10n * SHARE);
      expect(await money(first.address)).toBe(4n * SHARE - 10_000n);

      await venue.settle({
        taker: order(first.address, 'SELL', yes, [10n * SHARE, 7n * SHARE, 20_000n]),
        makers: [
          order(second.address, 'SELL', no, [4n * SHARE, 1_200_000n]),
          order(venue.house, 'BUY', yes, [4_200_000n, 6n * SHARE]),
        ],
      });
      expect(await money(first.address)).toBe(11n * SHARE - 30_000n);
      expect(await money(second.address)).toBe(7_200_000n);
      expect(await shares(second.address, no)).toBe(6n * SHARE);
      expect(await money(CTF_EXCHANGE)).toBe(0n);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a trade that cannot be paid, delivered or balanced is refused by name and moves nothing',
    async () => {
      const { tokenIds } = await venue.prepareMarket(question('refusals'));
      const [yes] = tokenIds;
      const wallet = await newWallet(SHARE);
      const sale = order(venue.house, 'SELL', yes, [4n * SHARE, 2n * SHARE]);
      const refusal = (taker: SettledOrder, maker: SettledOrder) =>
        expect(venue.settle({ taker, makers: [maker] })).rejects;
      await refusal(
        order(wallet.address, 'BUY', yes, [2n * SHARE, 4n * SHARE]),
        sale,
      ).toMatchObject({
        name: 'VenueChainError',
        outcome: 'rejected',
        reason: 'InsufficientCollateral',
        message: expect.stringContaining(wallet.address) as unknown,
      });
      await refusal(
        order(wallet.address, 'SELL', yes, [4n * SHARE, 2n * SHARE]),
        order(venue.house, 'BUY', yes, [2n * SHARE, 4n * SHARE]),
      ).toMatchObject({ reason: 'InsufficientShares' });
      await refusal(order(wallet.address, 'BUY', yes, [SHARE, 4n * SHARE]), sale).toMatchObject({
        reason: 'UnbalancedCollateral',
      });
      await refusal(order(wallet.address, 'BUY', '77', [SHARE, SHARE]), sale).toMatchObject({
        reason: 'UnknownToken',
      });
      const once = {
        ...order(wallet.address, 'BUY', yes, [SHARE / 2n, SHARE]),
        orderMakerAmount: SHARE / 2n,
      };
      const fill = order(venue.house, 'SELL', yes, [SHARE, SHARE / 2n]);
      await venue.settle({ taker: once, makers: [fill] });
      await refusal(once, { ...fill, orderHash: orderHash() }).toMatchObject({
        reason: 'OrderAlreadyFilled',
      });
      expect(await money(wallet.address)).toBe(SHARE / 2n);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'trades asked for at once settle one after the other',
    async () => {
      const { tokenIds } = await venue.prepareMarket(question('at once'));
      const wallet = await newWallet(10n * SHARE);
      const trades = Array.from({ length: 10 }, () => ({
        taker: order(wallet.address, 'BUY', tokenIds[0], [SHARE, 2n * SHARE]),
        makers: [order(venue.house, 'SELL', tokenIds[0], [2n * SHARE, SHARE])],
      }));
      const settled = await Promise.all(trades.map((trade) => venue.settle(trade)));
      expect(new Set(settled.map(({ transactionHash }) => transactionHash)).size).toBe(10);
      expect(await money(wallet.address)).toBe(0n);
    },
    STORY_TIMEOUT_MS,
  );

  test('every pUSD is backed by USDC.e, and events carry the documented topics', async () => {
    const token = { abi: moneyAbi } as const;
    const supply = await chain.reader.readContract({
      ...token,
      address: PUSD,
      functionName: 'totalSupply',
    });
    const backing = await chain.reader.readContract({
      ...token,
      address: USDC_E,
      functionName: 'balanceOf',
      args: [PUSD],
    });
    expect(supply).toBe(backing);
    const topics = exchangeAbi
      .filter(({ type }) => type === 'event')
      .map((event) => toEventSelector(event as Extract<typeof event, { readonly type: 'event' }>));
    expect(topics).toEqual([
      '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee',
      '0x174b3811690657c217184f89418266767c87e4805d09680c39fc9c031c0cab7c',
      '0x55bb3cade9d43b798a4fe5ffdd05024b2d7870df53920673bfc7e68047cd0ab1',
    ]);
    const knowsErc1155 = await chain.reader.readContract({
      address: CONDITIONAL_TOKENS,
      abi: conditionalTokensAbi,
      functionName: 'supportsInterface',
      args: ['0xd9b67a26'],
    });
    expect(knowsErc1155).toBe(true);
  });

  test(
    'a resolution is final within a few seconds, without further trades',
    async () => {
      const { conditionId } = await venue.prepareMarket(question('final'));
      const { blockNumber } = await venue.resolve(conditionId, [0n, 1n]);
      const deadline = Date.now() + 15_000;
      let final = -1n;
      while (final < blockNumber && Date.now() < deadline) {
        final = (await chain.reader.getBlock({ blockTag: 'finalized' })).number;
        await sleep(200);
      }
      expect(final).toBeGreaterThanOrEqual(blockNumber);
      const denominator = await chain.reader.readContract({
        address: CONDITIONAL_TOKENS,
        abi: conditionalTokensAbi,
        functionName: 'payoutDenominator',
        args: [conditionId],
        blockTag: 'finalized',
      });
      expect(denominator).toBe(1n);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a restart continues where the state file ends, and can resolve what was prepared before',
    async () => {
      const market = await venue.prepareMarket(question('restart'));
      const wallet = await newWallet(5n * SHARE);
      const { transactionHash } = await venue.settle({
        taker: order(wallet.address, 'BUY', market.tokenIds[0], [2n * SHARE, 4n * SHARE]),
        makers: [order(venue.house, 'SELL', market.tokenIds[0], [4n * SHARE, 2n * SHARE])],
      });
      await venue.stop();
      expect(existsSync(`${stateFile}.pid`)).toBe(false);
      await open();
      const atFinality = await chain.reader.readContract({
        address: CONDITIONAL_TOKENS,
        abi: conditionalTokensAbi,
        functionName: 'balanceOf',
        args: [wallet.address, BigInt(market.tokenIds[0])],
        blockTag: 'finalized',
      });
      expect(atFinality).toBe(4n * SHARE);
      expect(await money(wallet.address)).toBe(3n * SHARE);
      expect(await shares(wallet.address, market.tokenIds[0])).toBe(4n * SHARE);
      const receipt = await chain.reader.getTransactionReceipt({ hash: transactionHash });
      expect(receipt.status).toBe('success');
      expect(await venue.prepareMarket(market.questionId)).toEqual(market);
      await venue.resolve(market.conditionId, [1n, 0n]);
      await redeem(wallet, market);
      expect(await money(wallet.address)).toBe(7n * SHARE);
    },
    START_TIMEOUT_MS,
  );

  test(
    'a killed chain loses at most the last seconds, and half a draft is not believed',
    async () => {
      const wallet = await newWallet(9n * SHARE);
      await sleep(5_000);
      process.kill(Number(readFileSync(`${stateFile}.pid`, 'utf8')), 'SIGKILL');
      await venue.ended;
      await venue.stop();
      writeFileSync(`${stateFile}.draft`, '{"block":');
      await open();
      expect(await money(wallet.address)).toBe(9n * SHARE);
    },
    START_TIMEOUT_MS,
  );

  test(
    'an anvil left behind by a killed venue is ended before the next one starts',
    async () => {
      await venue.stop();
      const orphan = await runAnvil({ port: 0, stateFile });
      const { cheats, reader } = createChainAccess(orphan.rpcUrl);
      await cheats.mine({ blocks: 5 });
      const lastBlock = await reader.getBlockNumber();
      await open();
      await orphan.ended;
      expect(await chain.reader.getBlockNumber()).toBeGreaterThan(lastBlock);
    },
    START_TIMEOUT_MS,
  );

  describe('an order hash on the chain', () => {
    const shared = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
    const fixtures = process.env['SLUICE_FIXTURES'] ?? shared;
    const path = join(fixtures, 'vectors', 'signing.json');
    const present = existsSync(path);
    if (!present) console.warn(`Order hashes not checked: no fixtures at ${path}`);

    (present ? test : test.skip)('is the one the official client signs', async () => {
      const vectors = readVectors(path);
      expect(vectors.length).toBeGreaterThan(0);
      for (const { message, hash } of vectors) {
        const onChain = await chain.reader.readContract({
          address: CTF_EXCHANGE,
          abi: exchangeAbi,
          functionName: 'hashOrder',
          args: [message],
        });
        expect(onChain).toBe(hashTypedData({ domain, types, primaryType: 'Order', message }));
        expect(onChain).toBe(hash ?? onChain);
      }
    });
  });
});

const domain = {
  name: 'Polymarket CTF Exchange',
  version: '2',
  chainId: 137,
  verifyingContract: CTF_EXCHANGE,
} as const;

const types = {
  Order: [
    { name: 'salt', type: 'uint256' },
    { name: 'maker', type: 'address' },
    { name: 'signer', type: 'address' },
    { name: 'tokenId', type: 'uint256' },
    { name: 'makerAmount', type: 'uint256' },
    { name: 'takerAmount', type: 'uint256' },
    { name: 'side', type: 'uint8' },
    { name: 'signatureType', type: 'uint8' },
    { name: 'timestamp', type: 'uint256' },
    { name: 'metadata', type: 'bytes32' },
    { name: 'builder', type: 'bytes32' },
  ],
} as const;

type SignedVector = {
  readonly kind: string;
  /** Absent in vectors that only pin the signature. */
  readonly hash?: Hex;
  readonly domain: { readonly version: string; readonly verifyingContract: Address };
  readonly message: Readonly<Record<'salt' | 'tokenId' | 'makerAmount' | 'takerAmount', string>> & {
    readonly maker: Address;
    readonly signer: Address;
    readonly side: number;
    readonly signatureType: number;
    readonly timestamp: string;
    readonly metadata: Hex;
    readonly builder: Hex;
  };
};

function readVectors(path: string) {
  const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly vectors: readonly SignedVector[];
  };
  const standard = vectors.filter(
    (vector) =>
      vector.kind === 'order' &&
      vector.domain.version === '2' &&
      vector.domain.verifyingContract === CTF_EXCHANGE,
  );
  return standard.map(({ hash, message }) => ({
    hash,
    message: {
      ...message,
      salt: BigInt(message.salt),
      tokenId: BigInt(message.tokenId),
      makerAmount: BigInt(message.makerAmount),
      takerAmount: BigInt(message.takerAmount),
      timestamp: BigInt(message.timestamp),
    },
  }));
}
