/** Neg-risk and protocol-v2 markets on the chain: their own ids, exchanges and doors, and what they pay. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  encodeFunctionData,
  parseAbi,
  parseEventLogs,
  zeroAddress,
  zeroHash,
  type Abi,
  type LocalAccount,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createChainAccess, type ChainAccess } from './chain-access.js';
import {
  collateralAdapterAbi,
  conditionalTokensAbi,
  exchangeAbi,
  moneyAbi,
  negRiskAdapterAbi,
  onrampAbi,
  positionManagerAbi,
  routerAbi,
} from './contract-abis.js';
import { negRiskMarketId, negRiskQuestionId, shortConditionId } from './market-ids.js';
import { startVenueChain } from './start-venue-chain.js';
import {
  COLLATERAL_ONRAMP,
  CONDITIONAL_TOKENS,
  CTF_COLLATERAL_ADAPTER,
  NEG_RISK_ADAPTER,
  NEG_RISK_COLLATERAL_ADAPTER,
  NEG_RISK_EXCHANGE,
  EXCHANGE_V3,
  POSITION_MANAGER,
  PUSD,
  ROUTER,
  USDC_E,
  WRAPPED_COLLATERAL,
  operator,
} from './venue-addresses.js';
import type { Address, Hex, Market, SettledOrder, VenueChain } from './venue-chain.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 60_000;
const SHARE = 1_000_000n;
const BOTH = [1n, 2n] as const;

const order = (
  maker: Address,
  side: SettledOrder['side'],
  tokenId: string,
  amounts: readonly [makerAmount: bigint, takerAmount: bigint],
): SettledOrder => ({
  orderHash: generatePrivateKey(),
  maker,
  side,
  tokenId,
  makerAmount: amounts[0],
  takerAmount: amounts[1],
  fee: 0n,
});

describe('markets of other kinds on the chain', () => {
  let venue: VenueChain;
  let chain: ChainAccess;

  beforeAll(async () => {
    venue = await startVenueChain({ port: 0 });
    chain = createChainAccess(venue.rpcUrl);
  }, START_TIMEOUT_MS);
  afterAll(() => venue.stop());

  const newWallet = async (microUsd: bigint) => {
    const privateKey = generatePrivateKey();
    const account = privateKeyToAccount(privateKey);
    await venue.fund(account.address, microUsd);
    await venue.approveAll(privateKey);
    return account;
  };
  const money = async (wallet: Address): Promise<bigint> =>
    (await venue.collateral(wallet)).balance;
  const held = async (wallet: Address, { tokenIds }: Market): Promise<readonly bigint[]> =>
    Promise.all(tokenIds.map(async (id) => (await venue.position(wallet, id)).balance));
  const usdcE = (wallet: Address, token: Address = USDC_E): Promise<bigint> =>
    chain.reader.readContract({
      address: token,
      abi: moneyAbi,
      functionName: 'balanceOf',
      args: [wallet],
    });
  const call = (
    account: LocalAccount,
    to: Address,
    abi: Abi,
    [functionName, ...args]: readonly [string, ...unknown[]],
  ) => chain.send(account, { purpose: functionName, to, abi, functionName, args });
  const event = async (slug: string, count: number): Promise<readonly Market[]> => {
    const marketId = negRiskMarketId(slug);
    const markets: Market[] = [];
    for (let index = 0; index < count; index += 1)
      markets.push(
        await venue.prepareMarket(negRiskQuestionId(marketId, index), {
          kind: 'neg_risk',
          event: slug,
        }),
      );
    return markets;
  };
  const buy = async (wallet: Address, tokenId: string, shares: bigint) =>
    venue.settle({
      taker: order(wallet, 'BUY', tokenId, [shares / 2n, shares]),
      makers: [order(venue.house, 'SELL', tokenId, [shares, shares / 2n])],
    });
  const redeemAt = (account: LocalAccount, adapter: Address, { conditionId }: Market) =>
    call(account, adapter, collateralAdapterAbi, [
      'redeemPositions',
      zeroAddress,
      zeroHash,
      conditionId,
      BOTH,
    ]);

  test(
    'a neg-risk market has ids of wrapped collateral and the adapter as its oracle',
    async () => {
      const [first, second] = await event('ids', 2);
      expect(first?.conditionId).not.toBe(second?.conditionId);
      for (const market of [first, second] as Market[]) {
        const conditionId = await chain.reader.readContract({
          address: NEG_RISK_ADAPTER,
          abi: negRiskAdapterAbi,
          functionName: 'getConditionId',
          args: [market.questionId],
        });
        expect(market.conditionId).toBe(conditionId);
        for (const [index, tokenId] of market.tokenIds.entries()) {
          const collectionId = await chain.reader.readContract({
            address: CONDITIONAL_TOKENS,
            abi: conditionalTokensAbi,
            functionName: 'getCollectionId',
            args: [zeroHash, conditionId, BigInt(index + 1)],
          });
          const id = await chain.reader.readContract({
            address: CONDITIONAL_TOKENS,
            abi: conditionalTokensAbi,
            functionName: 'getPositionId',
            args: [WRAPPED_COLLATERAL, collectionId],
          });
          expect(tokenId).toBe(id.toString());
        }
      }
      expect(await event('ids', 2)).toEqual([first, second]);
      const skipped = negRiskQuestionId(negRiskMarketId('ids'), 5);
      await expect(
        venue.prepareMarket(skipped, { kind: 'neg_risk', event: 'ids' }),
      ).rejects.toThrow('its next is number 2');
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a neg-risk trade settles at its own exchange, and the adapter pays both outcomes in pUSD',
    async () => {
      const [market, rival] = (await event('paid', 2)) as [Market, Market];
      const wallet = await newWallet(100n * SHARE);
      const settled = await buy(wallet.address, market.tokenIds[0], 10n * SHARE);
      await buy(wallet.address, market.tokenIds[1], 4n * SHARE);
      const receipt = await chain.reader.getTransactionReceipt({ hash: settled.transactionHash });
      expect(receipt.to?.toLowerCase()).toBe(NEG_RISK_EXCHANGE.toLowerCase());
      const fills = parseEventLogs({
        abi: exchangeAbi,
        logs: receipt.logs,
        eventName: 'OrderFilled',
      });
      expect(fills.map(({ args }) => args.tokenId.toString())).toEqual(
        Array(2).fill(market.tokenIds[0]),
      );
      expect(await held(wallet.address, market)).toEqual([10n * SHARE, 4n * SHARE]);

      await expect(redeemAt(wallet, NEG_RISK_COLLATERAL_ADAPTER, market)).rejects.toThrow(
        'result for condition not received yet',
      );
      await expect(venue.resolve(market.conditionId, [1n, 1n])).rejects.toThrow(
        'a neg-risk market ends at Yes or at No',
      );
      const resolution = await venue.resolve(market.conditionId, [1n, 0n]);
      expect(await venue.resolve(market.conditionId, [1n, 0n])).toEqual(resolution);
      await expect(venue.resolve(rival.conditionId, [1n, 0n])).rejects.toThrow(
        'MarketAlreadyDetermined',
      );
      await venue.resolve(rival.conditionId, [0n, 1n]);

      const before = await money(wallet.address);
      const paid = await redeemAt(wallet, NEG_RISK_COLLATERAL_ADAPTER, market);
      expect(await money(wallet.address)).toBe(before + 10n * SHARE);
      expect(await held(wallet.address, market)).toEqual([0n, 0n]);
      const [redemption] = parseEventLogs({
        abi: negRiskAdapterAbi,
        logs: paid.logs,
        eventName: 'PayoutRedemption',
      });
      expect(redemption?.args).toEqual({
        redeemer: NEG_RISK_COLLATERAL_ADAPTER,
        conditionId: market.conditionId,
        amounts: [10n * SHARE, 4n * SHARE],
        payout: 10n * SHARE,
      });
      const burnt = parseEventLogs({ abi: conditionalTokensAbi, logs: paid.logs }).filter(
        ({ eventName, args }) =>
          eventName === 'TransferSingle' && 'to' in args && args.to === zeroAddress,
      );
      expect(burnt).toHaveLength(2);
      const again = await redeemAt(wallet, NEG_RISK_COLLATERAL_ADAPTER, market);
      expect(again.status).toBe('success');
      expect(await money(wallet.address)).toBe(before + 10n * SHARE);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'wrong doors behave as the real ones: paid nothing, paid in wrapped collateral, or refused',
    async () => {
      const [market] = (await event('doors', 1)) as [Market];
      const wallet = await newWallet(100n * SHARE);
      await buy(wallet.address, market.tokenIds[0], 10n * SHARE);
      await venue.resolve(market.conditionId, [1n, 0n]);
      const before = await money(wallet.address);
      for (const collateral of [PUSD, USDC_E]) {
        const silent = await call(wallet, CONDITIONAL_TOKENS, conditionalTokensAbi, [
          'redeemPositions',
          collateral,
          zeroHash,
          market.conditionId,
          BOTH,
        ]);
        expect(silent.status).toBe('success');
      }
      await redeemAt(wallet, CTF_COLLATERAL_ADAPTER, market);
      expect(await held(wallet.address, market)).toEqual([10n * SHARE, 0n]);
      expect(await money(wallet.address)).toBe(before);
      const twoArguments = encodeFunctionData({
        abi: parseAbi(['function redeemPositions(bytes32 conditionId, uint256[] amounts)']),
        args: [market.conditionId, [10n * SHARE, 0n]],
      });
      expect(twoArguments.slice(0, 10)).toBe('0xdbeccb23');
      await expect(
        chain.reader.call({
          account: wallet.address,
          to: NEG_RISK_COLLATERAL_ADAPTER,
          data: twoArguments,
        }),
      ).rejects.toThrow('revert');
      await call(wallet, CONDITIONAL_TOKENS, conditionalTokensAbi, [
        'redeemPositions',
        WRAPPED_COLLATERAL,
        zeroHash,
        market.conditionId,
        BOTH,
      ]);
      expect(await usdcE(wallet.address, WRAPPED_COLLATERAL)).toBe(10n * SHARE);
      await expect(
        call(wallet, WRAPPED_COLLATERAL, moneyAbi, ['unwrap', wallet.address, SHARE]),
      ).rejects.toThrow('Could not unwrap');
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'the neg-risk adapter itself pays USDC.e for what it is given, which the ramp turns into pUSD',
    async () => {
      const [market] = (await event('bypass', 1)) as [Market];
      const wallet = await newWallet(100n * SHARE);
      await buy(wallet.address, market.tokenIds[1], 6n * SHARE);
      await venue.resolve(market.conditionId, [0n, 1n]);
      await call(wallet, CONDITIONAL_TOKENS, conditionalTokensAbi, [
        'setApprovalForAll',
        NEG_RISK_ADAPTER,
        true,
      ]);
      await call(wallet, NEG_RISK_ADAPTER, negRiskAdapterAbi, [
        'redeemPositions',
        market.conditionId,
        [0n, 5n * SHARE],
      ]);
      expect(await usdcE(wallet.address)).toBe(5n * SHARE);
      expect(await held(wallet.address, market)).toEqual([0n, SHARE]);
      const before = await money(wallet.address);
      await call(wallet, USDC_E, moneyAbi, ['approve', COLLATERAL_ONRAMP, 5n * SHARE]);
      await call(wallet, COLLATERAL_ONRAMP, onrampAbi, [
        'wrap',
        USDC_E,
        wallet.address,
        5n * SHARE,
      ]);
      expect(await money(wallet.address)).toBe(before + 5n * SHARE);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'both adapters split and merge, and stand still while the ramp is paused',
    async () => {
      const [negRisk] = (await event('sets', 1)) as [Market];
      const standard = await venue.prepareMarket(generatePrivateKey());
      const wallet = await newWallet(100n * SHARE);
      const doors = [
        [CTF_COLLATERAL_ADAPTER, standard],
        [NEG_RISK_COLLATERAL_ADAPTER, negRisk],
      ] as const;
      for (const [adapter, market] of doors) {
        const sets = (functionName: 'splitPosition' | 'mergePositions', amount: bigint) =>
          call(wallet, adapter, collateralAdapterAbi, [
            functionName,
            ...[zeroAddress, zeroHash, market.conditionId, BOTH, amount],
          ]);
        const before = await money(wallet.address);
        await sets('splitPosition', 8n * SHARE);
        expect(await held(wallet.address, market)).toEqual([8n * SHARE, 8n * SHARE]);
        expect(await money(wallet.address)).toBe(before - 8n * SHARE);
        await call(operator, COLLATERAL_ONRAMP, onrampAbi, ['pause', USDC_E]);
        await expect(sets('mergePositions', SHARE)).rejects.toThrow('OnlyUnpaused');
        await expect(redeemAt(wallet, adapter, market)).rejects.toThrow('OnlyUnpaused');
        await call(operator, COLLATERAL_ONRAMP, onrampAbi, ['unpause', USDC_E]);
        await sets('mergePositions', 5n * SHARE);
        expect(await held(wallet.address, market)).toEqual([3n * SHARE, 3n * SHARE]);
        expect(await money(wallet.address)).toBe(before - 3n * SHARE);
      }
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'an even end pays half a dollar for each outcome',
    async () => {
      const market = await venue.prepareMarket(generatePrivateKey());
      const wallet = await newWallet(100n * SHARE);
      await buy(wallet.address, market.tokenIds[0], 7n * SHARE);
      await buy(wallet.address, market.tokenIds[1], 3n * SHARE + 2n);
      await venue.resolve(market.conditionId, [1n, 1n]);
      const before = await money(wallet.address);
      await redeemAt(wallet, CTF_COLLATERAL_ADAPTER, market);
      expect(await money(wallet.address)).toBe(before + 5n * SHARE + 1n);
      expect(await held(wallet.address, market)).toEqual([0n, 0n]);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'NO of two questions becomes YES of the third and a dollar',
    async () => {
      const markets = (await event('convert', 3)) as [Market, Market, Market];
      const wallet = await newWallet(100n * SHARE);
      await buy(wallet.address, markets[0].tokenIds[1], 4n * SHARE);
      await buy(wallet.address, markets[1].tokenIds[1], 4n * SHARE);
      await call(wallet, CONDITIONAL_TOKENS, conditionalTokensAbi, [
        'setApprovalForAll',
        NEG_RISK_ADAPTER,
        true,
      ]);
      await call(wallet, NEG_RISK_ADAPTER, negRiskAdapterAbi, [
        'convertPositions',
        negRiskMarketId('convert'),
        0b011n,
        4n * SHARE,
      ]);
      expect(await usdcE(wallet.address)).toBe(4n * SHARE);
      expect(await held(wallet.address, markets[0])).toEqual([0n, 0n]);
      expect(await held(wallet.address, markets[2])).toEqual([4n * SHARE, 0n]);
      for (const [index, { conditionId }] of markets.entries())
        await venue.resolve(conditionId, index === 2 ? [1n, 0n] : [0n, 1n]);
      const before = await money(wallet.address);
      await redeemAt(wallet, NEG_RISK_COLLATERAL_ADAPTER, markets[2]);
      expect(await money(wallet.address)).toBe(before + 4n * SHARE);
    },
    STORY_TIMEOUT_MS,
  );

  test(
    'a protocol-v2 trade moves positions of the PositionManager, and the Router pays them',
    async () => {
      const market = await venue.prepareMarket(generatePrivateKey(), { kind: 'protocol_v2' });
      const [yes, no] = market.tokenIds;
      expect(BigInt(no)).toBe(BigInt(yes) + 1n);
      const wallet = await newWallet(100n * SHARE);
      const settled = await buy(wallet.address, yes, 10n * SHARE);
      const receipt = await chain.reader.getTransactionReceipt({ hash: settled.transactionHash });
      expect(receipt.to?.toLowerCase()).toBe(EXCHANGE_V3.toLowerCase());
      expect(await held(wallet.address, market)).toEqual([10n * SHARE, 0n]);
      const onCtf = await chain.reader.readContract({
        address: CONDITIONAL_TOKENS,
        abi: conditionalTokensAbi,
        functionName: 'balanceOf',
        args: [wallet.address, BigInt(yes)],
      });
      expect(onCtf).toBe(0n);
      await venue.settle({
        taker: order(wallet.address, 'SELL', yes, [2n * SHARE, SHARE]),
        makers: [order(venue.house, 'SELL', no, [2n * SHARE, SHARE])],
      });
      expect(await held(wallet.address, market)).toEqual([8n * SHARE, 0n]);

      const shortId = shortConditionId(market.conditionId);
      const router = (functionName: string, ...args: readonly unknown[]) =>
        call(wallet, ROUTER, routerAbi, [functionName, shortId, ...args]);
      await router('split', 3n * SHARE);
      await router('merge', SHARE);
      expect(await held(wallet.address, market)).toEqual([10n * SHARE, 2n * SHARE]);
      await expect(router('redeem', 0n, SHARE)).rejects.toThrow(
        'result for condition not received yet',
      );
      const resolution = await venue.resolve(market.conditionId, [1n, 0n]);
      expect(await venue.resolve(market.conditionId, [1n, 0n])).toEqual(resolution);
      await expect(venue.resolve(market.conditionId, [0n, 1n])).rejects.toThrow(
        'it is resolved to',
      );
      const before = await money(wallet.address);
      const paid = await router('redeem', 0n, 10n * SHARE);
      await router('redeem', 1n, 2n * SHARE);
      expect(await money(wallet.address)).toBe(before + 10n * SHARE);
      expect(await held(wallet.address, market)).toEqual([0n, 0n]);
      const [burn] = parseEventLogs({
        abi: positionManagerAbi,
        logs: paid.logs,
        eventName: 'TransferSingle',
      });
      expect(burn?.address.toLowerCase()).toBe(POSITION_MANAGER.toLowerCase());
      expect(burn?.args).toMatchObject({ to: zeroAddress, id: BigInt(yes), value: 10n * SHARE });
    },
    STORY_TIMEOUT_MS,
  );

  test('selectors are the documented ones', () => {
    const selectorOf = (abi: Abi, functionName: string, args: readonly unknown[]): Hex =>
      encodeFunctionData({ abi, functionName, args }).slice(0, 10) as Hex;
    const shortId = shortConditionId(zeroHash);
    expect([
      selectorOf(collateralAdapterAbi, 'redeemPositions', [PUSD, zeroHash, zeroHash, BOTH]),
      selectorOf(collateralAdapterAbi, 'splitPosition', [PUSD, zeroHash, zeroHash, BOTH, 1n]),
      selectorOf(collateralAdapterAbi, 'mergePositions', [PUSD, zeroHash, zeroHash, BOTH, 1n]),
      selectorOf(negRiskAdapterAbi, 'redeemPositions', [zeroHash, BOTH]),
      selectorOf(negRiskAdapterAbi, 'convertPositions', [zeroHash, 1n, 1n]),
      selectorOf(routerAbi, 'redeem', [shortId, 0n, 1n]),
      selectorOf(routerAbi, 'split', [shortId, 1n]),
      selectorOf(routerAbi, 'merge', [shortId, 1n]),
    ]).toEqual([
      ...['0x01b7037c', '0x72ce4275', '0x9e7212ad', '0xdbeccb23'],
      ...['0xc64748c4', '0xd217a3cc', '0x82d3b9f1', '0x5b63685e'],
    ]);
  });
});
