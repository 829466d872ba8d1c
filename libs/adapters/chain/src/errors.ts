/** What can go wrong between us and the chain, by name. Messages carry no RPC address and no key. */
import { BaseError, ContractFunctionRevertedError, ExecutionRevertedError } from 'viem';

/** The node did not answer usably; the same question may be asked again. */
export class ChainUnavailableError extends Error {
  override readonly name = 'ChainUnavailableError';
}

/** The node has not seen the block that matters yet. */
export class ChainBehindError extends Error {
  override readonly name = 'ChainBehindError';
}

/** The chain said something that cannot be: wrong chain, wrong bytes, absurd cost. A person has to look. */
export class ChainIntegrityError extends Error {
  override readonly name = 'ChainIntegrityError';
}

/** Asks the node; what it throws becomes ChainUnavailableError, without the address asked. */
export async function askingChain<T>(purpose: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new ChainUnavailableError(`Could not ${purpose}: ${inWords(error)}`);
  }
}

/** Viem's full texts hold the RPC address, and that often holds a key; the short one does not. */
export function inWords(error: unknown): string {
  if (error instanceof BaseError) return error.shortMessage.split('\n').join(' ');
  return error instanceof Error ? error.name : 'no reason given';
}

/** The contract's own words for refusing, or undefined when it was not the contract that refused. */
export function revertReason(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) {
    return reverted.reason ?? reverted.data?.errorName ?? 'reverted without a reason';
  }
  const executed = error.walk((cause) => cause instanceof ExecutionRevertedError);
  return executed instanceof ExecutionRevertedError ? executed.shortMessage : undefined;
}
