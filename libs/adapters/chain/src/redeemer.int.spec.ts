import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { keccak256, stringToHex, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { startVenueChain, type ChainMarket as Market, type VenueChain } from '@sluice/paper-venue';
import {
  ChainBehindError,
  ChainIntegrityError,
  ChainUnavailableError,
  connectRedeemer,
  connectResolutionReader,
  type ConnectedRedeemer,
} from './index.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const FINAL_WITHIN_MS = 20_000;
const SHARE = 1_000_000n;

describe('the redeemer on a real chain', () => {
  let chain: VenueChain;
  let redeemer: ConnectedRedeemer;
  let privateKey: Hex;
  let market: Market;

  const connect = (key: Hex) =>
    connectRedeemer({ rpcUrl: chain.rpcUrl, privateKey: key, timeoutMs: 5_000 });
  const buy = async (of: Market, outcome: 0 | 1, shares: bigint): Promise<bigint> => {
    const tokenId = of.tokenIds[outcome];
    const leg = { tokenId, fee: 0n };
    const { blockNumber } = await chain.settle({
      taker: {
        ...{
          ...leg,
          orderHash: generatePrivateKey(),
          maker: privateKeyToAccount(privateKey).address,
        },
        ...{ side: 'BUY', makerAmount: shares / 2n, takerAmount: shares },
      },
      makers: [
        {
          ...{ ...leg, orderHash: generatePrivateKey(), maker: chain.house },
          ...{ side: 'SELL', makerAmount: shares, takerAmount: shares / 2n },
        },
      ],
    });
    return blockNumber;
  };
  const eventually = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
    const deadline = Date.now() + FINAL_WITHIN_MS;
    while (Date.now() < deadline) {
      const found = await ask().catch((error: unknown) => {
        if (error instanceof ChainBehindError) return undefined;
        throw error;
      });
      if (found !== undefined) return found;
      await pause(200);
    }
    throw new Error('Nothing became final in time');
  };

  beforeAll(async () => {
    chain = await startVenueChain({ port: 0 });
    privateKey = generatePrivateKey();
    await chain.fund(privateKeyToAccount(privateKey).address, 100n * SHARE);
    market = await chain.prepareMarket(keccak256(stringToHex('redeemed')));
    redeemer = connect(privateKey);
  }, START_TIMEOUT_MS);
  afterAll(() => chain.stop());

  it(
    'redeems a winner once, and proves the burn and the payout',
    async () => {
      const buyer = privateKeyToAccount(privateKey).address;
      await chain.approveAll(privateKey);
      const bought = await buy(market, 0, 10n * SHARE);
      const { shares } = await eventually(() => redeemer.holdings(market.tokenIds, bought));
      expect(shares).toEqual([10n * SHARE, 0n]);
      await expect(redeemer.holdings(market.tokenIds, 10n ** 9n)).rejects.toThrow(ChainBehindError);

      const resolutions = connectResolutionReader({ rpcUrl: chain.rpcUrl, timeoutMs: 5_000 });
      const read = await resolutions.resolutions([market.conditionId, '0x01']);
      expect(read).toMatchObject({ resolved: new Map(), unreadable: [{ conditionId: '0x01' }] });
      expect(await redeemer.simulate(market.conditionId)).toMatchObject({
        kind: 'refused',
        reason: 'simulation_failed',
        detail: expect.stringContaining('result for condition not received yet'),
      });

      const report = await chain.resolve(market.conditionId, [1n, 0n]);
      const resolution = await eventually(async () =>
        (await resolutions.resolutions([market.conditionId])).resolved.get(market.conditionId),
      );
      expect(resolution).toEqual({
        payoutNumerators: [1n, 0n],
        payoutDenominator: 1n,
        blockNumber: report.blockNumber,
        transactionHash: report.transactionHash,
      });

      expect(await redeemer.simulate(market.conditionId)).toEqual({ kind: 'ok' });
      const before = await redeemer.collateral();
      const signed = await redeemer.sign(market.conditionId, 1);
      expect(await redeemer.outcome(signed, market.tokenIds)).toEqual({ kind: 'pending' });
      await redeemer.broadcast(signed);
      await redeemer.broadcast(signed);
      const proven = await eventually(async () => {
        const outcome = await redeemer.outcome(signed, market.tokenIds);
        return outcome.kind === 'pending' ? undefined : outcome;
      });
      expect(proven).toMatchObject({
        kind: 'proven',
        proof: {
          transactionHash: signed.transactionHash,
          succeeded: true,
          burned: [{ tokenId: market.tokenIds[0], shares: 10n * SHARE }],
          payoutUsd: 10n * SHARE,
        },
      });
      await redeemer.broadcast(signed);
      expect(redeemer.wallet).toBe(buyer);
      expect(await redeemer.balances(market.tokenIds)).toMatchObject({
        collateral: before + 10n * SHARE,
        shares: [0n, 0n],
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'tells that a transaction was dropped when its nonce went to another',
    async () => {
      const signed = await redeemer.sign(market.conditionId, 1);
      const other = await redeemer.sign(market.conditionId, 2);
      expect(other.nonce).toBe(signed.nonce);
      await redeemer.broadcast(other);
      const outcome = await eventually(async () => {
        const found = await redeemer.outcome(signed, market.tokenIds);
        return found.kind === 'pending' ? undefined : found;
      });
      expect(outcome.kind).toBe('dropped');
      await redeemer.broadcast(signed);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'sees a missing approval before anything is sent, and grants it once',
    async () => {
      const fresh = generatePrivateKey();
      await chain.fund(privateKeyToAccount(fresh).address, SHARE);
      const unapproved = connect(fresh);
      expect(await unapproved.simulate(market.conditionId)).toMatchObject({
        kind: 'refused',
        reason: 'not_approved',
      });
      expect(await unapproved.grantApproval()).toMatchObject({ kind: 'granted' });
      expect(await unapproved.grantApproval()).toEqual({ kind: 'stood' });
      expect(await unapproved.simulate(market.conditionId)).toEqual({ kind: 'ok' });
    },
    STORY_TIMEOUT_MS,
  );

  it('never sends altered bytes, and never signs for another chain', async () => {
    const signed = await redeemer.sign(market.conditionId, 1);
    const altered = { ...signed, rawTransaction: `${signed.rawTransaction.slice(0, -2)}00` };
    await expect(redeemer.broadcast(altered)).rejects.toThrow(ChainIntegrityError);
    const elsewhere = connectRedeemer({
      ...{ rpcUrl: chain.rpcUrl, privateKey, timeoutMs: 5_000, chainId: 80002 },
    });
    await expect(elsewhere.sign(market.conditionId, 1)).rejects.toThrow(ChainIntegrityError);
  });

  it('says that the chain is unavailable without saying where it asked', async () => {
    const rpcUrl = 'http://127.0.0.1:1/v2/secret-api-key';
    const lost = connectRedeemer({ rpcUrl, privateKey, timeoutMs: 300 });
    const error: unknown = await lost.collateral().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChainUnavailableError);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secret');
    expect((error as Error).cause).toBeUndefined();
  });
});
