/** The chain in trouble: each kind does what it says at the public door, and is over when it is over. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWalletClient, http, parseGwei, zeroAddress, zeroHash, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';
import { createChainAccess, type ChainAccess } from '../chain-access.js';
import { collateralAdapterAbi, moneyAbi } from '../contract-abis.js';
import { startVenueChain } from '../start-venue-chain.js';
import { CTF_COLLATERAL_ADAPTER, PUSD } from '../venue-addresses.js';
import type { VenueChain } from '../venue-chain.js';
import type { ChainTrouble } from './create-chain-trouble.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const PATIENCE_MS = 10_000;
/** Room for the blocks that the venue mines meanwhile on a busy machine. */
const FINALITY_BLOCKS = 16;
const MARGIN_BLOCKS = 4;
const SHARE = 1_000_000n;
const FRIEND = '0x00000000000000000000000000000000000f00d5';

describe('the chain in trouble', () => {
  let venue: VenueChain;
  let trouble: ChainTrouble;
  let chain: ChainAccess;
  const privateKey = generatePrivateKey();
  const account = privateKeyToAccount(privateKey);

  beforeAll(async () => {
    venue = await startVenueChain({ port: 0, finalityBlocks: FINALITY_BLOCKS });
    if (venue.trouble === undefined) throw new Error('A real chain has troubles');
    trouble = venue.trouble;
    chain = createChainAccess(venue.rpcUrl);
    await venue.fund(account.address, 1_000n * SHARE);
  }, START_TIMEOUT_MS);
  afterEach(() => trouble.calm());
  afterAll(() => venue.stop());

  const wallet = () =>
    createWalletClient({
      account,
      chain: polygon,
      transport: http(venue.rpcUrl, { retryCount: 0, timeout: 5_000 }),
    });
  const pay = async (fees: { maxFeePerGas?: bigint; nonce?: number; value?: bigint } = {}) =>
    wallet().sendTransaction({ to: FRIEND, value: 1n, maxPriorityFeePerGas: 1n, ...fees });
  const minedIn = async (hash: Hex): Promise<bigint | undefined> =>
    chain.reader.getTransactionReceipt({ hash }).then(
      ({ blockNumber }) => blockNumber,
      () => undefined,
    );
  const untilMined = async (hash: Hex): Promise<bigint> => {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const block = await minedIn(hash);
      if (block !== undefined) return block;
      await sleep(50);
    }
    throw new Error(`${hash} was not mined within ${PATIENCE_MS} ms`);
  };

  /** How deep a reorg must be to reach a block, with what may be mined before it begins. */
  const depthTo = async (block: bigint): Promise<number> =>
    Number((await chain.reader.getBlockNumber()) - block) + MARGIN_BLOCKS;
  /** What was done before lies deeper than any margin. */
  const leaveThePast = () => chain.cheats.mine({ blocks: MARGIN_BLOCKS + 1 });

  test('final blocks are as far behind as they were asked to be', async () => {
    const [before, { number: final }, after] = [
      await chain.reader.getBlockNumber(),
      await chain.reader.getBlock({ blockTag: 'finalized' }),
      await chain.reader.getBlockNumber({ cacheTime: 0 }),
    ];
    expect(final + BigInt(FINALITY_BLOCKS)).toBeGreaterThanOrEqual(before);
    expect(final + BigInt(FINALITY_BLOCKS)).toBeLessThanOrEqual(after);
  });

  test(
    'a reorg gives transactions back, in another block',
    async () => {
      await leaveThePast();
      const hash = await pay();
      const mined = await untilMined(hash);
      await chain.cheats.mine({ blocks: 1 });
      const before = await chain.reader.getBlock({ blockNumber: mined });
      await trouble.begin({ kind: 'reorg', depth: await depthTo(mined) });
      expect((await chain.reader.getBlock({ blockNumber: mined })).hash).not.toBe(before.hash);
      expect(await untilMined(hash)).toBeGreaterThan(mined);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a reorg loses what is not the venue’s own, and its nonce is free again',
    async () => {
      await leaveThePast();
      const nonce = await chain.reader.getTransactionCount({ address: account.address });
      const hash = await pay({ nonce });
      const mined = await untilMined(hash);
      await venue.fund(FRIEND, 3n * SHARE);
      await trouble.begin({ kind: 'reorg', depth: await depthTo(mined), transactions: 'lost' });
      expect(await minedIn(hash)).toBeUndefined();
      expect(await chain.reader.getTransactionCount({ address: account.address })).toBe(nonce);
      expect((await venue.collateral(FRIEND)).balance).toBe(3n * SHARE);
      await untilMined(await pay({ nonce, value: 2n }));
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a reorg gives transactions back late',
    async () => {
      await leaveThePast();
      const hash = await pay();
      const depth = await depthTo(await untilMined(hash));
      await trouble.begin({ kind: 'reorg', depth, transactions: 'late', lateMs: 1_000 });
      expect(await minedIn(hash)).toBeUndefined();
      expect(trouble.armed()).toMatchObject([{ kind: 'reorg' }]);
      await untilMined(hash);
      expect(trouble.armed()).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  test('a reorg does not reach what is final', async () => {
    await expect(trouble.begin({ kind: 'reorg', depth: FINALITY_BLOCKS + 1 })).rejects.toThrow(
      'older blocks are final',
    );
  });

  test(
    'a reorg takes back what was done by hand, and gives it back',
    async () => {
      await leaveThePast();
      const revoked = await venue.revokeByHand?.({
        wallet: account.address,
        token: 'collateral',
        spender: CTF_COLLATERAL_ADAPTER,
      });
      const before = await chain.reader.getTransactionCount({ address: account.address });
      const hash = revoked?.transactionHash ?? '0x';
      const depth = await depthTo(await untilMined(hash));
      await trouble.begin({ kind: 'reorg', depth });
      expect(await chain.reader.getTransactionCount({ address: account.address })).toBe(before);
      await untilMined(hash);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'gas that rises after the fee was chosen leaves a transaction lying until it is replaced',
    async () => {
      const nonce = await chain.reader.getTransactionCount({ address: account.address });
      await trouble.begin({ kind: 'gas_spike', factor: 10, from: 'next_transaction', seconds: 60 });
      const cheap = await pay({ nonce });
      await sleep(1_500);
      expect(await minedIn(cheap)).toBeUndefined();
      const { baseFeePerGas } = await chain.reader.getBlock();
      expect(baseFeePerGas).toBeGreaterThan(parseGwei('200'));
      expect((await chain.reader.estimateFeesPerGas()).maxFeePerGas).toBeGreaterThan(
        parseGwei('200'),
      );
      const dear = await pay({ nonce, maxFeePerGas: parseGwei('400'), value: 5n });
      await untilMined(dear);
      await trouble.calm();
      expect(await minedIn(cheap)).toBeUndefined();
      await untilMined(await pay());
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a transaction that was too cheap for a spike is mined when it is over',
    async () => {
      await trouble.begin({ kind: 'gas_spike', factor: 2, seconds: 2 });
      const cheap = await pay({ maxFeePerGas: parseGwei('40') });
      expect(await minedIn(cheap)).toBeUndefined();
      await untilMined(cheap);
      expect(trouble.armed()).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a dropped transaction has a hash and is never mined',
    async () => {
      await trouble.begin({ kind: 'transactions_dropped' });
      const free = await chain.reader.getTransactionCount({ address: account.address });
      const dropped = await pay({ value: 9n });
      await sleep(1_200);
      expect(await minedIn(dropped)).toBeUndefined();
      const next = await pay();
      await untilMined(next);
      const { nonce } = await chain.reader.getTransaction({ hash: next });
      expect(nonce).toBe(free);
      expect(await minedIn(dropped)).toBeUndefined();
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a lost answer hides what was done',
    async () => {
      const nonce = await chain.reader.getTransactionCount({ address: account.address });
      await trouble.begin({ kind: 'answer_lost', count: 1 });
      await expect(pay({ nonce })).rejects.toThrow();
      expect(trouble.armed()).toEqual([]);
      expect(await chain.reader.getTransactionCount({ address: account.address })).toBe(nonce + 1);
    },
    STORY_TIMEOUT_MS,
  );

  test('a late answer is late', async () => {
    await trouble.begin({ kind: 'answer_late', method: 'eth_gasPrice', delayMs: 400 });
    const askedAt = Date.now();
    await chain.reader.getGasPrice();
    expect(Date.now() - askedAt).toBeGreaterThanOrEqual(390);
  });

  test(
    'a node that is behind tells old balances, nonces, heads and receipts',
    async () => {
      const read = () =>
        Promise.all([
          chain.reader.getBlockNumber(),
          chain.reader.getTransactionCount({ address: account.address }),
          chain.reader.readContract({
            address: PUSD,
            abi: moneyAbi,
            functionName: 'balanceOf',
            args: [account.address],
          }),
          chain.reader.getBlock({ blockTag: 'finalized' }).then(({ number }) => number),
        ]);
      await leaveThePast();
      const before = await read();
      await venue.fund(account.address, SHARE);
      const hash = await pay();
      const mined = await untilMined(hash);
      const blocks = await depthTo(before[0]);
      await trouble.begin({ kind: 'stale_reads', blocks, seconds: 60 });
      const [, nonce, balance] = before;
      const stale = await read();
      expect(stale[1]).toBe(nonce);
      expect(stale[2]).toBe(balance);
      expect(stale[0]).toBeLessThan(mined);
      expect(stale[3]).toBeLessThanOrEqual(before[3]);
      expect(await minedIn(hash)).toBeUndefined();
      const logs = await chain.reader.getLogs({ address: PUSD, fromBlock: mined });
      expect(logs).toEqual([]);
      expect((await venue.collateral(account.address)).balance).toBe(balance + SHARE);
      await trouble.calm();
      expect(await minedIn(hash)).toBeDefined();
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a paused ramp stops the adapters until it is calm',
    async () => {
      const { conditionId } = await venue.prepareMarket(generatePrivateKey());
      await venue.approveAll(privateKey);
      const split = () =>
        chain.reader.simulateContract({
          account: account.address,
          address: CTF_COLLATERAL_ADAPTER,
          abi: collateralAdapterAbi,
          functionName: 'splitPosition',
          args: [zeroAddress, zeroHash, conditionId, [1n, 2n], SHARE],
        });
      await trouble.begin({ kind: 'ramp_paused' });
      await expect(split()).rejects.toThrow('OnlyUnpaused');
      await trouble.calm();
      await split();
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a nonce that was used elsewhere is too low, and nothing of the late one happens',
    async () => {
      const nonce = await chain.reader.getTransactionCount({ address: account.address });
      const before = await chain.reader.getBalance({ address: FRIEND });
      await trouble.begin({ kind: 'nonce_taken' });
      await expect(pay({ nonce })).rejects.toThrow(/nonce/i);
      expect(await chain.reader.getTransactionCount({ address: account.address })).toBe(nonce + 1);
      expect(await chain.reader.getBalance({ address: FRIEND })).toBe(before);
      expect(trouble.armed()).toEqual([]);
      await untilMined(await pay());
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'redeeming can succeed, burn nothing and pay nothing, until it is calm',
    async () => {
      const market = await venue.prepareMarket(generatePrivateKey());
      await venue.approveAll(privateKey);
      const act = (functionName: string, ...amount: readonly bigint[]) =>
        chain.send(account, {
          purpose: functionName,
          to: CTF_COLLATERAL_ADAPTER,
          abi: collateralAdapterAbi,
          functionName,
          args: [zeroAddress, zeroHash, market.conditionId, [1n, 2n], ...amount],
        });
      await act('splitPosition', 2n * SHARE);
      await venue.resolve(market.conditionId, [0n, 1n]);
      const before = (await venue.collateral(account.address)).balance;
      await trouble.begin({ kind: 'pays_nothing' });
      await trouble.begin({ kind: 'pays_nothing' });
      expect((await act('redeemPositions')).status).toBe('success');
      expect((await venue.collateral(account.address)).balance).toBe(before);
      const held = await venue.position(account.address, market.tokenIds[1]);
      expect(held.balance).toBe(2n * SHARE);
      await trouble.calm();
      await act('redeemPositions');
      expect((await venue.collateral(account.address)).balance).toBe(before + 2n * SHARE);
    },
    STORY_TIMEOUT_MS,
  );

  test('a batch is answered in one, and what is no call is refused', async () => {
    const ask = async (body: string): Promise<{ status: number; json: unknown }> => {
      const response = await fetch(venue.rpcUrl, { method: 'POST', body });
      return { status: response.status, json: await response.json() };
    };
    const call = (id: number, method: string) => ({ jsonrpc: '2.0', id, method, params: [] });
    const batch = JSON.stringify([call(7, 'eth_chainId'), call(8, 'eth_nonsense')]);
    expect((await ask(batch)).json).toMatchObject([
      { id: 7, result: '0x89' },
      { id: 8, error: { code: -32601 } },
    ]);
    expect((await ask('{')).status).toBe(400);
  });
});
