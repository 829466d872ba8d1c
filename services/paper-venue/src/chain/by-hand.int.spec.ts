/** Positions that vanish from a wallet and approvals that are taken back, for markets of every kind. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseEventLogs } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createChainAccess, type ChainAccess } from './chain-access.js';
import { moneyAbi } from './contract-abis.js';
import { negRiskMarketId, negRiskQuestionId } from './market-ids.js';
import { startVenueChain } from './start-venue-chain.js';
import { AUTO_REDEEMER, CTF_EXCHANGE, EXCHANGE_V3, NEG_RISK_EXCHANGE } from './venue-addresses.js';
import type { Address, Hex, Market, MarketKind, SettledOrder, VenueChain } from './venue-chain.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const SHARE = 1_000_000n;

describe('by hand', () => {
  let venue: VenueChain;
  let chain: ChainAccess;

  beforeAll(async () => {
    venue = await startVenueChain({ port: 0 });
    chain = createChainAccess(venue.rpcUrl);
  }, START_TIMEOUT_MS);
  afterAll(() => venue.stop());

  const marketOf = (kind: MarketKind['kind'], name: string): Promise<Market> =>
    kind === 'neg_risk'
      ? venue.prepareMarket(negRiskQuestionId(negRiskMarketId(name), 0), { kind, event: name })
      : venue.prepareMarket(generatePrivateKey(), { kind });
  const order = (
    maker: Address,
    side: SettledOrder['side'],
    tokenId: string,
    [makerAmount, takerAmount]: readonly [bigint, bigint],
  ): SettledOrder => ({
    ...{ orderHash: generatePrivateKey(), maker, side, tokenId },
    ...{ makerAmount, takerAmount, fee: 0n },
  });
  const buy = (wallet: Address, tokenId: string, shares: bigint) =>
    venue.settle({
      taker: order(wallet, 'BUY', tokenId, [shares / 2n, shares]),
      makers: [order(venue.house, 'SELL', tokenId, [shares, shares / 2n])],
    });
  const newWallet = async (): Promise<Address> => {
    const privateKey = generatePrivateKey();
    const { address } = privateKeyToAccount(privateKey);
    await venue.fund(address, 100n * SHARE);
    await venue.approveAll(privateKey);
    return address;
  };

  const KINDS = ['standard', 'neg_risk', 'protocol_v2'] as const;
  const cells = KINDS.flatMap((kind) =>
    (['auto_redeemer', 'owner'] as const).map((by) => [kind, by] as const),
  );

  test.each(cells)(
    'all a wallet holds of a %s market is redeemed by the %s and paid to the wallet',
    async (kind, by) => {
      const market = await marketOf(kind, `${kind}-${by}`);
      const wallet = await newWallet();
      await buy(wallet, market.tokenIds[0], 10n * SHARE);
      await buy(wallet, market.tokenIds[1], 4n * SHARE);
      const { conditionId, tokenIds } = market;
      const asked = { wallet, conditionId, tokenIds, by };
      await expect(venue.redeemByHand?.(asked)).rejects.toThrow(
        'result for condition not received yet',
      );
      await venue.resolve(conditionId, [1n, 0n]);
      const before = (await venue.collateral(wallet)).balance;
      const redeemed = await venue.redeemByHand?.(asked);
      expect((await venue.collateral(wallet)).balance).toBe(before + 10n * SHARE);
      for (const tokenId of tokenIds)
        expect((await venue.position(wallet, tokenId)).balance).toBe(0n);
      if (by === 'owner') return;
      const hash: Hex = redeemed?.transactionHash ?? '0x';
      const { logs, from, to } = await chain.reader.getTransactionReceipt({ hash });
      expect(from).not.toBe(wallet.toLowerCase());
      expect(to?.toLowerCase()).toBe(AUTO_REDEEMER.toLowerCase());
      const paid = parseEventLogs({ abi: moneyAbi, logs, eventName: 'Transfer' }).filter(
        ({ args }) => args.to === wallet,
      );
      expect(paid.map(({ args }) => args.value)).toEqual([10n * SHARE]);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'an approval taken back is missing at that exchange alone',
    async () => {
      const wallet = await newWallet();
      const market = await marketOf('neg_risk', 'revoked');
      await venue.revokeByHand?.({ wallet, token: 'collateral', spender: NEG_RISK_EXCHANGE });
      const { allowances } = await venue.collateral(wallet);
      expect(allowances?.[NEG_RISK_EXCHANGE]).toBe(0n);
      expect(allowances?.[CTF_EXCHANGE]).toBeGreaterThan(0n);
      expect(allowances?.[EXCHANGE_V3]).toBeGreaterThan(0n);
      await expect(buy(wallet, market.tokenIds[0], SHARE)).rejects.toThrow(
        'InsufficientCollateralAllowance',
      );
      const [yes] = (await marketOf('standard', '')).tokenIds;
      await buy(wallet, yes, SHARE);
      await venue.revokeByHand?.({ wallet, token: 'positions', spender: CTF_EXCHANGE });
      expect(await venue.position(wallet, yes)).toEqual({ balance: SHARE, approved: false });
      expect((await venue.position(wallet, market.tokenIds[0])).approved).toBe(true);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a wallet that is a contract can be acted for as well',
    async () => {
      const wallet = privateKeyToAccount(generatePrivateKey()).address;
      await chain.cheats.setCode({ address: wallet, bytecode: '0x00' });
      await venue.fund(wallet, SHARE);
      const revoked = await venue.revokeByHand?.({
        wallet,
        token: 'positions',
        spender: CTF_EXCHANGE,
      });
      const hash: Hex = revoked?.transactionHash ?? '0x';
      const { status, from } = await chain.reader.getTransactionReceipt({ hash });
      expect([status, from]).toEqual(['success', wallet.toLowerCase()]);
    },
    STORY_TIMEOUT_MS,
  );
});
