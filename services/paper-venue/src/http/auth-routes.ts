/** API keys: made and derived by a wallet's signature, listed and dropped by their own HMAC. */
import { z } from 'zod';
import type { ApiKey } from '../auth/api-keys.js';
import type { OtherKey } from '../auth/other-keys.js';
import type { Address } from '../chain/venue-chain.js';
import { verifyWalletLogin, type WalletLogin } from '../auth/verify-wallet-login.js';
import type { Venue } from '../venue.js';
import { failed, ok, readBody, signed, type Answer, type Handler, type Routes } from './route.js';

export const authRoutes = (venue: Venue): Routes => ({
  'POST /auth/api-key': loggedIn((login) => {
    const key = venue.keys.create(login);
    return key === undefined ? failed(400, 'Could not create api key') : ok(credentials(key));
  }),
  'GET /auth/derive-api-key': loggedIn((login) => {
    const key = venue.keys.derive(login);
    return key === undefined ? failed(400, 'Could not derive api key!') : ok(credentials(key));
  }),
  'GET /auth/api-keys': signed(venue, (_request, key) =>
    ok({ apiKeys: venue.keys.ofWallet(key.address).map(({ id }) => id) }),
  ),
  'DELETE /auth/api-key': signed(venue, (_request, key) => {
    venue.keys.forget(key.id);
    return ok('OK');
  }),
  'GET /auth/ban-status/closed-only': signed(venue, (_request, { address }) =>
    ok({ closed_only: venue.standings.of(address) !== 'normal' }),
  ),
  'POST /auth/readonly-api-key': signed(venue, (_request, { address, id }) =>
    ok({ apiKey: venue.otherKeys.create('readonly', address, id).id }),
  ),
  // The words are ours: what the real venue says of a key is not written down anywhere.
  'GET /auth/validate-readonly-api-key': ({ query }) => {
    const key = venue.otherKeys.find('readonly', query.get('key') ?? '');
    const valid = key?.address.toLowerCase() === query.get('address')?.toLowerCase();
    return valid ? ok('valid') : failed(401, 'Unauthorized/Invalid api key');
  },
  'GET /auth/readonly-api-keys': signed(venue, (_request, { address }) =>
    ok(inForce(venue, 'readonly', address).map(({ id }) => id)),
  ),
  'DELETE /auth/readonly-api-key': signed(venue, (request, { address }) => {
    const read = readBody(request, z.object({ key: z.string().max(100) }));
    if (!read.read) return read.answer;
    const revoked = venue.otherKeys.revoke({ id: read.value.key, address });
    return revoked ? ok(true) : failed(400, 'Could not delete api key');
  }),
  'POST /auth/builder-api-key': signed(venue, (_request, { address }) => {
    const { id, secret, passphrase } = venue.otherKeys.create('builder', address);
    return ok({ key: id, secret, passphrase });
  }),
  'GET /auth/builder-api-key': signed(venue, (_request, { address }) =>
    ok(
      venue.otherKeys.of('builder', address).map(({ id, createdAtMs, revokedAtMs }) => ({
        key: id,
        createdAt: new Date(createdAtMs).toISOString(),
        ...(revokedAtMs === null ? {} : { revokedAt: new Date(revokedAtMs).toISOString() }),
      })),
    ),
  ),
  'DELETE /auth/builder-api-key': signed(venue, (_request, { address }) => {
    for (const { id } of inForce(venue, 'builder', address))
      venue.otherKeys.revoke({ id, address });
    return ok('OK');
  }),
});

const inForce = (venue: Venue, kind: OtherKey['kind'], address: Address) =>
  venue.otherKeys.of(kind, address).filter(({ revokedAtMs }) => revokedAtMs === null);

const loggedIn =
  (handle: (login: WalletLogin) => Answer): Handler =>
  async ({ headers }) => {
    const login = await verifyWalletLogin(headers);
    return login === undefined ? failed(401, 'Invalid L1 Request headers') : handle(login);
  };

const credentials = ({ id, secret, passphrase }: ApiKey) => ({ apiKey: id, secret, passphrase });
