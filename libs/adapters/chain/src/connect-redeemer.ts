/** Acts for one wallet on chain: reads, simulates, signs, sends by its way, and proves. */
import type { money, transaction, TokenId } from '@sluice/domain';
import type { ChainWork, Redeemer, Relayer, Submission, WalletCall } from '@sluice/ports';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { broadcastTransaction } from './broadcast-transaction.js';
import { openChainReader, type ChainReader, type ChainReaderOptions } from './chain-reader.js';
import { checkPositionIds } from './check-position-ids.js';
import { POLYGON_CHAIN_ID, POLYGON_CONTRACTS, type ChainContracts } from './contracts.js';
import { ChainIntegrityError } from './errors.js';
import { findTakings } from './find-takings.js';
import { readBalances, type Balances } from './read-balances.js';
import { deadlineOf, safeActionOf } from './relayed-body.js';
import { signSafeCall, type SafeAction } from './safe.js';
import {
  FEE_POLICY,
  signDearer,
  signTransaction,
  type FeePolicy,
  type SigningWallet,
} from './sign-transaction.js';
import { readApprovals, simulateWork } from './simulate-work.js';
import { transactionOutcome } from './transaction-outcome.js';
import {
  callsFor,
  isSecondProtocol,
  outcomesAt,
  type Call,
  type RedeemPath,
  type Routing,
} from './wallet-calls.js';
import { readWalletNonce, type Wallet, type WalletKind } from './wallet.js';

export type ConnectRedeemerOptions = ChainReaderOptions & {
  /** The owner's: signs what the wallet does. Kept in memory only, never logged. */
  readonly privateKey: Hex;
  /** The wallet that holds the outcomes, when it is not the owner's own account. */
  readonly wallet?: { readonly kind: Exclude<WalletKind, 'eoa'>; readonly address: Address };
  /** Sends for proxies and deposit wallets, which cannot act alone, and for Safes. */
  readonly relayer?: Relayer;
  /** Whether the owner sends for the Safe when the relayer refuses or is away. */
  readonly safeFallback?: boolean;
  /** Makes several calls one that a Safe delegates; without it, a Safe alone makes one at a time. */
  readonly packCalls?: (calls: readonly Call[]) => Call;
  readonly path?: RedeemPath;
  readonly chainId?: number;
  readonly addresses?: ChainContracts;
  readonly fees?: Partial<FeePolicy>;
};

export type ConnectedRedeemer = Redeemer & {
  readonly wallet: Address;
  /** Money and shares at one finalized block, for comparing the books with the chain. */
  balances(tokenIds: readonly TokenId[]): Promise<Balances>;
};

type Acting = {
  readonly reader: ChainReader;
  readonly routing: Routing;
  readonly wallet: Wallet;
  readonly signing: SigningWallet;
  readonly relayer: Relayer | undefined;
  readonly safeFallback: boolean;
  readonly packCalls: ((calls: readonly Call[]) => Call) | undefined;
};

/** Connects nothing by itself; every call asks the node. */
export function connectRedeemer(options: ConnectRedeemerOptions): ConnectedRedeemer {
  const { privateKey, chainId = POLYGON_CHAIN_ID, addresses = POLYGON_CONTRACTS } = options;
  const { rpcUrl, timeoutMs, confirmations, fees, path = 'adapter', relayer } = options;
  const owner = privateKeyToAccount(privateKey);
  const reader = openChainReader({
    ...{ rpcUrl, timeoutMs },
    ...(confirmations === undefined ? {} : { confirmations }),
  });
  const { kind, address } = options.wallet ?? { kind: 'eoa' as const, address: owner.address };
  const routing = { contracts: addresses, path };
  const acting: Acting = {
    ...{ reader, routing, wallet: { kind, address, owner }, relayer },
    signing: { account: owner, chainId, fees: { ...FEE_POLICY, ...fees } },
    safeFallback: options.safeFallback ?? true,
    packCalls: options.packCalls,
  };
  if (relayer === undefined && (kind === 'proxy' || kind === 'deposit')) {
    throw new ChainIntegrityError(
      `A ${kind} wallet can act through a relayer only, and none is set`,
    );
  }
  const batches = kind !== 'eoa' && (relayer !== undefined || options.packCalls !== undefined);
  const context = { reader, routing, wallet: address };
  const standardMarket = { conditionId: '', tokenIds: [], negRisk: false };
  const { collateral } = addresses;
  const read = (outcomes: Address, asked: Parameters<typeof readBalances>[1]) =>
    readBalances({ reader, wallet: address, collateral, outcomes }, asked);
  return {
    wallet: address,
    batches,
    redeemsTogether: (market) => batches || !isSecondProtocol(market),
    checkIds: (market) => checkPositionIds(reader, routing, market),
    async holdings(market, notBefore) {
      const { tokenIds } = market;
      const found = await read(outcomesAt(market, routing), { tokenIds, notBefore });
      return { shares: found.shares, blockNumber: found.blockNumber };
    },
    async collateral(): Promise<money.MicroUsd> {
      return (await read(addresses.conditionalTokens, { tokenIds: [] })).collateral;
    },
    approvals: () => readApprovals(context),
    simulate: (work) => simulateWork(context, work),
    async sign(work, attempt) {
      // Read before the nonce, so that nothing under it can stand in this block.
      const signedBlock = await reader.believedBlock();
      return { ...(await sign(acting, work, attempt)), signedBlock };
    },
    replace: (work, last, cause) => replace(acting, { work, last, cause }),
    async submit(signed) {
      if (signed.route === 'relayer') return submitRelayed(acting, signed);
      await broadcastTransaction(reader, signed);
      return { kind: 'taken' };
    },
    outcome: (sent, work) => transactionOutcome(acting, sent, work),
    takings: (market, since) => findTakings(context, market, since),
    balances: (tokenIds) => read(outcomesAt(standardMarket, routing), { tokenIds }),
  };
}

