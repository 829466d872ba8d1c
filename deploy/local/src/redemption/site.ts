/** Where a part of the matrix runs: one Sluice with one wallet, and the levers of its venue. */
import type { Recorded } from '@sluice/ports';
import type { Stack } from '../stack/stack.js';
import type { WalletName } from './cells.js';
import type { WalletOnChain } from './chain-payouts.js';

export type Site = {
  readonly walletName: WalletName;
  readonly stack: Stack;
  /** Address of the wallet. */
  readonly wallet: string;
  readonly chain: WalletOnChain;
  /** Everything the ledger holds, in its order; it grows. */
  readonly facts: readonly Recorded[];
  /** Throws with the venue's own words when it refuses. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
};

export async function askControl(
  control: string,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${control}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the venue refused ${path}: ${await response.text()}`);
  return response.json();
}
