import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { money, transaction } from '@sluice/domain';
import type { ChainMarket, ChainWork } from '@sluice/ports';
import { keccak256, stringToHex, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import {
  negRiskMarketId,
  negRiskQuestionId,
  startVenueChain,
  type ChainMarket as Market,
  type VenueChain,
} from '@sluice/paper-venue';
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
  const chainMarket = (of: Market, negRisk = false): ChainMarket => ({
    ...{ conditionId: of.conditionId, tokenIds: of.tokenIds, negRisk },
  });
  const redeeming = (
    of: Market,
    shares: readonly bigint[] = [0n, 0n],
    negRisk = false,
  ): ChainWork => ({
    kind: 'redeem',
    market: chainMarket(of, negRisk),
    shares: shares as money.MicroShares[],
    since: 0n,
  });
  /** Signed, sent, and followed to a finalized block. */
  const proven = async (by: ConnectedRedeemer, work: ChainWork): Promise<transaction.Proof> => {
    const signed = await by.sign(work, 1);
    await by.submit(signed);
    return eventually(async () => {
      const outcome = await by.outcome({ transactions: [signed] }, work);
      return outcome.kind === 'proven' ? outcome.proof : undefined;
    });
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
      const { shares } = await eventually(() => redeemer.holdings(chainMarket(market), bought));
      expect(shares).toEqual([10n * SHARE, 0n]);
      await expect(redeemer.holdings(chainMarket(market), 10n ** 9n)).rejects.toThrow(
        ChainBehindError,
      );

      const resolutions = connectResolutionReader({ rpcUrl: chain.rpcUrl, timeoutMs: 5_000 });
      const read = await resolutions.resolutions([market.conditionId, '0x01']);
      expect(read).toMatchObject({ resolved: new Map(), unreadable: [{ conditionId: '0x01' }] });
      expect(await redeemer.simulate(redeeming(market))).toMatchObject({
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

      expect(await redeemer.simulate(redeeming(market))).toEqual({ kind: 'ok' });
      const before = await redeemer.collateral();
      const work = redeeming(market, [10n * SHARE, 0n]);
      await redeemer.checkIds(chainMarket(market));
      const signed = await redeemer.sign(work, 1);
      expect(await redeemer.outcome({ transactions: [signed] }, work)).toEqual({ kind: 'pending' });
      await redeemer.submit(signed);
      await redeemer.submit(signed);
      const outcome = await eventually(async () => {
        const found = await redeemer.outcome({ transactions: [signed] }, work);
        return found.kind === 'proven' ? found : undefined;
      });
      expect(outcome).toMatchObject({
        kind: 'proven',
        proof: {
          transactionHash: signed.transactionHash,
          succeeded: true,
          burned: [{ tokenId: market.tokenIds[0], shares: 10n * SHARE }],
          payoutUsd: 10n * SHARE,
        },
      });
      await redeemer.submit(signed);
      expect(await redeemer.takings(chainMarket(market), 0n)).toMatchObject([
        { by: 'owner', sender: buyer.toLowerCase(), proof: { payoutUsd: 10n * SHARE } },
      ]);
      expect(redeemer.wallet).toBe(buyer);
      expect(await redeemer.balances(market.tokenIds)).toMatchObject({
        collateral: before + 10n * SHARE,
        shares: [0n, 0n],
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'replaces a stuck transaction under its nonce: one is mined, and the other is over with it',
    async () => {
      const work = redeeming(market);
      const signed = await redeemer.sign(work, 1);
      const dearer = await redeemer.replace(work, signed, 'stuck');
      if (dearer === undefined) throw new Error('It was not replaced');
      expect({ ...dearer, nonce: signed.nonce }).toEqual(dearer);
      expect(dearer.transactionHash).not.toBe(signed.transactionHash);
      await redeemer.submit(dearer);
      const sent = { transactions: [signed, dearer] };
      const proof = await eventually(async () => {
        const outcome = await redeemer.outcome(sent, work);
        return outcome.kind === 'proven' ? outcome.proof : undefined;
      });
      expect(proof.transactionHash).toBe(dearer.transactionHash);
      expect(await redeemer.outcome({ transactions: [signed] }, work)).toMatchObject({
        kind: 'dropped',
      });
      await redeemer.submit(signed);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'sees a missing approval before anything is sent, and grants it like any other work',
    async () => {
      const fresh = generatePrivateKey();
      await chain.fund(privateKeyToAccount(fresh).address, SHARE);
      const unapproved = connect(fresh);
      expect(await unapproved.simulate(redeeming(market))).toMatchObject({
        kind: 'refused',
        reason: 'not_approved',
      });
      const [standard] = await unapproved.approvals();
      if (standard === undefined) throw new Error('Nothing needs an approval');
      expect(standard).toMatchObject({ purpose: 'standard markets', granted: false });
      const work: ChainWork = { kind: 'approve', approvals: [standard] };
      expect(await unapproved.simulate(work)).toEqual({ kind: 'ok' });
      expect(await proven(unapproved, work)).toMatchObject({ succeeded: true, burned: [] });
      expect((await unapproved.approvals())[0]).toMatchObject({ granted: true });
      expect(await unapproved.simulate(redeeming(market))).toEqual({ kind: 'ok' });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'merges complete sets, and splits a payout of half and half',
    async () => {
      const shared = await chain.prepareMarket(keccak256(stringToHex('shared')));
      await buy(shared, 0, 10n * SHARE);
      const bought = await buy(shared, 1, 7n * SHARE);
      await eventually(() => redeemer.holdings(chainMarket(shared), bought));
      const sets = (4n * SHARE) as money.MicroShares;
      const merge: ChainWork = { kind: 'merge', market: chainMarket(shared), shares: sets };
      expect(await proven(redeemer, merge)).toMatchObject({
        burned: shared.tokenIds.map((tokenId) => ({ tokenId, shares: sets })),
        payoutUsd: sets,
      });
      await chain.resolve(shared.conditionId, [1n, 1n]);
      const work = redeeming(shared, [6n * SHARE, 3n * SHARE]);
      expect(await proven(redeemer, work)).toMatchObject({
        burned: [{ shares: 6n * SHARE }, { shares: 3n * SHARE }],
        payoutUsd: 4_500_000n,
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'takes a neg-risk market to its own adapter, whose ids are made of another money',
    async () => {
      const ours = await chain.prepareMarket(negRiskQuestionId(negRiskMarketId('an event'), 0), {
        ...{ kind: 'neg_risk', event: 'an event' },
      });
      await buy(ours, 0, 5n * SHARE);
      await redeemer.checkIds(chainMarket(ours, true));
      await expect(redeemer.checkIds(chainMarket(ours, false))).rejects.toThrow(
        ChainIntegrityError,
      );
      await chain.resolve(ours.conditionId, [1n, 0n]);
      const work = redeeming(ours, [5n * SHARE, 0n], true);
      expect(await redeemer.simulate(work)).toEqual({ kind: 'ok' });
      expect(await proven(redeemer, work)).toMatchObject({
        burned: [{ tokenId: ours.tokenIds[0], shares: 5n * SHARE }],
        payoutUsd: 5n * SHARE,
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'pays in the other money when the adapters are passed by',
    async () => {
      const passed = await chain.prepareMarket(keccak256(stringToHex('bypassed')));
      await buy(passed, 1, 2n * SHARE);
      await chain.resolve(passed.conditionId, [0n, 1n]);
      const past = connectRedeemer({
        ...{ rpcUrl: chain.rpcUrl, privateKey, timeoutMs: 5_000, path: 'bypass' },
      });
      const work = redeeming(passed, [0n, 2n * SHARE]);
      expect(await proven(past, work)).toMatchObject({ payoutUsd: 2n * SHARE });
    },
    STORY_TIMEOUT_MS,
  );

  it('never sends altered bytes, and never signs for another chain', async () => {
    const signed = await redeemer.sign(redeeming(market), 1);
    const altered = { ...signed, rawTransaction: `${signed.rawTransaction.slice(0, -2)}00` };
    await expect(redeemer.submit(altered)).rejects.toThrow(ChainIntegrityError);
    const elsewhere = connectRedeemer({
      ...{ rpcUrl: chain.rpcUrl, privateKey, timeoutMs: 5_000, chainId: 80002 },
    });
    await expect(elsewhere.sign(redeeming(market), 1)).rejects.toThrow(ChainIntegrityError);
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