/** Always with the number after the last executed action, so that it competes with all that is not. */
async function sign(
  acting: Acting,
  work: ChainWork,
  attempt: number,
): Promise<transaction.SignedTransaction> {
  const { reader, routing, wallet, signing, relayer, packCalls } = acting;
  const calls = callsFor(work, routing);
  const [call, ...more] = calls;
  if (call === undefined) throw new ChainIntegrityError('There is nothing to be done on chain');
  if (wallet.kind !== 'eoa' && relayer !== undefined) return signRelayed(acting, calls, attempt);
  if (wallet.kind === 'safe' && (more.length === 0 || packCalls !== undefined)) {
    const { contracts } = routing;
    const walletNonce = await readWalletNonce(reader, wallet, { contracts, at: 'latest' });
    const packed = more.length === 0 ? undefined : packCalls?.(calls);
    const action = { ...(packed ?? call), operation: packed === undefined ? 0 : 1 };
    return signForSafe(acting, { action, walletNonce, attempt });
  }
  if (more.length > 0) {
    const found = `${calls.length} calls need a transaction each`;
    throw new ChainIntegrityError(`Could not sign for ${wallet.address}: ${found}`);
  }
  const { nonce, raw, hash } = await signTransaction(reader, signing, { ...call, attempt });
  return { attempt, nonce, rawTransaction: raw, transactionHash: hash, route: 'direct' };
}

async function signRelayed(
  acting: Acting,
  calls: readonly WalletCall[],
  attempt: number,
): Promise<transaction.SignedTransaction> {
  const { reader, routing, wallet } = acting;
  const { contracts } = routing;
  const nonce = await readWalletNonce(reader, wallet, { contracts, at: 'latest' });
  const rawTransaction = await relayerOf(acting).sign(calls, nonce);
  const relayed = { route: 'relayer', nonce, walletNonce: nonce, transactionHash: '' } as const;
  return { attempt, rawTransaction, ...relayed };
}

/** The owner pays the gas; the Safe counts for itself. */
async function signForSafe(
  { reader, wallet, signing }: Acting,
  {
    action,
    walletNonce,
    attempt,
  }: { readonly action: SafeAction; readonly walletNonce: number; readonly attempt: number },
): Promise<transaction.SignedTransaction> {
  const of = { safe: wallet.address, chainId: signing.chainId, nonce: walletNonce };
  const call = await signSafeCall(wallet.owner, of, action);
  const { nonce, raw, hash } = await signTransaction(reader, signing, { ...call, attempt });
  const sent = { nonce, walletNonce, rawTransaction: raw, transactionHash: hash };
  return { attempt, route: 'direct', ...sent };
}

async function replace(
  acting: Acting,
  {
    work,
    last,
    cause,
  }: {
    readonly work: ChainWork;
    readonly last: transaction.SignedTransaction;
    readonly cause: 'stuck' | 'refused';
  },
): Promise<transaction.SignedTransaction | undefined> {
  const { attempt, walletNonce } = last;
  if (last.route !== 'relayer') {
    if (cause !== 'stuck') return undefined;
    const dearer = await signDearer(acting.reader, acting.signing, last.rawTransaction as Hex);
    if (dearer === undefined) return undefined;
    const { raw, hash } = dearer;
    return { ...last, rawTransaction: raw, transactionHash: hash };
  }
  const { kind } = acting.wallet;
  if (kind === 'safe' && acting.safeFallback && walletNonce !== undefined) {
    const action = safeActionOf(last.rawTransaction);
    const { signedBlock } = last;
    const signed = await signForSafe(acting, { action, walletNonce, attempt });
    return { ...signed, ...(signedBlock === undefined ? {} : { signedBlock }) };
  }
  // A batch is valid for minutes: the same calls under the same nonce for some minutes more.
  if (kind !== 'deposit' || deadlineOf(last.rawTransaction) > Date.now() / 1_000) return undefined;
  const calls = callsFor(work, acting.routing);
  return { ...last, rawTransaction: await relayerOf(acting).sign(calls, last.nonce) };
}

/** Throws RelayerUnavailableError, or ChainUnavailableError when the nonce cannot be read. */
async function submitRelayed(
  acting: Acting,
  { rawTransaction, nonce }: transaction.SignedTransaction,
): Promise<Submission> {
  const submission = await relayerOf(acting).submit(rawTransaction);
  if (submission.kind !== 'waits') return submission;
  const { reader, routing, wallet } = acting;
  const { contracts } = routing;
  const next = await readWalletNonce(reader, wallet, { contracts, at: 'latest' });
  if (next >= nonce) return submission;
  // A block was undone after it was signed: nobody took it, and nobody can carry it out now.
  const detail = `${submission.detail}; nonce ${nonce} was signed, and ${next} is next`;
  return { kind: 'refused', reason: 'dropped', detail };
}

function relayerOf({ relayer, wallet }: Acting): Relayer {
  if (relayer !== undefined) return relayer;
  throw new ChainIntegrityError(`Could not send for ${wallet.address}: no relayer is set`);
}
