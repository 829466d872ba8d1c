/** What a receipt proves: which outcomes left the wallet and burned, and what the wallet was paid. */
import type { money, TokenId, transaction } from '@sluice/domain';
import {
  isAddressEqual,
  parseEventLogs,
  TransactionReceiptNotFoundError,
  zeroAddress,
  type Address,
  type Hex,
  type TransactionReceipt,
} from 'viem';
import type { ChainReader } from './chain-reader.js';
import { collateralAbi, outcomeEventsAbi } from './contracts.js';
import { ChainUnavailableError, inWords } from './errors.js';

export type ProofContext = {
  readonly wallet: Address;
  /** The contract that keeps the outcomes; undefined when none are expected to burn. */
  readonly outcomes: Address | undefined;
  readonly tokenIds: readonly TokenId[];
  /** What counts as money. */
  readonly money: readonly Address[];
};

export type Receipt = Pick<
  TransactionReceipt,
  'transactionHash' | 'blockNumber' | 'status' | 'logs'
>;

/** What left the wallet of each outcome, whether it burned or went elsewhere. */
export function takenBy(receipt: Receipt, context: ProofContext): Map<TokenId, bigint> {
  const taken = new Map<TokenId, bigint>();
  for (const { from, to, tokenId, shares } of movesIn(receipt, context.outcomes)) {
    if (isAddressEqual(from, context.wallet)) add(taken, tokenId, shares);
    if (isAddressEqual(to, context.wallet)) add(taken, tokenId, -shares);
  }
  return taken;
}

export function proofFrom(receipt: Receipt, context: ProofContext): transaction.Proof {
  const taken = takenBy(receipt, context);
  const burned = new Map<TokenId, bigint>();
  for (const { to, tokenId, shares } of movesIn(receipt, context.outcomes)) {
    if (isAddressEqual(to, zeroAddress)) add(burned, tokenId, shares);
  }
  return {
    transactionHash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    succeeded: receipt.status === 'success',
    burned: context.tokenIds.flatMap((tokenId) => {
      const left = taken.get(tokenId) ?? 0n;
      const gone = burned.get(tokenId) ?? 0n;
      const shares = left < gone ? left : gone;
      return shares > 0n ? [{ tokenId, shares: shares as money.MicroShares }] : [];
    }),
    payoutUsd: paidBy(receipt, context) as money.MicroUsd,
  };
}

/** Undefined while no block holds it. Throws ChainUnavailableError. */
export async function readReceipt(
  { client }: ChainReader,
  transactionHash: string,
): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash: transactionHash as Hex });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    const message = `Could not read the receipt of ${transactionHash}: ${inWords(error)}`;
    throw new ChainUnavailableError(message);
  }
}

function paidBy({ logs }: Receipt, { wallet, money: counted }: ProofContext): bigint {
  const transfers = parseEventLogs({
    abi: collateralAbi,
    eventName: 'Transfer',
    logs: logs.filter(({ address }) => counted.some((token) => isAddressEqual(address, token))),
  });
  return transfers.reduce((total, { args }) => {
    const got = isAddressEqual(args.to, wallet) ? args.value : 0n;
    const gave = isAddressEqual(args.from, wallet) ? args.value : 0n;
    return total + got - gave;
  }, 0n);
}

type Move = {
  readonly from: Address;
  readonly to: Address;
  readonly tokenId: TokenId;
  readonly shares: bigint;
};

function movesIn({ logs }: Receipt, outcomes: Address | undefined): readonly Move[] {
  if (outcomes === undefined) return [];
  const ours = logs.filter(({ address }) => isAddressEqual(address, outcomes));
  return parseEventLogs({ abi: outcomeEventsAbi, logs: ours }).flatMap((log) => {
    if (log.eventName === 'ApprovalForAll') return [];
    const { args } = log;
    const ids = 'ids' in args ? args.ids : [args.id];
    const values = 'values' in args ? args.values : [args.value];
    return ids.map((id, index) => ({
      ...{ from: args.from, to: args.to },
      ...{ tokenId: id.toString(), shares: values[index] ?? 0n },
    }));
  });
}

const add = (to: Map<TokenId, bigint>, tokenId: TokenId, shares: bigint): void =>
  void to.set(tokenId, (to.get(tokenId) ?? 0n) + shares);
