/** Learns what became of a redemption, from its receipt in a finalized block and from nothing else. */
import type { money, redemption, TokenId } from '@sluice/domain';
import type { Redeemer } from '@sluice/ports';
import {
  isAddressEqual,
  parseEventLogs,
  TransactionReceiptNotFoundError,
  zeroAddress,
  type Hex,
  type TransactionReceipt,
} from 'viem';
import { collateralAbi, conditionalTokensAbi } from './contracts.js';
import { ChainUnavailableError, askingChain, inWords } from './errors.js';
import type { ReadBalancesContext } from './read-balances.js';

export type RedemptionOutcome = Awaited<ReturnType<Redeemer['outcome']>>;

/** Throws ChainUnavailableError when the node does not answer. */
export async function redemptionOutcome(
  context: ReadBalancesContext,
  transaction: Pick<redemption.SignedTransaction, 'transactionHash' | 'nonce'>,
  tokenIds: readonly TokenId[],
): Promise<RedemptionOutcome> {
  const { reader, wallet } = context;
  const { transactionHash, nonce } = transaction;
  const finalBlock = await reader.believedBlock();
  const receipt = await readReceipt(context, transactionHash);
  if (receipt !== undefined) return judge(context, { receipt, finalBlock, tokenIds });

  const used = await askingChain('count transactions', () =>
    reader.client.getTransactionCount({ address: wallet, blockNumber: finalBlock }),
  );
  if (used <= nonce) return { kind: 'pending' };
  // The first node asked may have been behind: only a second look makes the absence count.
  const late = await readReceipt(context, transactionHash);
  if (late !== undefined) return judge(context, { receipt: late, finalBlock, tokenIds });
  const detail = `nonce ${nonce} of ${wallet} was used by another transaction`;
  return { kind: 'dropped', detail };
}

function judge(
  context: ReadBalancesContext,
  found: {
    readonly receipt: TransactionReceipt;
    readonly finalBlock: bigint;
    readonly tokenIds: readonly TokenId[];
  },
): RedemptionOutcome {
  const { receipt, finalBlock, tokenIds } = found;
  if (receipt.blockNumber > finalBlock) return { kind: 'pending' };
  return { kind: 'proven', proof: proofFrom(receipt, context, tokenIds) };
}

/** What the transaction burned and paid. Exported so that receipts can be read back in a test. */
export function proofFrom(
  receipt: Pick<TransactionReceipt, 'transactionHash' | 'blockNumber' | 'status' | 'logs'>,
  { contracts, wallet }: Pick<ReadBalancesContext, 'contracts' | 'wallet'>,
  tokenIds: readonly TokenId[],
): redemption.Proof {
  const outcomes = receipt.logs.filter(({ address }) =>
    isAddressEqual(address, contracts.conditionalTokens),
  );
  const burned = new Map<TokenId, bigint>();
  for (const { args, eventName } of parseEventLogs({ abi: conditionalTokensAbi, logs: outcomes })) {
    if (eventName === 'ConditionResolution' || !isAddressEqual(args.to, zeroAddress)) continue;
    const ids = 'ids' in args ? args.ids : [args.id];
    const values = 'values' in args ? args.values : [args.value];
    ids.forEach((id, index) => {
      const tokenId = id.toString();
      burned.set(tokenId, (burned.get(tokenId) ?? 0n) + (values[index] ?? 0n));
    });
  }
  const payments = parseEventLogs({
    abi: collateralAbi,
    eventName: 'Transfer',
    logs: receipt.logs.filter(({ address }) => isAddressEqual(address, contracts.collateral)),
  }).filter(({ args }) => isAddressEqual(args.to, wallet));

  return {
    transactionHash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    succeeded: receipt.status === 'success',
    burned: tokenIds.flatMap((tokenId) => {
      const shares = burned.get(tokenId) ?? 0n;
      return shares > 0n ? [{ tokenId, shares: shares as money.MicroShares }] : [];
    }),
    payoutUsd: payments.reduce((total, { args }) => total + args.value, 0n) as money.MicroUsd,
  };
}

async function readReceipt(
  { reader }: ReadBalancesContext,
  transactionHash: string,
): Promise<TransactionReceipt | undefined> {
  try {
    return await reader.client.getTransactionReceipt({ hash: transactionHash as Hex });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    const message = `Could not read the receipt of ${transactionHash}: ${inWords(error)}`;
    throw new ChainUnavailableError(message);
  }
}
