/** Payouts read from a real chain, through a node that can be made to refuse. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { keccak256, stringToHex } from 'viem';
import { startVenueChain, type VenueChain } from '@sluice/paper-venue';
import { ChainUnavailableError, connectResolutionReader } from './index.js';

const START_TIMEOUT_MS = 120_000;
const STORY_TIMEOUT_MS = 30_000;
const FINAL_WITHIN_MS = 20_000;

describe('payouts on a real chain', () => {
  let chain: VenueChain;
  let node: Server;
  let rpcUrl: string;
  const asked: string[] = [];
  let refused: readonly string[] = [];

  beforeAll(async () => {
    chain = await startVenueChain({ port: 0 });
    node = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const { id, method } = JSON.parse(body) as { id: number; method: string };
        asked.push(method);
        const answer = refused.includes(method)
          ? Promise.resolve(JSON.stringify({ jsonrpc: '2.0', id, error: REFUSAL }))
          : fetch(chain.rpcUrl, { method: 'POST', headers: JSON_BODY, body }).then((told) =>
              told.text(),
            );
        void answer.then((text) => response.writeHead(200, JSON_BODY).end(text));
      });
    });
    await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
    rpcUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
  }, START_TIMEOUT_MS);
  beforeEach(() => {
    asked.length = 0;
    refused = [];
  });
  afterAll(async () => {
    await new Promise((resolve) => node.close(resolve));
    await chain.stop();
  });

  const read = (conditionIds: readonly string[]) =>
    connectResolutionReader({ rpcUrl, timeoutMs: 5_000 }).resolutions(conditionIds);
  const listed = async (name: string) =>
    (await chain.prepareMarket(keccak256(stringToHex(name)))).conditionId;
  const untilFinal = async (conditionId: string): Promise<void> => {
    const endMs = Date.now() + FINAL_WITHIN_MS;
    while (!(await read([conditionId])).resolved.has(conditionId)) {
      if (Date.now() > endMs) throw new Error('Nothing became final in time');
      await pause(100);
    }
  };

  it(
    'are read for a hundred conditions in one call, halves too, and only what stands',
    async () => {
      const [won, halved, open] = [
        await listed('won'),
        await listed('halved'),
        await listed('open'),
      ];
      const first = await chain.resolve(won, [0n, 1n]);
      const second = await chain.resolve(halved, [1n, 1n]);
      await untilFinal(halved);

      asked.length = 0;
      const unknown = Array.from({ length: 97 }, (_, index) => keccak256(stringToHex(`${index}`)));
      const { resolved, unreadable } = await read([won, halved, open, ...unknown]);
      expect(resolved).toEqual(
        new Map([
          [won, { payoutNumerators: [0n, 1n], payoutDenominator: 1n, ...first }],
          [halved, { payoutNumerators: [1n, 1n], payoutDenominator: 2n, ...second }],
        ]),
      );
      expect(unreadable).toEqual([]);
      const calls = asked.filter((method) => method === 'eth_call');
      expect(calls).toHaveLength(3);

      asked.length = 0;
      expect((await read([open, ...unknown])).resolved.size).toBe(0);
      expect(asked).toHaveLength(2);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'are read from the Router for the second protocol, and refused when it cannot be asked',
    async () => {
      const { conditionId } = await chain.prepareMarket(keccak256(stringToHex('second')), {
        kind: 'protocol_v2',
      });
      const short = conditionId.slice(0, -2);
      const before = await read([conditionId, short]);
      expect(before).toEqual({ resolved: new Map(), unreadable: [] });
      await chain.resolve(conditionId, [1n, 1n]);
      await untilFinal(conditionId);
      const halves = { payoutNumerators: [1n, 1n], payoutDenominator: 2n };
      const { resolved } = await read([conditionId, short]);
      expect(resolved.get(conditionId)).toMatchObject(halves);
      expect(resolved.get(short)).toMatchObject(halves);
      const elsewhere = connectResolutionReader({
        ...{ rpcUrl, timeoutMs: 5_000, router: `0x${'77'.repeat(20)}` },
      });
      expect(await elsewhere.resolutions([conditionId])).toMatchObject({
        resolved: new Map(),
        unreadable: [{ conditionId }],
      });
      refused = ['eth_call'];
      await expect(read([conditionId])).rejects.toThrow(ChainUnavailableError);
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'are right without any log, and are not guessed without the state',
    async () => {
      const conditionId = await listed('no logs');
      await chain.resolve(conditionId, [1n, 0n]);
      await untilFinal(conditionId);

      refused = ['eth_getLogs'];
      expect((await read([conditionId])).resolved.get(conditionId)).toMatchObject({
        ...{ payoutNumerators: [1n, 0n], payoutDenominator: 1n, transactionHash: '' },
      });
      refused = ['eth_call'];
      await expect(read([conditionId])).rejects.toThrow(ChainUnavailableError);
    },
    STORY_TIMEOUT_MS,
  );
});

const JSON_BODY = { 'content-type': 'application/json' };
const REFUSAL = { code: -32_005, message: 'query exceeds the limit of this node' };
