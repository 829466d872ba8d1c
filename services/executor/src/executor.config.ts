/** Everything the executor reads from its environment. */
import {
  commonShape,
  httpUrl,
  identifier,
  milliseconds,
  privateKey,
  readConfig,
  webSocketUrl,
} from '@sluice/runtime';

const shape = {
  ...commonShape,
  ACCOUNT_ID: identifier,
  /** Signs orders. The wallet's own key for EOA accounts. */
  WALLET_PRIVATE_KEY: privateKey,
  VENUE_URL: httpUrl.default('https://clob.polymarket.com'),
  VENUE_USER_WS_URL: webSocketUrl.default('wss://ws-subscriptions-clob.polymarket.com/ws/user'),
  VENUE_TIMEOUT_MS: milliseconds.default(5_000),
  RECONCILE_INTERVAL_MS: milliseconds.default(20_000),
  /** How often the wallet's balance is asked for when nothing moves it. */
  BALANCE_INTERVAL_MS: milliseconds.default(20_000),
  APPROVAL_AGE_MAX_MS: milliseconds.default(30_000),
  RESEND_AGE_MAX_MS: milliseconds.default(10_000),
  ABSENCE_PROOF_MS: milliseconds.default(120_000),
};

export const executorConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('executor', shape, environment);
