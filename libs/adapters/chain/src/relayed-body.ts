/** Reads back what a signed body for the relayer says. */
import type { SafeAction } from './safe.js';
import { isAddress, isHex } from 'viem';
import { ChainIntegrityError } from './errors.js';

/** What a Safe is to do, so that its owner may send it too. Throws ChainIntegrityError. */
export function safeActionOf(body: string): SafeAction {
  const { to, data, signatureParams } = read(body);
  const operation = Number((signatureParams as { operation?: string } | undefined)?.operation ?? 0);
  if (typeof to !== 'string' || !isAddress(to, { strict: false }) || !isHex(data)) {
    throw new ChainIntegrityError('A relayed body of a Safe says nothing to be done');
  }
  return { to, data, operation };
}

/** Until when the batch of a deposit wallet is valid, in seconds; 0 when it says nothing. */
export function deadlineOf(body: string): number {
  const { depositWalletParams } = read(body);
  return Number((depositWalletParams as { deadline?: string } | undefined)?.deadline ?? 0);
}

function read(body: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  throw new ChainIntegrityError('A relayed body is no JSON object');
}
