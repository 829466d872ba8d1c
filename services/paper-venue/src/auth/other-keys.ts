/** Keys beside the one that trades: those that may only read, those of builders, those of the relayer. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Address } from '../chain/venue-chain.js';
import type { Journal } from '../journal/journal.js';

export type OtherKey = {
  readonly id: string;
  readonly kind: 'readonly' | 'builder' | 'relayer';
  readonly address: Address;
  readonly secret: string;
  readonly passphrase: string;
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
  /** The trading key that made it: what that key sees, a read-only one may read. */
  readonly madeBy?: string;
};

export type OtherKeys = {
  create(kind: OtherKey['kind'], address: Address, madeBy?: string): OtherKey;
  /** Undefined when there is no such key in force. */
  find(kind: OtherKey['kind'], id: string): OtherKey | undefined;
  /** Revoked ones included. */
  of(kind: OtherKey['kind'], address: Address): readonly OtherKey[];
  /** False when the address has no such key in force. */
  revoke(key: { readonly id: string; readonly address: Address }): boolean;
};

export const createOtherKeys = (journal: Journal, nowMs: () => number): OtherKeys => {
  const byId = new Map<string, OtherKey>();
  for (const key of journal.restored('other-key')) byId.set(key.id, key);
  const put = (key: OtherKey): OtherKey => {
    byId.set(key.id, key);
    journal.write('other-key', key);
    return key;
  };
  return {
    create: (kind, address, madeBy) =>
      put({
        id: randomUUID(),
        kind,
        address,
        secret: randomBytes(32).toString('base64url'),
        passphrase: randomBytes(32).toString('hex'),
        createdAtMs: nowMs(),
        revokedAtMs: null,
        ...(madeBy === undefined ? {} : { madeBy }),
      }),
    find: (kind, id) => {
      const key = byId.get(id);
      return key?.kind === kind && key.revokedAtMs === null ? key : undefined;
    },
    of: (kind, address) =>
      [...byId.values()].filter((key) => key.kind === kind && key.address === address),
    revoke: ({ id, address }) => {
      const key = byId.get(id);
      if (key?.address !== address || key.revokedAtMs !== null) return false;
      put({ ...key, revokedAtMs: nowMs() });
      return true;
    },
  };
};
