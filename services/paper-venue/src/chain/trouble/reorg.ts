/** The newest blocks are replaced: what was in them comes back in another block, later, or not at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  recoverTransactionAddress,
  toHex,
  type Hex,
  type Transaction,
  type TransactionSerialized,
} from 'viem';
import { z } from 'zod';
import { house, operator } from '../venue-addresses.js';
import type { Address } from '../venue-chain.js';
import { SEND } from './parameters.js';
import { defineTrouble, type Site } from './trouble.js';

const LATE_MS_MAX = 600_000;
const DEPTH_MAX = 64;

export const reorg = defineTrouble({
  about:
    'The newest `depth` blocks are replaced; their transactions return in the last of them, late, or are lost. Those of the venue itself always return.',
  parameters: z.strictObject({
    depth: z.number().int().min(1).max(DEPTH_MAX).default(1),
    transactions: z.enum(['return', 'late', 'lost']).default('return'),
    lateMs: z.number().int().min(0).max(LATE_MS_MAX).default(3_000),
  }),
  begin: async (site, { depth, transactions, lateMs }) => {
    if (depth > site.finalityBlocks)
      throw new Error(
        `depth: at most ${site.finalityBlocks}, because older blocks are final, found ${depth}`,
      );
    const fallen = await site.chain.exclusively(() => replace(site, depth, transactions));
    if (transactions !== 'late' || fallen.length === 0) return undefined;
    const waiting = new AbortController();
    const done = sleep(lateMs, undefined, { signal: waiting.signal }).then(
      () => sendAgain(site, fallen),
      () => undefined,
    );
    return { done, end: () => Promise.resolve(waiting.abort()) };
  },
});

type Mined = { readonly raw: Hex; readonly from: Address; readonly request: object };

/** Answers the transactions that fell out. */
const replace = async (
  site: Site,
  depth: number,
  transactions: 'return' | 'late' | 'lost',
): Promise<readonly Hex[]> => {
  const mined = await newest(site, depth);
  const returning = mined.filter(({ from }) => transactions === 'return' || isOfVenue(from));
  const unsigned = await impersonated(returning);
  const { reader, cheats } = site.chain;
  for (const { from } of unsigned) await cheats.impersonateAccount({ address: from });
  const pairs = returning.map((one) => [unsigned.includes(one) ? one.request : one.raw, depth - 1]);
  await reader.request({ method: 'anvil_reorg', params: [depth, pairs] } as never);
  for (const { from } of unsigned) await cheats.stopImpersonatingAccount({ address: from });
  return mined.filter((one) => !returning.includes(one)).map(({ raw }) => raw);
};

const newest = async ({ chain }: Site, depth: number): Promise<readonly Mined[]> => {
  const head = await chain.reader.getBlockNumber();
  const mined: Mined[] = [];
  for (let back = depth - 1; back >= 0; back -= 1) {
    const blockNumber = head - BigInt(back);
    const block = await chain.reader.getBlock({ blockNumber, includeTransactions: true });
    for (const { hash, from, ...rest } of block.transactions) {
      const raw: Hex = await chain.reader.request({
        method: 'eth_getRawTransactionByHash',
        params: [hash],
      } as never);
      mined.push({ raw, from, request: { from, ...requestOf(rest) } });
    }
  }
  return mined;
};

/** All that its hash depends on, so that it comes back under the same. */
const requestOf = (
  sent: Pick<
    Transaction,
    'to' | 'input' | 'value' | 'gas' | 'nonce' | 'maxFeePerGas' | 'maxPriorityFeePerGas'
  >,
) => ({
  to: sent.to,
  data: sent.input,
  value: toHex(sent.value),
  gas: toHex(sent.gas),
  nonce: toHex(sent.nonce),
  maxFeePerGas: toHex(sent.maxFeePerGas ?? 0n),
  maxPriorityFeePerGas: toHex(sent.maxPriorityFeePerGas ?? 0n),
});

/** Sent by the node for an account whose key nobody has, such as by hand: only the node can send it again. */
const impersonated = async (mined: readonly Mined[]): Promise<readonly Mined[]> => {
  const unsigned: Mined[] = [];
  for (const one of mined) {
    const serializedTransaction = one.raw as TransactionSerialized;
    const signer = await recoverTransactionAddress({ serializedTransaction }).catch(
      () => undefined,
    );
    if (signer?.toLowerCase() !== one.from.toLowerCase()) unsigned.push(one);
  }
  return unsigned;
};

const isOfVenue = (from: Address): boolean =>
  [operator.address, house.address].some((own) => own.toLowerCase() === from.toLowerCase());

const sendAgain = async ({ forward, log }: Site, fallen: readonly Hex[]): Promise<void> => {
  for (const raw of fallen) {
    const answer = await forward({ method: SEND, params: [raw] });
    if ('error' in answer) log(`A transaction did not return: ${answer.error.message}`);
  }
};
