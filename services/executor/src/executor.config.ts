/** Everything the executor reads from its environment. */
import {
  address,
  commonShape,
  httpUrl,
  identifier,
  milliseconds,
  privateKey,
  readConfig,
  webSocketUrl,
} from '@sluice/runtime';
import { ORDERS_PER_SECOND } from '@sluice/polymarket';
import { z } from 'zod';

const shape = {
  ...commonShape,
  ACCOUNT_ID: identifier,
  /** Signs orders. The wallet's own key for EOA accounts. */
  WALLET_PRIVATE_KEY: privateKey,
  /** Whose wallet it is: 0 the key's own, 1 a proxy, 2 a Safe, 3 a deposit wallet. */
  SIGNATURE_TYPE: z.coerce
    .number()
    .pipe(z.literal([0, 1, 2, 3]))
    .default(0),
  /** The wallet that holds money and positions, when it is not the key's own. */
  FUNDER_ADDRESS: address.optional(),
  VENUE_URL: httpUrl.default('https://clob.polymarket.com'),
  VENUE_USER_WS_URL: webSocketUrl.default('wss://ws-subscriptions-clob.polymarket.com/ws/user'),
  /** The venue's data service, which lists positions. */
  DATA_URL: httpUrl.default('https://data-api.polymarket.com'),
  /** Asked for what is settled and what the wallet has; without it, neither is asked. */
  RPC_URL: httpUrl.optional(),
  /** The token orders are paid in, pUSD. */
  COLLATERAL_ADDRESS: address.default('0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB'),
  VENUE_TIMEOUT_MS: milliseconds.default(5_000),
  /** Below what the venue grants this signer; the default is below what it grants the smallest. */
  VENUE_ORDERS_PER_SECOND: z.coerce.number().int().min(1).max(600).default(ORDERS_PER_SECOND),
  RECONCILE_INTERVAL_MS: milliseconds.default(20_000),
  /** Once the first is taken, the venue cancels every order when none comes for 10 s. */
  HEARTBEAT_INTERVAL_MS: milliseconds.default(5_000),
  /** How often the venue is asked how much it takes. */
  PROBE_INTERVAL_MS: milliseconds.default(15_000),
  /** How often the wallet's balance is asked for when nothing moves it. */
  BALANCE_INTERVAL_MS: milliseconds.default(20_000),
  /** How often positions are looked at when no quote of them comes. */
  EXITS_INTERVAL_MS: milliseconds.default(250),
  APPROVAL_AGE_MAX_MS: milliseconds.default(30_000),
  RESEND_AGE_MAX_MS: milliseconds.default(10_000),
  ABSENCE_PROOF_MS: milliseconds.default(120_000),
};

export const executorConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('executor', shape, environment, ({ SIGNATURE_TYPE = '0', FUNDER_ADDRESS }) => {
    const ownWallet = SIGNATURE_TYPE === '0';
    if (ownWallet && FUNDER_ADDRESS !== undefined) {
      return ['FUNDER_ADDRESS needs SIGNATURE_TYPE 1, 2 or 3: with 0 the key is its own wallet'];
    }
    if (ownWallet || FUNDER_ADDRESS !== undefined) return [];
    return ['FUNDER_ADDRESS is not set, and this SIGNATURE_TYPE needs it'];
  });
