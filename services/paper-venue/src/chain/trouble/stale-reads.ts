/** A node that is behind: everything it tells is as of some blocks ago. */
import { numberToHex, type Hex } from 'viem';
import { z } from 'zod';
import { seconds } from './parameters.js';
import { defineTrouble, type RpcAnswer, type RpcCall, type Site, type Strike } from './trouble.js';

const BLOCKS_MAX = 200;

export const staleReads = defineTrouble({
  about: 'Everything is read as of `blocks` ago: heads, balances, calls, nonces, logs, receipts.',
  parameters: z.strictObject({
    blocks: z.number().int().min(1).max(BLOCKS_MAX).default(5),
    seconds: seconds.default(30),
  }),
  begin: (site, { blocks, ...parameters }) =>
    Promise.resolve({
      seconds: parameters.seconds,
      strike: async (call) => asOf(call, await headOf(site, blocks)),
    }),
});

type Head = { readonly latest: bigint; readonly finalityBlocks: bigint };

const headOf = async ({ chain, ...site }: Site, blocks: number): Promise<Head> => {
  const behind = (await chain.reader.getBlockNumber()) - BigInt(blocks);
  const latest = behind > site.firstBlock ? behind : site.firstBlock;
  return { latest, finalityBlocks: BigInt(site.finalityBlocks) };
};

/** Where each call says of which block it asks. */
const BLOCK_AT: Readonly<Record<string, number>> = {
  eth_getBlockByNumber: 0,
  eth_getBlockTransactionCountByNumber: 0,
  eth_call: 1,
  eth_estimateGas: 1,
  eth_feeHistory: 1,
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getTransactionCount: 1,
  eth_getStorageAt: 2,
};

const asOf = (call: RpcCall, head: Head): Strike | undefined => {
  const { method, params } = call;
  if (method === 'eth_blockNumber') return answered({ result: numberToHex(head.latest) });
  if (method === 'eth_getLogs') return logsAsOf(call, head);
  if (method === 'eth_getTransactionReceipt' || method === 'eth_getTransactionByHash')
    return { kind: 'forwarded', call, reread: (result) => unlessNewer(result, head) };
  const at = BLOCK_AT[method];
  if (at === undefined) return undefined;
  const number = numberOf(params[at], head);
  // Asked by hash: whoever knows the hash may have the block.
  if (number === undefined) return undefined;
  if (number > head.latest) return answered(at === 0 ? { result: null } : HEADER_NOT_FOUND);
  const placed = [...params];
  placed[at] = numberToHex(number);
  return { kind: 'forwarded', call: { method, params: placed } };
};

const logsAsOf = (call: RpcCall, head: Head): Strike | undefined => {
  const [filter] = call.params as readonly [Readonly<Record<string, unknown>>];
  if (filter['blockHash'] !== undefined) return undefined;
  const from = numberOf(filter['fromBlock'], head) ?? head.latest;
  const to = numberOf(filter['toBlock'], head) ?? head.latest;
  if (from > head.latest) return answered({ result: [] });
  const toBlock = numberToHex(to > head.latest ? head.latest : to);
  const params = [{ ...filter, fromBlock: numberToHex(from), toBlock }];
  return { kind: 'forwarded', call: { method: call.method, params } };
};

/** Undefined when the block is named otherwise than by number or tag. */
const numberOf = (block: unknown, { latest, finalityBlocks }: Head): bigint | undefined => {
  if (block === undefined || block === 'latest' || block === 'pending') return latest;
  if (block === 'earliest') return 0n;
  if (block === 'finalized' || block === 'safe')
    return latest > finalityBlocks ? latest - finalityBlocks : 0n;
  return typeof block === 'string' && /^0x[0-9a-fA-F]{1,16}$/.test(block)
    ? BigInt(block)
    : undefined;
};

const unlessNewer = (result: unknown, { latest }: Head): unknown => {
  const mined = result as { readonly blockNumber?: Hex | null } | null;
  const number = mined?.blockNumber ?? null;
  return number !== null && BigInt(number) > latest ? null : result;
};

const answered = (answer: RpcAnswer): Strike => ({ kind: 'answered', answer });

const HEADER_NOT_FOUND = { error: { code: -32000, message: 'header not found' } } as const;
