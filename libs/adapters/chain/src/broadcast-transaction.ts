/** Hands signed bytes to the network, as often as needed. */
import type { redemption } from '@sluice/domain';
import { isHex, keccak256 } from 'viem';
import type { ChainReader } from './chain-reader.js';
import { ChainIntegrityError, ChainUnavailableError, inWords } from './errors.js';

type Signed = Pick<redemption.SignedTransaction, 'rawTransaction' | 'transactionHash' | 'nonce'>;

/**
 * Returns when the network has the bytes, or had them before. That says nothing of their success.
 * Throws ChainUnavailableError when it did not take them, ChainIntegrityError for altered bytes.
 */
export async function broadcastTransaction(
  { client }: ChainReader,
  { rawTransaction, transactionHash, nonce }: Signed,
): Promise<void> {
  if (!isHex(rawTransaction) || keccak256(rawTransaction) !== transactionHash) {
    throw new ChainIntegrityError(
      `Could not send ${transactionHash}: the stored bytes are another transaction`,
    );
  }
  try {
    await client.sendRawTransaction({ serializedTransaction: rawTransaction });
  } catch (error) {
    if (isKnown(error)) return;
    const message = `Could not send ${transactionHash} with nonce ${nonce}: ${inWords(error)}`;
    throw new ChainUnavailableError(message);
  }
}

/** The same bytes wait already, or their nonce is mined: `outcome` finds out by which transaction. */
function isKnown(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /already known|already imported|known transaction|nonce too low|nonce is too low|lower than the current nonce/i.test(
    text,
  );
}
