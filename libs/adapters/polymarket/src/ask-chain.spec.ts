import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encodeAbiParameters, parseAbiParameters, type Hex } from 'viem';
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

describe('asking the chain', () => {
  let node: Server;
  let rpcUrl: string;
  let asked: Asked[];
  let answer: Hex | undefined;
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

  it('says so when it cannot be asked', async () => {
    answer = undefined;
    await expect(chain().collateral()).rejects.toThrow(VenueUnavailableError);
    await expect(chain().settledOf(signed)).rejects.toThrow(VenueUnavailableError);
  });
});
