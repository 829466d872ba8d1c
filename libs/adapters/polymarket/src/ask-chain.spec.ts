import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  encodeAbiParameters,
  encodeEventTopics,
  parseAbi,
  parseAbiParameters,
  type Hex,
} from 'viem';
import { connectVenueChain } from './ask-chain.js';
import { VenueUnavailableError } from './errors.js';
import { orderHash, type OrderDomain } from './order-hash.js';
import { writeSignedBody } from './signed-body.js';
import { wallet } from './testing/examples.js';
import { POLYGON_EXCHANGES } from './venue-contracts.js';
import { OrderType } from '@polymarket/clob-client-v2';

type Asked = {
  readonly method: string;
  readonly params: readonly [{ to: string; data: Hex }, string];
};

const zero: Hex = `0x${'0'.repeat(64)}`;
const order = {
  salt: '1',
  maker: wallet,
  signer: wallet,
  tokenId: '1234',
  expiration: '0',
  makerAmount: '20000000',
  takerAmount: '40000000',
  side: 'BUY',
  signatureType: 0,
  timestamp: '1',
  metadata: zero,
  builder: zero,
  signature: '0x00',
} as const;
const domain: OrderDomain = {
  ...{ version: 2, chainId: 137, verifyingContract: POLYGON_EXCHANGES.negRiskExchange },
};
const signed = {
  orderHash: orderHash(order, domain),
  signedBody: writeSignedBody({
    ...{ order, domain, orderType: OrderType.GTC, postOnly: false, deferExec: false },
  }),
};

/** As the exchange contracts of version 2 declare it; the topic is the recorded one. */
const ORDER_FILLED = parseAbi([
  'event OrderFilled(bytes32 indexed orderHash, address indexed maker, address indexed taker, uint8 side, uint256 tokenId, uint256 makerAmountFilled, uint256 takerAmountFilled, uint256 fee, bytes32 builder, bytes32 metadata)',
]);

describe('asking the chain', () => {
  let node: Server;
  let rpcUrl: string;
  let asked: Asked[];
  let answer: Hex | object | undefined;
  beforeEach(async () => {
    asked = [];
    node = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const call = JSON.parse(body) as Asked & { readonly id: number };
        asked.push(call);
        const said =
          answer === undefined ? { error: { code: -32000, message: 'no' } } : { result: answer };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, ...said }));
      });
    });
    await new Promise<void>((listening) => node.listen(0, '127.0.0.1', listening));
    rpcUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
  });
  afterEach(() => void node.close());
  const chain = () =>
    connectVenueChain({
      ...{ rpcUrl, wallet, collateral: POLYGON_EXCHANGES.exchange, timeoutMs: 2_000 },
    });
  const status = (filled: boolean, remaining: bigint): Hex =>
    encodeAbiParameters(parseAbiParameters('bool, uint248'), [filled, remaining]);

  it('tells what the wallet has', async () => {
    answer = encodeAbiParameters(parseAbiParameters('uint256'), [123_456_789n]);
    expect(await chain().collateral()).toBe(123_456_789n);
    expect(asked[0]?.params[0].to.toLowerCase()).toBe(POLYGON_EXCHANGES.exchange.toLowerCase());
  });

  it.each([
    ['nothing yet', false, 0n, 0n],
    ['a part', false, 5_000_000n, 15_000_000n],
    ['all', true, 0n, 20_000_000n],
  ])('tells of an order that the contract settled %s', async (_, filled, remaining, settled) => {
    answer = status(filled, remaining);
    expect(await chain().settledOf(signed)).toBe(settled);
    const [call, block] = asked[0]?.params ?? [];
    expect(call?.to.toLowerCase()).toBe(POLYGON_EXCHANGES.negRiskExchange.toLowerCase());
    expect(call?.data.endsWith(signed.orderHash.slice(2))).toBe(true);
    expect(block).toBe('finalized');
  });

  describe('what a transaction moved', () => {
    const { negRiskExchange, exchange } = POLYGON_EXCHANGES;
    const transactionHash: Hex = `0x${'ab'.repeat(32)}`;
    type Log = { readonly address?: string; readonly orderHash?: Hex };
    const log = ({ address = negRiskExchange, orderHash = signed.orderHash }: Log = {}) => ({
      address,
      topics: encodeEventTopics({
        abi: ORDER_FILLED,
        args: { orderHash, maker: wallet, taker: exchange },
      }),
      data: encodeAbiParameters(
        parseAbiParameters('uint8, uint256, uint256, uint256, uint256, bytes32, bytes32'),
        [0, 1234n, 9_500_000n, 20_000_000n, 33_250n, zero, zero],
      ),
      ...{ blockHash: zero, blockNumber: '0x1', logIndex: '0x0', removed: false },
      ...{ transactionHash, transactionIndex: '0x0' },
    });
    const receipt = (status: '0x1' | '0x0', ...logs: readonly object[]) => ({
      ...{ status, logs, transactionHash, blockHash: zero, blockNumber: '0x1', type: '0x2' },
      ...{ transactionIndex: '0x0', gasUsed: '0x1', cumulativeGasUsed: '0x1' },
    });

    it('is told by the record the exchange made of the order', async () => {
      const other: Hex = `0x${'cd'.repeat(32)}`;
      const foreign = [log({ orderHash: other }), log({ address: exchange })];
      answer = receipt('0x1', ...foreign, log());
      expect(await chain().movedFor(signed, transactionHash)).toEqual({
        ...{ shares: 20_000_000n, amountUsd: 9_500_000n, feeUsd: 33_250n },
      });
      expect(log().topics[0]).toBe(
        '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee',
      );
      expect(asked[0]).toMatchObject({
        ...{ method: 'eth_getTransactionReceipt', params: [transactionHash] },
      });
    });

    it.each<[string, object]>([
      ['failed', receipt('0x0', log())],
      ['is about other orders', receipt('0x1', log({ orderHash: zero }))],
      ['filled the order twice', receipt('0x1', log(), log())],
    ])('is not known of one that %s', async (_, said) => {
      answer = said;
      expect(await chain().movedFor(signed, transactionHash)).toBeUndefined();
    });
  });

  it('says so when it cannot be asked', async () => {
    answer = undefined;
    await expect(chain().collateral()).rejects.toThrow(VenueUnavailableError);
    await expect(chain().settledOf(signed)).rejects.toThrow(VenueUnavailableError);
    await expect(chain().movedFor(signed, zero)).rejects.toThrow(VenueUnavailableError);
  });
});
