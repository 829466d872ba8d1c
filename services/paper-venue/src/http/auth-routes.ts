/** API keys: made and derived by a wallet's signature, listed and dropped by their own HMAC. */
import type { ApiKey } from '../auth/api-keys.js';
import { verifyWalletLogin, type WalletLogin } from '../auth/verify-wallet-login.js';
import type { Venue } from '../venue.js';
import { failed, ok, signed, type Answer, type Handler, type Routes } from './route.js';

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
  'GET /auth/ban-status/closed-only': signed(venue, () => ok({ closed_only: false })),
});

const loggedIn =
  (handle: (login: WalletLogin) => Answer): Handler =>
  async ({ headers }) => {
    const login = await verifyWalletLogin(headers);
    return login === undefined ? failed(401, 'Invalid L1 Request headers') : handle(login);
  };

const credentials = ({ id, secret, passphrase }: ApiKey) => ({ apiKey: id, secret, passphrase });
