/** Learns what became of what was sent, from receipts in finalized blocks and from nothing else. */
import type { transaction } from '@sluice/domain';
import type { ChainWork, Relayer, Sent, TransactionOutcome } from '@sluice/ports';
import { isAddressEqual, parseAbi, parseEventLogs, type TransactionReceipt } from 'viem';
import type { ChainReader } from './chain-reader.js';
import { outcomeEventsAbi } from './contracts.js';
import { askingChain } from './errors.js';
import { blockRanges, findTakings } from './find-takings.js';
import { proofFrom, readReceipt, type ProofContext } from './read-proof.js';
import { outcomesAt, paidIn, type Routing } from './wallet-calls.js';
import { readWalletNonce, type Wallet } from './wallet.js';

export type OutcomeContext = {
  readonly reader: ChainReader;
  readonly routing: Routing;
  readonly wallet: Wallet;
  readonly relayer: Relayer | undefined;
};

/** Throws ChainUnavailableError when the node does not answer. */
export async function transactionOutcome(
  context: OutcomeContext,
  sent: Sent,
  work: ChainWork,
): Promise<TransactionOutcome> {
  const { reader } = context;
  const finalBlock = await reader.believedBlock();
  const relayed = await askRelayer(context, sent);
  const hashes = sent.transactions.map(({ transactionHash }) => transactionHash);
  const known = [...hashes, relayed?.transactionHash ?? ''].filter((hash) => hash !== '');
  const first = await receiptsOf(reader, known);
  const judged = judge(context, { receipts: first, finalBlock, work });
  if (judged !== undefined) return judged;

  const last = sent.transactions.at(-1);
  if (last === undefined) return { kind: 'pending' };
  const { contracts } = context.routing;
  const used = await readWalletNonce(reader, context.wallet, { contracts, at: finalBlock });
  const nonce = last.walletNonce ?? last.nonce;
  if (used > nonce) {
    // The first node asked may have been behind: only a second look makes the absence count.
    const late = judge(context, { receipts: await receiptsOf(reader, known), finalBlock, work });
    if (late !== undefined) return late;
    const done = context.wallet.kind === 'eoa' ? undefined : await executedAs(context, sent, work);
    if (done !== undefined) return { kind: 'proven', proof: done };
    const reverted = first.find(({ blockNumber }) => blockNumber <= finalBlock);
    if (reverted !== undefined) return proven(context, { receipt: reverted, work });
    const detail = `nonce ${nonce} of ${context.wallet.address} was used by another transaction`;
    return { kind: 'dropped', detail };
  }
  const refused = first.find(({ blockNumber }) => blockNumber <= finalBlock);
  if (refused !== undefined) return proven(context, { receipt: refused, work });
  if (relayed?.state === 'failed') return { kind: 'given_up', detail: relayed.detail };
  return paidElsewhere(context, { last, finalBlock });
}

/** The account that pays sends for the wallet: when its nonce is gone, so is what it would have sent. */
async function paidElsewhere(
  { reader, wallet }: OutcomeContext,
  {
    last,
    finalBlock,
  }: { readonly last: transaction.SignedTransaction; readonly finalBlock: bigint },
): Promise<TransactionOutcome> {
  if (last.route === 'relayer' || last.walletNonce === undefined) return { kind: 'pending' };
  const { address } = wallet.owner;
  const used = await askingChain('count transactions', () =>
    reader.client.getTransactionCount({ address, blockNumber: finalBlock }),
  );
  if (used <= last.nonce) return { kind: 'pending' };
  if ((await readReceipt(reader, last.transactionHash)) !== undefined) return { kind: 'pending' };
  const detail = `nonce ${last.nonce} of ${address} was used by another transaction`;
  return { kind: 'dropped', detail };
}

/** One that succeeded counts before one that was reverted because of it. */
function judge(
  context: OutcomeContext,
  found: {
    readonly receipts: readonly TransactionReceipt[];
    readonly finalBlock: bigint;
    readonly work: ChainWork;
  },
): TransactionOutcome | undefined {
  const { receipts, finalBlock, work } = found;
  const receipt = receipts.find(({ status }) => status === 'success') ?? receipts[0];
  if (receipt === undefined) return undefined;
  const { transactionHash, blockNumber, status } = receipt;
  if (blockNumber > finalBlock) return { kind: 'mined', transactionHash, blockNumber };
  // What reverted outside may have been done by another transaction with the same signature.
  if (status === 'reverted' && context.wallet.kind !== 'eoa') return undefined;
  return proven(context, { receipt, work });
}

