/** What the relayer answers: nonces, submits, what became of them, and whether a wallet is there. */
import { getAddress } from 'viem';
import { z } from 'zod';
import type { OtherKey, OtherKeys } from '../auth/other-keys.js';
import { isDeployed } from '../chain/make-wallet.js';
import type { Address } from '../chain/venue-chain.js';
import { depositWalletOf, relay } from '../chain/wallet-addresses.js';
import {
  failed,
  ok,
  readBody,
  type Answer,
  type Routes,
  type VenueRequest,
} from '../http/route.js';
import { relayedView, relayedViewV1 } from './relayed.js';
import { createQuota, relayerKeyOf } from './relayer-access.js';
import type { Relayer } from './relayer.js';
import { submission } from './submission.js';
import { walletNonce } from './wallet-nonce.js';

export const relayerRoutes = (relayer: Relayer, keys: OtherKeys, nowMs: () => number): Routes => {
  const withinQuota = createQuota(nowMs);
  const keyed =
    (handle: (request: VenueRequest, key: OtherKey) => Answer | Promise<Answer>) =>
    (request: VenueRequest): Answer | Promise<Answer> => {
      const key = relayerKeyOf(keys, request);
      return key === undefined ? failed(401, 'invalid authorization') : handle(request, key);
    };
  return {
    'GET /nonce': async (request) => {
      const asked = readQuery(request, ownersWallet);
      if (!asked.read) return asked.answer;
      const { address, type } = asked.value;
      return ok({ nonce: (await walletNonce(relayer.chain, type, address)).toString() });
    },
    'GET /relay-payload': (request) => relayPayload(relayer, request),
    'GET /v1/account/transactions/params': keyed((request) => relayPayload(relayer, request)),
    'GET /deployed': async (request) => {
      const asked = readQuery(request, maybeWallet);
      if (!asked.read) return asked.answer;
      const { address, type } = asked.value;
      const deployed = await isDeployed(relayer.chain, address);
      if (deployed || type !== 'WALLET') return ok({ deployed });
      return ok({ deployed: await isDeployed(relayer.chain, depositWalletOf(address)) });
    },
    'POST /submit': keyed((request, key) => submit(relayer, { request, key, withinQuota })),
    'GET /transaction': ({ query }) => {
      const one = relayer.relayed.find(query.get('id') ?? '');
      return ok(one === undefined ? [] : [relayedView(one)]);
    },
    'GET /transactions': keyed((_request, key) =>
      ok(relayer.relayed.ofKey(key.id).map(relayedView)),
    ),
    'GET /v1/account/transactions/:id': keyed(({ id }) => {
      const one = relayer.relayed.find(id);
      return one === undefined ? failed(404, 'transaction not found') : ok(relayedViewV1(one));
    }),
  };
};

const submit = async (
  relayer: Relayer,
  {
    request,
    key,
    withinQuota,
  }: {
    readonly request: VenueRequest;
    readonly key: OtherKey;
    readonly withinQuota: (keyId: string) => boolean;
  },
): Promise<Answer> => {
  const { troubles } = relayer;
  if (!withinQuota(key.id) || troubles.take('quota') !== undefined)
    return failed(429, 'quota exceeded: too many submits, try again in a minute');
  const read = readBody(request, submission);
  if (!read.read) return read.answer;
  if (troubles.take('nonce_mismatch') !== undefined)
    return failed(400, 'nonce mismatch: fetch the nonce and sign again');
  if (troubles.take('wallet_busy') !== undefined)
    return failed(400, 'wallet busy: it has an active action in flight');
  if (troubles.take('allow_list_refused') !== undefined)
    return failed(400, `call blocked: target ${read.value.to} is not in the allowed list`);
  const answer = await relayer.submit(key.id, read.value);
  if ('refusal' in answer) return failed(400, answer.refusal);
  return ok({ transactionID: answer.id, state: answer.state });
};

const relayPayload = async (relayer: Relayer, request: VenueRequest): Promise<Answer> => {
  const asked = readQuery(request, ownersWallet);
  if (!asked.read) return asked.answer;
  const { address, type } = asked.value;
  const nonce = await walletNonce(relayer.chain, type, address);
  return ok({ address: relay.address, nonce: nonce.toString() });
};

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text): Address => getAddress(text));

const ownersWallet = z.object({ address, type: z.enum(['SAFE', 'PROXY', 'WALLET']) });
const maybeWallet = z.object({ address, type: z.string().max(20).optional() });

const readQuery = <T>({ query }: VenueRequest, schema: z.ZodType<T>) => {
  const read = schema.safeParse(Object.fromEntries(query));
  return read.success
    ? ({ read: true, value: read.data } as const)
    : ({ read: false, answer: failed(400, 'invalid address or type') } as const);
};
