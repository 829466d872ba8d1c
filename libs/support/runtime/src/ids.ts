/** Ids that follow from what they name, so that the same thing never gets two. */
import { createHash } from 'node:crypto';

const digest = (parts: readonly string[]): string =>
  createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest('hex');

/** A UUID (version 8) made from these words and nothing else. */
export function uuidFrom(...parts: readonly string[]): string {
  const hex = digest(parts);
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The signal's id follows from who sent it and the sender's own name for it. */
export const signalIdOf = (source: string, externalId: string): string =>
  `sig-${digest([source, externalId]).slice(0, 32)}`;

/** One order per approved signal, so its id follows from the signal's. */
export const orderIdOf = (signalId: string): string => uuidFrom('order', signalId);
