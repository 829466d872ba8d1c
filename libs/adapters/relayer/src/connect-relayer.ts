/** Speaks to the venue's relayer for one wallet: signs bodies, sends them, and asks after them. */
import type { Relayer, WalletCall } from '@sluice/ports';
import { isAddress, type Address, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { RelayerUnavailableError } from './errors.js';
import { asJson, submissionIn, transactionIn, type Answer } from './read-answer.js';
import { relayerHeaders, type RelayerCredentials } from './relayer-headers.js';
import { POLYGON_RELAYING, type RelayingContracts } from './relaying-contracts.js';
import { signProxyBody, signSafeBody, signWalletBody, type Call } from './sign-body.js';
import { submitBudget } from './submit-budget.js';

export type RelayedKind = 'proxy' | 'safe' | 'deposit';

export type ConnectRelayerOptions = {
  readonly url: string;
  readonly timeoutMs: number;
  readonly credentials: RelayerCredentials;
  /** Of the owner. Kept in memory only, never logged. */
  readonly privateKey: Hex;
  readonly kind: RelayedKind;
  readonly wallet: Address;
  readonly chainId: number;
  readonly contracts?: RelayingContracts;
};

/** Connects nothing by itself. Calls throw RelayerUnavailableError without a usable answer. */
export function connectRelayer(options: ConnectRelayerOptions): Relayer {
  const { kind, wallet, chainId, contracts = POLYGON_RELAYING, privateKey } = options;
  const owner = privateKeyToAccount(privateKey);
  const context = { owner, wallet, chainId, contracts };
  const budget = submitBudget({ perMinute: SUBMITS_PER_MINUTE });
  const ask = (request: Request): Promise<Answer> => askRelayer(options, request);
  return {
    async sign(asked, nonce) {
      const calls = asked.map(callOf);
      switch (kind) {
        case 'safe':
          return signSafeBody(context, calls, nonce);
        case 'proxy': {
          const relay = await relayFor(owner.address, ask);
          return signProxyBody(context, calls, { nonce, relay });
        }
        case 'deposit': {
          const deadline = Math.floor(Date.now() / 1_000) + DEADLINE_SECONDS;
          return signWalletBody(context, calls, { nonce, deadline });
        }
      }
    },
    async submit(body) {
      await budget.take();
      return submissionIn(await ask({ method: 'POST', path: '/submit', body }));
    },
    async transaction(relayerId) {
      const query = `?id=${encodeURIComponent(relayerId)}`;
      return transactionIn(await ask({ method: 'GET', path: '/transaction', query }), relayerId);
    },
  };
}

/** Who will pay for the next transaction of a proxy: the signature names it. */
async function relayFor(
  owner: Address,
  ask: (request: Request) => Promise<Answer>,
): Promise<Address> {
  const query = `?address=${owner}&type=PROXY`;
  const { status, text } = await ask({ method: 'GET', path: '/relay-payload', query });
  const payload = z.object({ address: z.string() }).safeParse(asJson(text));
  const relay = payload.data?.address;
  if (relay !== undefined && isAddress(relay, { strict: false })) return relay;
  throw new RelayerUnavailableError(`The relayer answered ${status} without a relay`);
}

type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: string;
  readonly body?: string;
};

async function askRelayer(
  { url, timeoutMs, credentials }: ConnectRelayerOptions,
  { method, path, query = '', body = '' }: Request,
): Promise<Answer> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const headers = {
    ...relayerHeaders(credentials, { method, path, body, timestamp }),
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
  };
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}${path}${query}`, {
      ...{ method, headers, signal: AbortSignal.timeout(timeoutMs) },
      ...(method === 'POST' ? { body } : {}),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const why = error instanceof Error ? error.name : 'no reason given';
    throw new RelayerUnavailableError(`The relayer did not answer ${method} ${path}: ${why}`);
  }
}

function callOf({ to, data }: WalletCall): Call {
  return { to: to as Address, data: data as Hex };
}

const SUBMITS_PER_MINUTE = 25;
/** Samples of the venue use four minutes and more. */
const DEADLINE_SECONDS = 240;
