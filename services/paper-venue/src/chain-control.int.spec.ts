/** The levers of the chain over HTTP: trouble begun and calmed, positions that vanish, approvals taken back. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderType, Side, type ClobClient } from '@polymarket/clob-client-v2';
import { readFileSync } from 'node:fs';
import { zeroHash } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createChainAccess } from './chain/chain-access.js';
import { collateralAdapterAbi } from './chain/contract-abis.js';
import { TROUBLE_KINDS } from './chain/trouble/registry.js';
import {
  CTF_COLLATERAL_ADAPTER,
  CTF_EXCHANGE,
  NEG_RISK_EXCHANGE,
  PUSD,
} from './chain/venue-addresses.js';
import type { Market } from './markets/market.js';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';
import { readyClient, until } from './testing/official-client.js';

const START_TIMEOUT_MS = 120_000;

describe('the levers of the chain', () => {
  let venue: PaperVenue;
  let client: ClobClient;

  beforeAll(async () => {
    venue = await startPaperVenue({
      port: 0,
      wait: true,
      speed: 0.0001,
      negRiskMarkets: 2,
      finalityBlocks: 4,
      delays: { minedMs: 10, confirmedMs: 20 },
    });
    ({ client } = await readyClient(venue, venue.testAccount.privateKey));
  }, START_TIMEOUT_MS);

  afterAll(() => venue.stop());

  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${venue.urls.control}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  /** Of the test account, newest first. */
  const activity = async (query: string) => {
    const url = `${venue.urls.data}/activity?user=${venue.testAccount.address}&${query}`;
    return (await (await fetch(url)).json()) as readonly { size: number; usdcSize: number }[];
  };
  const negRiskMarket = (): Market => {
    const market = venue.markets().find(({ event }) => event !== null);
    if (market === undefined) throw new Error('No neg-risk market is listed');
    return market;
  };

  it('begin a trouble, tell it, and calm down', async () => {
    const begun = await ask('POST', '/chain/trouble', { kind: 'answer_lost', count: 2 });
    expect(begun).toMatchObject({ status: 200, json: { kind: 'answer_lost', left: 2 } });
    const told = await ask('GET', '/chain/trouble');
    expect(told.json).toMatchObject({ armed: [{ parameters: { count: 2 } }] });
    const kinds = told.json['kinds'] as readonly { readonly kind: string }[];
    expect(kinds.map(({ kind }) => kind)).toEqual(TROUBLE_KINDS);
    await ask('DELETE', '/chain/trouble');
    expect((await ask('GET', '/chain/trouble')).json).toMatchObject({ armed: [] });
    expect((await ask('POST', '/chain/trouble', { kind: 'earthquake' })).status).toBe(400);
    const tooDeep = await ask('POST', '/chain/trouble', { kind: 'reorg', depth: 5 });
    expect(tooDeep).toMatchObject({ status: 400 });
    expect(tooDeep.json['detail']).toContain('at most 4');
    const misspelt = await ask('POST', '/chain/trouble', { kind: 'reorg', deep: 1 });
    expect(misspelt.status).toBe(400);
  });

  it('are all described beside their code', () => {
    const page = readFileSync(new URL('./chain/trouble/README.md', import.meta.url), 'utf8');
    for (const kind of TROUBLE_KINDS) expect(page).toContain(`| \`${kind}\``);
  });

  it('settle trades while the public door tells nothing true', async () => {
    await ask('POST', '/chain/trouble', { kind: 'stale_reads', blocks: 50, seconds: 60 });
    const market = negRiskMarket();
    const [tokenID] = market.tokenIds;
    const bought = await client.createAndPostMarketOrder(
      { tokenID, amount: 5, side: Side.BUY },
      undefined,
      OrderType.FAK,
    );
    expect(bought).toMatchObject({ status: 'matched' });
    await until(async () => {
      const [trade] = await client.getTrades({ market: market.id });
      return trade?.status === 'CONFIRMED';
    });
    await ask('DELETE', '/chain/trouble');
  });

  it('let the AutoRedeemer take what is held', async () => {
    const market = negRiskMarket();
    const asked = {
      wallet: venue.testAccount.address,
      conditionId: market.id,
      by: 'auto_redeemer',
    };
    const early = await ask('POST', '/hand/redeem', asked);
    expect(early.status).toBe(409);
    expect(early.json['error']).toContain('result for condition not received yet');
    expect((await ask('POST', '/resolve', { market: market.id, winner: 0 })).status).toBe(200);
    const taken = await ask('POST', '/hand/redeem', asked);
    expect(taken.status).toBe(200);
    const chain = createChainAccess(venue.urls.rpc);
    const hash = taken.json['transactionHash'] as `0x${string}`;
    expect((await chain.reader.getTransactionReceipt({ hash })).status).toBe('success');
    const told = await activity(`type=REDEEM&market=${market.id}`);
    expect(told).toMatchObject([
      { type: 'REDEEM', transactionHash: hash, conditionId: market.id, asset: '' },
    ]);
    expect(told[0]?.usdcSize).toBe(told[0]?.size);
    const unknown = { ...asked, conditionId: `0x${'ab'.repeat(32)}` };
    expect((await ask('POST', '/hand/redeem', unknown)).status).toBe(404);
  });

  it('are told of sets that were made and taken apart, apart from trades', async () => {
    const market = venue.markets().find(({ event }) => event === null);
    const chain = createChainAccess(venue.urls.rpc);
    const account = privateKeyToAccount(venue.testAccount.privateKey);
    for (const [functionName, amount] of [
      ['splitPosition', 8_000_000n],
      ['mergePositions', 3_000_000n],
    ] as const) {
      await chain.send(account, {
        ...{ purpose: functionName, to: CTF_COLLATERAL_ADAPTER, abi: collateralAdapterAbi },
        functionName,
        args: [PUSD, zeroHash, market?.id, [1n, 2n], amount],
      });
    }
    expect(await activity(`market=${market?.id}`)).toMatchObject([
      { type: 'MERGE', size: 3, usdcSize: 3, outcomeIndex: 999, price: 0 },
      { type: 'SPLIT', size: 8, usdcSize: 8, slug: market?.slug },
    ]);
    expect(await activity(`market=${market?.id}&type=TRADE`)).toEqual([]);
    expect(await activity(`market=${market?.id}&side=BUY`)).toEqual([]);
    expect(await activity(`market=${market?.id}&end=1000`)).toEqual([]);
    const trades = await activity('type=TRADE');
    expect(trades.length).toBeGreaterThan(0);
    expect(await activity('')).toHaveLength(trades.length + 3);
  });

  it('take an approval back, and the venue refuses the orders of that exchange only', async () => {
    const wallet = venue.testAccount.address;
    const revoked = { wallet, token: 'collateral', spender: NEG_RISK_EXCHANGE };
    expect((await ask('POST', '/hand/revoke', revoked)).status).toBe(200);
    await client.updateBalanceAllowance({ asset_type: 'COLLATERAL' as never });
    const held = (await client.getBalanceAllowance({
      asset_type: 'COLLATERAL' as never,
    })) as unknown as { readonly allowances: Readonly<Record<string, string>> };
    expect(held.allowances[NEG_RISK_EXCHANGE]).toBe('0');
    expect(BigInt(held.allowances[CTF_EXCHANGE] ?? 0)).toBeGreaterThan(0n);
    const order = { price: 0.02, size: 10, side: Side.BUY };
    const others = venue.markets().filter(({ stage }) => stage === 'open');
    const negRisk = others.find(({ event }) => event !== null)?.tokenIds[0] ?? '';
    const plain = others.find(({ event }) => event === null)?.tokenIds[0] ?? '';
    expect(await client.createAndPostOrder({ ...order, tokenID: negRisk })).toMatchObject({
      error: 'not enough balance / allowance',
    });
    expect(await client.createAndPostOrder({ ...order, tokenID: plain })).toMatchObject({
      status: 'live',
    });
  });
});
