/** Opens the official client for one wallet, with the API key that belongs to it. */
import { setTimeout as pause } from 'node:timers/promises';
import { ClobClient, SignatureTypeV2, type ApiKeyCreds } from '@polymarket/clob-client-v2';
import { createWalletClient, custom, type Address, type LocalAccount } from 'viem';
import { z } from 'zod';
import { askVenue, describe, type Answer } from './ask-venue.js';
import { VenueRefusedError, VenueUnavailableError } from './errors.js';
import type { Log } from './log.js';
import { venueChain } from './venue-contracts.js';

export type OpenClientOptions = {
  readonly host: string;
  readonly account: LocalAccount;
  readonly chainId: number;
  readonly signatureType: SignatureType;
  /** The wallet that holds money and positions, when it is not the account itself. */
  readonly funder: Address | undefined;
  readonly timeoutMs: number;
  readonly log: Log;
  readonly signal: AbortSignal | undefined;
};

/** 0 EOA, 1 proxy, 2 Safe, 3 deposit wallet. */
export type SignatureType = 0 | 1 | 2 | 3;

export type OpenedClient = {
  readonly client: ClobClient;
  /** Never logged, never part of an error. */
  readonly credentials: ApiKeyCreds;
};

/**
 * Waits for the venue while it is down, until `signal` ends that. Throws VenueRefusedError when the
 * venue refuses the wallet or speaks another order version.
 */
export async function openClient(options: OpenClientOptions): Promise<OpenedClient> {
  const { host, account, chainId, signatureType, funder } = options;
  const shared = {
    host,
    chain: venueChain(chainId),
    signer: offlineSigner(account),
    signatureType: SIGNATURE_TYPES[signatureType],
    retryOnError: false,
    ...(funder === undefined ? {} : { funderAddress: funder }),
  };
  const keyless = new ClobClient(shared);
  const credentials = await patiently(options, async () => {
    await refuseOtherVersion(keyless, options);
    return readCredentials(keyless, options);
  });
  return { client: new ClobClient({ ...shared, creds: credentials }), credentials };
}

/** The client asks for a wallet that could also reach a chain; this one only signs. */
function offlineSigner(account: LocalAccount) {
  const request = (): Promise<never> =>
    Promise.reject(new Error('The venue signer does not talk to any chain'));
  return createWalletClient({ account, transport: custom({ request }) });
}

/** The client takes version 2 for granted when the question fails, so we hear the answer ourselves. */
async function refuseOtherVersion(
  client: ClobClient,
  { timeoutMs }: OpenClientOptions,
): Promise<void> {
  const body = bodyOf(await askVenue(() => client.getVersion(), { timeoutMs }));
  const { version } = Version.parse(body);
  if (version === 2 || version === 3) return;
  throw new VenueRefusedError(`Could not trade: the venue wants orders of version ${version}`);
}

/**
 * A key exists once per wallet: creating it fails from the second time on, and deriving it finds the
 * same one. The two are asked separately because the client's own combination hides which one failed.
 */
async function readCredentials(
  client: ClobClient,
  { timeoutMs }: OpenClientOptions,
): Promise<ApiKeyCreds> {
  const created = await askVenue(() => client.createApiKey(), { timeoutMs });
  const answer = hasKey(created)
    ? created
    : await askVenue(() => client.deriveApiKey(), { timeoutMs });
  if (refuses(created) && refuses(answer)) {
    throw new VenueRefusedError(`Could not get an API key: ${describe(answer)}`);
  }
  const read = ApiKey.safeParse(bodyOf(answer));
  // The answer may hold half a key, so nothing of it is repeated.
  if (!read.success) throw new VenueUnavailableError('Could not read the API key from the answer');
  const { apiKey: key, secret, passphrase } = read.data;
  return { key, secret, passphrase };
}

/** A page of the network in front of the venue is text; the venue's own refusal is an object. */
const refuses = (answer: Answer): boolean =>
  answer.kind === 'answered' && REFUSED.has(answer.status) && typeof answer.body === 'object';

const hasKey = (answer: Answer): boolean =>
  answer.kind === 'answered' && ApiKey.safeParse(answer.body).success;

function bodyOf(answer: Answer): unknown {
  if (answer.kind === 'answered' && answer.status === 200) return answer.body;
  throw new VenueUnavailableError(`Could not reach the venue: ${describe(answer)}`);
}

async function patiently<T>(
  { log, signal }: OpenClientOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof VenueUnavailableError)) throw error;
      const waitMs = Math.min(RETRY_FIRST_MS * 2 ** Math.min(failures, 16), RETRY_MAX_MS);
      log(`${error.message}; trying again in ${waitMs} ms`);
      await pause(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

const Version = z.object({ version: z.number() });
const ApiKey = z.object({
  apiKey: z.string().min(1),
  secret: z.string().min(1),
  passphrase: z.string().min(1),
});

const SIGNATURE_TYPES = {
  0: SignatureTypeV2.EOA,
  1: SignatureTypeV2.POLY_PROXY,
  2: SignatureTypeV2.POLY_GNOSIS_SAFE,
  3: SignatureTypeV2.POLY_1271,
} as const;
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403]);
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 15_000;
