/** Signs a transaction with the wallet's next nonce and a fee that gets it mined; sends nothing. */
import {
  keccak256,
  parseGwei,
  parseTransaction,
  type Address,
  type Hex,
  type LocalAccount,
} from 'viem';
import type { ChainReader } from './chain-reader.js';
import { ChainIntegrityError, askingChain } from './errors.js';

export type SigningWallet = {
  readonly account: LocalAccount;
  readonly chainId: number;
  readonly fees: FeePolicy;
};

export type FeePolicy = {
  /** In wei per gas. Validators of this chain pass over smaller tips. */
  readonly tipMin: bigint;
  /** In wei per gas: beyond this, waiting is better than paying. */
  readonly feeMax: bigint;
};

export const FEE_POLICY: FeePolicy = { tipMin: parseGwei('30'), feeMax: parseGwei('5000') };

export type Signed = { readonly nonce: number; readonly raw: Hex; readonly hash: Hex };

/**
 * The same call under the same nonce for a higher fee; either may be mined, never both. Undefined
 * when that would cost more than our limit. Throws ChainUnavailableError.
 */
export async function signDearer(
  { client }: ChainReader,
  { account, chainId, fees }: SigningWallet,
  last: Hex,
): Promise<Signed | undefined> {
  const {
    to,
    data,
    gas,
    nonce,
    maxFeePerGas = 0n,
    maxPriorityFeePerGas = 0n,
  } = parseTransaction(last);
  if (to === undefined || to === null || gas === undefined || nonce === undefined) return undefined;
  const suggested = await askingChain(`estimate the fees of a dearer transaction`, () =>
    client.estimateFeesPerGas(),
  );
  const tip = larger(
    larger(suggested.maxPriorityFeePerGas, fees.tipMin),
    dearer(maxPriorityFeePerGas),
  );
  const fee = larger(suggested.maxFeePerGas + tip, dearer(maxFeePerGas));
  if (fee > fees.feeMax) return undefined;
  const raw = await account.signTransaction({
    ...{ type: 'eip1559', chainId, nonce, to, gas },
    ...(data === undefined ? {} : { data }),
    ...{ maxFeePerGas: fee, maxPriorityFeePerGas: tip },
  });
  return { nonce, raw, hash: keccak256(raw) };
}

/**
 * The nonce is the count of mined transactions, so a stuck one is replaced and never queued behind;
 * each attempt pays a quarter more, enough to replace. Throws ChainUnavailableError, or
 * ChainIntegrityError when the node is on another chain or the cost is beyond all measure.
 */
export async function signTransaction(
  { client }: ChainReader,
  wallet: SigningWallet,
  call: { readonly to: Address; readonly data: Hex; readonly attempt: number },
): Promise<Signed> {
  const { account, chainId } = wallet;
  const { to, data, attempt } = call;
  const ask = <T>(purpose: string, question: () => Promise<T>): Promise<T> =>
    askingChain(`sign a transaction to ${to}: ${purpose}`, question);

  const found = await ask('read the chain id', () => client.getChainId());
  if (found !== chainId) {
    throw new ChainIntegrityError(`Could not sign for chain ${chainId}: the node is on ${found}`);
  }
  const [nonce, gas, suggested] = await Promise.all([
    ask('count transactions', () =>
      client.getTransactionCount({ address: account.address, blockTag: 'latest' }),
    ),
    ask('estimate gas', () => client.estimateGas({ account, to, data })),
    ask('estimate fees', () => client.estimateFeesPerGas()),
  ]);
  if (gas > GAS_MAX) {
    throw new ChainIntegrityError(`Could not sign a call to ${to}: it takes ${gas} gas`);
  }
  const raw = await account.signTransaction({
    ...{ type: 'eip1559', chainId, nonce, to, data },
    gas: (gas * GAS_MARGIN_PERCENT) / 100n,
    ...feesFor(suggested, wallet.fees, Math.min(attempt, RAISES_MAX)),
  });
  return { nonce, raw, hash: keccak256(raw) };
}

/** Exported so that the arithmetic can be tested alone. */
export function feesFor(
  suggested: { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint },
  { tipMin, feeMax }: FeePolicy,
  attempt: number,
): { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint } {
  const base = suggested.maxFeePerGas - suggested.maxPriorityFeePerGas;
  const tip = raised(larger(suggested.maxPriorityFeePerGas, tipMin), attempt);
  const maxFeePerGas = raised(base, attempt) * BASE_FEE_HEADROOM + tip;
  if (maxFeePerGas > feeMax) {
    const found = `${maxFeePerGas} wei per gas is asked, ${feeMax} is our limit`;
    throw new ChainIntegrityError(`Could not sign a transaction: ${found}`);
  }
  return { maxFeePerGas, maxPriorityFeePerGas: tip };
}

const raised = (amount: bigint, attempt: number): bigint =>
  (amount * BigInt(100 + RAISE_PERCENT * (attempt - 1))) / 100n;

const dearer = (amount: bigint): bigint => (amount * BigInt(100 + RAISE_PERCENT) + 99n) / 100n;

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const RAISE_PERCENT = 25;
/** Attempts from here on pay no more than this one. */
const RAISES_MAX = 8;
/** Blocks may get dearer while the transaction waits. */
const BASE_FEE_HEADROOM = 2n;
const GAS_MARGIN_PERCENT = 130n;
/** A redemption takes about 200 000. */
const GAS_MAX = 2_000_000n;
