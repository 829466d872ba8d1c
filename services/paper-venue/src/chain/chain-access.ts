/** Reading the chain and writing to it in single file, with every refusal told in words. */
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  http,
  keccak256,
  TransactionReceiptNotFoundError,
  type Abi,
  type LocalAccount,
  type TransactionReceipt,
} from 'viem';
import { polygon } from 'viem/chains';
import type { Address, Hex } from './venue-chain.js';

const REQUEST_TIMEOUT_MS = 10_000;
const RECEIPT_TIMEOUT_MS = 15_000;
const RECEIPT_POLL_MS = 15;

/** `rejected`: proven not to have happened. `unknown`: sent, and no answer was seen. */
export type Failure = 'rejected' | 'unknown';

export class VenueChainError extends Error {
  override readonly name = 'VenueChainError';
  constructor(
    readonly outcome: Failure,
    /** The contract's own reason: an error's name, or a require message; absent when there is none. */
    readonly reason: string | undefined,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

export type Call = {
  /** Completes "Could not …". */
  readonly purpose: string;
  readonly to: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** Told the hash of the signed transaction before it leaves. */
  readonly sending?: (transactionHash: Hex) => void;
};

export type ChainAccess = ReturnType<typeof createChainAccess>;

export function createChainAccess(rpcUrl: string) {
  const transport = http(rpcUrl, { timeout: REQUEST_TIMEOUT_MS, retryCount: 0 });
  const shared = { chain: polygon, transport, pollingInterval: RECEIPT_POLL_MS } as const;
  const reader = createPublicClient({ ...shared, cacheTime: 0 });
  const wallets = createWalletClient(shared);
  const cheats = createTestClient({ ...shared, mode: 'anvil' });
  const inSingleFile = createSingleFile();

  /** Tries the call first, so that a refusal costs nothing and is told in the contract's words. */
  const sendNow = async (account: LocalAccount, call: Call): Promise<TransactionReceipt> => {
    const { to, abi, functionName, args, purpose } = call;
    const request = { address: to, abi, functionName, args, account } as const;
    let signed: Hex;
    try {
      await reader.simulateContract(request);
      const data = encodeFunctionData({ abi, functionName, args });
      const prepared = await wallets.prepareTransactionRequest({ account, to, data });
      signed = await wallets.signTransaction(prepared);
    } catch (error) {
      throw rejected(purpose, error);
    }
    call.sending?.(keccak256(signed));
    const receipt = await broadcast(signed).catch((error: unknown) => {
      const message = `Could not learn whether the chain did: ${purpose}; ${firstLine(error)}`;
      throw new VenueChainError('unknown', undefined, message, error);
    });
    if (receipt.status === 'success') return receipt;
    const message = `Could not ${purpose}: transaction ${receipt.transactionHash} reverted`;
    throw new VenueChainError('rejected', undefined, message);
  };

  const broadcast = async (serializedTransaction: Hex): Promise<TransactionReceipt> => {
    const hash = await wallets.sendRawTransaction({ serializedTransaction });
    return reader.waitForTransactionReceipt({ hash, timeout: RECEIPT_TIMEOUT_MS });
  };

  /** Sends one transaction and waits for its receipt. Throws VenueChainError. */
  const send = (account: LocalAccount, call: Call): Promise<TransactionReceipt> =>
    inSingleFile(() => sendNow(account, call));

  /** Sends as any account, also one without a known key; the node vouches for it. Throws VenueChainError. */
  const sendAs = (from: Address, call: Call): Promise<TransactionReceipt> =>
    inSingleFile(async () => {
      const { to, abi, functionName, args, purpose } = call;
      try {
        await reader.simulateContract({ address: to, abi, functionName, args, account: from });
      } catch (error) {
        throw rejected(purpose, error);
      }
      await cheats.impersonateAccount({ address: from });
      try {
        const data = encodeFunctionData({ abi, functionName, args });
        const hash = await wallets.sendTransaction({ account: from, to, data });
        return await reader.waitForTransactionReceipt({ hash, timeout: RECEIPT_TIMEOUT_MS });
      } finally {
        await cheats.stopImpersonatingAccount({ address: from });
      }
    });

  const hasMined = async (hash: Hex): Promise<boolean> => {
    try {
      return (await reader.getTransactionReceipt({ hash })).status === 'success';
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return false;
      throw error;
    }
  };

  /** `exclusively` does something while no transaction of the venue is on its way. */
  return { reader, cheats, send, sendAs, hasMined, exclusively: inSingleFile };
}

/** Nonces follow each other, so transactions do too; a failed one does not hold up the next. */
function createSingleFile() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

function rejected(purpose: string, error: unknown): VenueChainError {
  const revert =
    error instanceof BaseError
      ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
      : null;
  if (!(revert instanceof ContractFunctionRevertedError)) {
    const message = `Could not ${purpose}: ${firstLine(error)}`;
    return new VenueChainError('rejected', undefined, message, error);
  }
  const reason = revert.data?.errorName ?? revert.reason ?? 'no reason given';
  const named = revert.data?.errorName === 'Error' ? revert.reason : undefined;
  const found = (revert.data?.args ?? []).map(String).join(', ');
  const told = named ?? (found === '' ? reason : `${reason}(${found})`);
  return new VenueChainError('rejected', named ?? reason, `Could not ${purpose}: ${told}`, error);
}

function firstLine(error: unknown): string {
  const text = error instanceof BaseError ? error.shortMessage : String(error);
  return text.split('\n')[0] ?? text;
}
