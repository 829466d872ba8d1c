/** Balances, allowances and the dead-man switch of an API key. */
import { z } from 'zod';
import { tokenAsset, type Asset, type Holding } from '../accounts/holdings.js';
import type { Notifications } from '../accounts/notifications.js';
import { walletOf, type SignatureType } from '../accounts/wallets.js';
import type { ApiKey } from '../auth/api-keys.js';
import { CTF_EXCHANGE, EXCHANGE_V3, NEG_RISK_EXCHANGE } from '../chain/venue-addresses.js';
import type { Address } from '../chain/venue-chain.js';
import { withdrawUncovered } from '../orders/withdraw-uncovered.js';
import type { Venue } from '../venue.js';
import type { Heartbeats } from './heartbeats.js';
import {
  failed,
  ok,
  readable,
  readBody,
  signed,
  type Answer,
  type Routes,
  type VenueRequest,
} from './route.js';

export const accountRoutes = (
  venue: Venue,
  heartbeats: Heartbeats,
  notifications: Notifications,
): Routes => ({
  'GET /balance-allowance': readable(venue, (request, key) =>
    answerBalance(venue, request, key, venue.holdings.read),
  ),
  'GET /balance-allowance/update': signed(venue, (request, key) =>
    answerBalance(venue, request, key, async (wallet, asset) => {
      const held = await venue.holdings.refresh(wallet, asset);
      withdrawUncovered(venue, wallet, asset);
      return held;
    }),
  ),
  'GET /notifications': readable(venue, (_request, key) => ok(notifications.of(key.id))),
  'DELETE /notifications': signed(venue, ({ query }, key) => {
    const named = query.getAll('ids').flatMap((text) => text.split(','));
    notifications.drop(key.id, new Set(named.map(Number)));
    return ok('OK');
  }),
  'GET /v1/user/rate-limit-tier': signed(venue, () => ok({ tier: venue.rules.signerLimit.tier })),
  // The old form has no chain: it starts a new one with every beat.
  'POST /heartbeats': signed(venue, (_request, key) => {
    heartbeats.restart(key.id);
    return ok({ status: 'ok' });
  }),
  'POST /v1/heartbeats': signed(venue, (request, key) => {
    const read = readBody(request, heartbeat);
    if (!read.read) return read.answer;
    const beat = heartbeats.beat(key.id, read.value.heartbeat_id ?? '');
    const error = 'Invalid Heartbeat ID';
    return beat.valid
      ? ok({ heartbeat_id: beat.next })
      : failed(400, error, { error_msg: error, heartbeat_id: beat.expected });
  }),
});

const heartbeat = z.object({ heartbeat_id: z.string().max(100).nullish() });

const answerBalance = async (
  venue: Venue,
  { query }: VenueRequest,
  key: ApiKey,
  look: (wallet: Address, asset: Asset) => Promise<Holding>,
): Promise<Answer> => {
  const asked = balanceQuery.safeParse(Object.fromEntries(query));
  if (!asked.success) return failed(400, 'Invalid asset type');
  const { asset_type, token_id, signature_type } = asked.data;
  if (asset_type !== 'COLLATERAL' && token_id === undefined) return failed(400, 'Invalid token id');
  const asset = token_id === undefined ? 'COLLATERAL' : tokenAsset(token_id);
  const wallet = walletOf(
    key.address,
    Number(signature_type) as SignatureType,
    venue.depositWallets,
  );
  const held = wallet === undefined ? NOTHING : await look(wallet, asset);
  return ok({
    balance: held.balance.toString(),
    allowances: Object.fromEntries(
      SPENDERS.map((one) => [one, (held.allowances?.[one] ?? held.allowance).toString()]),
    ),
  });
};

const SPENDERS = [CTF_EXCHANGE, NEG_RISK_EXCHANGE, EXCHANGE_V3];

const NOTHING: Holding = { balance: 0n, allowance: 0n };

const balanceQuery = z.object({
  asset_type: z.enum(['COLLATERAL', 'CONDITIONAL', 'CONDITIONAL-V2']),
  token_id: z
    .string()
    .regex(/^\d{1,78}$/)
    .optional(),
  signature_type: z.enum(['0', '1', '2', '3']).default('0'),
});
