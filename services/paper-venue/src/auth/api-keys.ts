/** The venue's API keys: one per wallet and nonce, made once and derivable for ever. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Address } from '../chain/venue-chain.js';
import type { Journal } from '../journal/journal.js';
import type { WalletLogin } from './verify-wallet-login.js';

export type ApiKey = {
  readonly id: string;
  readonly secret: string;
  readonly passphrase: string;
  readonly address: Address;
  readonly nonce: string;
};

export type ApiKeys = {
  /** Undefined when the wallet already has a key for this nonce, or the venue has no room. */
  create(login: WalletLogin): ApiKey | undefined;
  derive(login: WalletLogin): ApiKey | undefined;
  find(id: string): ApiKey | undefined;
  ofWallet(address: Address): readonly ApiKey[];
  forget(id: string): void;
};

const API_KEYS_MAX = 10_000;

export const createApiKeys = (journal: Journal): ApiKeys => {
  const byId = new Map<string, ApiKey>();
  for (const key of journal.restored('key')) byId.set(key.id, key);
  for (const { id } of journal.restored('forgotten-key')) byId.delete(id);
  const ofWallet = (address: Address): readonly ApiKey[] =>
    [...byId.values()].filter((key) => key.address === address);
  const derive = (login: WalletLogin): ApiKey | undefined =>
    ofWallet(login.address).find((key) => key.nonce === login.nonce);
  return {
    create: (login) => {
      if (derive(login) !== undefined || byId.size >= API_KEYS_MAX) return undefined;
      const key = {
        id: randomUUID(),
        secret: randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
        passphrase: randomBytes(32).toString('hex'),
        ...login,
      };
      byId.set(key.id, key);
      journal.write('key', key);
      return key;
    },
    derive,
    find: (id) => byId.get(id),
    ofWallet,
    forget: (id) => {
      byId.delete(id);
      journal.write('forgotten-key', { id });
    },
  };
};