const proven = (
  context: OutcomeContext,
  { receipt, work }: { readonly receipt: TransactionReceipt; readonly work: ChainWork },
): TransactionOutcome => {
  const proof = proofFrom(receipt, provingOf(context, work));
  const succeeded = proof.succeeded && !isRefusedInside(context, receipt);
  return { kind: 'proven', proof: { ...proof, succeeded } };
};

/** The hub is paid for a call that the proxy refused as well: the transaction itself succeeds. */
function isRefusedInside({ routing, wallet }: OutcomeContext, { logs }: TransactionReceipt) {
  if (wallet.kind !== 'proxy') return false;
  const { relayHub } = routing.contracts;
  return parseEventLogs({
    abi: relayedAbi,
    logs: logs.filter(({ address }) => isAddressEqual(address, relayHub)),
  }).some(({ args }) => isAddressEqual(args.from, wallet.owner.address) && args.status !== 0);
}

const provingOf = ({ routing, wallet }: OutcomeContext, work: ChainWork): ProofContext => ({
  wallet: wallet.address,
  outcomes: work.kind === 'approve' ? undefined : outcomesAt(work.market, routing),
  tokenIds: work.kind === 'approve' ? [] : work.market.tokenIds,
  money: [paidIn(work, routing)],
});

/** The wallet has acted under this nonce, and nobody told the hash: what it did stands in the logs. */
async function executedAs(
  context: OutcomeContext,
  sent: Sent,
  work: ChainWork,
): Promise<transaction.Proof | undefined> {
  const { reader, routing, wallet } = context;
  const until = await reader.believedBlock();
  const since = signedAfter(sent, work) ?? (until > LATELY_BLOCKS ? until - LATELY_BLOCKS : 0n);
  if (work.kind === 'approve') {
    const receipt = await approvedBy(context, { work, since, until });
    return receipt === undefined ? undefined : proofFrom(receipt, provingOf(context, work));
  }
  const asked = { reader, routing, wallet: wallet.address };
  const takings = await findTakings(asked, work.market, since);
  const shares = (index: number): bigint =>
    (work.kind === 'redeem' ? work.shares[index] : work.shares) ?? 0n;
  const taking = takings.find(
    ({ proof, by }) =>
      by === 'owner' &&
      work.market.tokenIds.every(
        (id, index) =>
          (proof.burned.find(({ tokenId }) => tokenId === id)?.shares ?? 0n) === shares(index),
      ),
  );
  return taking?.proof;
}

/** The first block that may hold it. Undefined for facts from before it was kept. */
function signedAfter({ transactions }: Sent, work: ChainWork): bigint | undefined {
  const signedBlock = transactions[0]?.signedBlock;
  if (signedBlock !== undefined) return signedBlock + 1n;
  return work.kind === 'redeem' ? work.since + 1n : undefined;
}

async function approvedBy(
  { reader, wallet }: OutcomeContext,
  {
    work,
    since,
    until,
  }: {
    readonly work: Extract<ChainWork, { kind: 'approve' }>;
    readonly since: bigint;
    readonly until: bigint;
  },
): Promise<TransactionReceipt | undefined> {
  const approval = work.approvals.at(-1);
  if (approval === undefined) return undefined;
  for (const range of blockRanges({ since, until, purpose: 'find the approval' })) {
    const logs = await askingChain('find the approval', () =>
      reader.client.getContractEvents({
        address: approval.token as `0x${string}`,
        abi: outcomeEventsAbi,
        eventName: 'ApprovalForAll',
        args: { account: wallet.address, operator: approval.operator as `0x${string}` },
        ...{ strict: true, ...range },
      }),
    );
    const found = logs.find(({ args }) => args.approved);
    if (found !== undefined) return readReceipt(reader, found.transactionHash);
  }
  return undefined;
}

async function askRelayer({ relayer }: OutcomeContext, { relayerId }: Sent) {
  if (relayer === undefined || relayerId === undefined) return undefined;
  // A relayer that is away hides nothing: the chain is asked all the same.
  return relayer.transaction(relayerId).catch(() => undefined);
}

async function receiptsOf(
  reader: ChainReader,
  hashes: readonly string[],
): Promise<readonly TransactionReceipt[]> {
  const found: TransactionReceipt[] = [];
  for (const hash of hashes) {
    const receipt = await readReceipt(reader, hash);
    if (receipt !== undefined) found.push(receipt);
  }
  return found;
}

/** How far is looked back for what was signed before its block was kept. */
const LATELY_BLOCKS = 1_000n;

const relayedAbi = parseAbi([
  'event TransactionRelayed(address indexed relay, address indexed from, address indexed to, bytes4 selector, uint8 status, uint256 charge)',
]);
