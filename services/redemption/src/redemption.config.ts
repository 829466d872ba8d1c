/** Everything the redemption service reads from its environment. */
import {
  address,
  commonShape,
  httpUrl,
  identifier,
  milliseconds,
  privateKey,
  readConfig,
} from '@sluice/runtime';
import { z } from 'zod';

const yesNo = z.enum(['true', 'false']).transform((word) => word === 'true');

const shape = {
  ...commonShape,
  ACCOUNT_ID: identifier,
  /** Of the owner: signs what the wallet does, and pays the gas where no relayer does. */
  WALLET_PRIVATE_KEY: privateKey,
  /** Whose wallet it is: 0 the key's own, 1 a proxy, 2 a Safe, 3 a deposit wallet. */
  SIGNATURE_TYPE: z.coerce
    .number()
    .pipe(z.literal([0, 1, 2, 3]))
    .default(0),
  /** The wallet that holds money and positions, when it is not the key's own. */
  FUNDER_ADDRESS: address.optional(),
  RPC_URL: httpUrl,
  RPC_TIMEOUT_MS: milliseconds.default(5_000),
  /** For nodes without finality: blocks with so many on top of them are believed. */
  CONFIRMATIONS: z.coerce.number().int().positive().optional(),
  CHAIN_ID: z.coerce.number().int().positive().default(137),
  CONDITIONAL_TOKENS_ADDRESS: address.default('0x4D97DCd97eC945f40cF65F87097ACe5EA0476045'),
  COLLATERAL_ADDRESS: address.default('0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB'),
  COLLATERAL_ADAPTER_ADDRESS: address.default('0xAdA100Db00Ca00073811820692005400218FcE1f'),
  NEG_RISK_COLLATERAL_ADAPTER_ADDRESS: address.default(
    '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  ),
  NEG_RISK_ADAPTER_ADDRESS: address.default('0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296'),
  /** Inside the ids of standard outcomes: USDC.e. */
  POSITION_COLLATERAL_ADDRESS: address.default('0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174'),
  /** Inside the ids of neg-risk outcomes. */
  WRAPPED_COLLATERAL_ADDRESS: address.default('0x3A3BD7bb9528E159577F7C2e685CC81A765002E2'),
  /** Of the second protocol. */
  ROUTER_ADDRESS: address.default('0x12121212006e4CD160D18e3f00711DA5c3372600'),
  POSITION_MANAGER_ADDRESS: address.default('0x006F54F7f9A22e0000CC2AB60031000000ae9fEF'),
  /** The venue's own sweeper. */
  AUTO_REDEEMER_ADDRESS: address.default('0xa1200000d0002264C9a1698e001292D00E1b00af'),
  MULTI_SEND_ADDRESS: address.default('0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761'),
  PROXY_FACTORY_ADDRESS: address.default('0xaB45c5A4B0c941a2F231C04C3f49182e1A254052'),
  RELAY_HUB_ADDRESS: address.default('0xD216153c06E857cD7f72665E0aF1d7D82172F494'),
  DEPOSIT_WALLET_FACTORY_ADDRESS: address.default('0x00000000000Fb5C9ADea0298D729A0CB3823Cc07'),
  /** Through the collateral adapters, which pay pUSD, or past them, which pays USDC.e. */
  REDEEM_PATH: z.enum(['adapter', 'bypass']).default('adapter'),
  /** Sends for proxies and deposit wallets, and for Safes; without it a Safe's owner sends. */
  RELAYER_URL: httpUrl.optional(),
  RELAYER_TIMEOUT_MS: milliseconds.default(10_000),
  BUILDER_API_KEY: z.string().optional(),
  BUILDER_SECRET: z.string().optional(),
  BUILDER_PASSPHRASE: z.string().optional(),
  RELAYER_API_KEY: z.string().optional(),
  RELAYER_API_KEY_ADDRESS: address.optional(),
  /** Whether a Safe's owner sends, and pays, when the relayer refuses or is away. */
  SAFE_FALLBACK: yesNo.default(true),
  /** Losers are burned in a transaction that pays nothing. */
  BURN_LOSERS: yesNo.default(false),
  /** Complete sets worth so many dollars are merged by themselves; without it, never. */
  AUTO_MERGE_MIN_USD: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be dollars, with at most 6 decimals')
    .optional(),
  AUTO_MERGE_INTERVAL_MS: milliseconds.default(60_000),
  LOOK_EVERY_MS: milliseconds.default(250),
  REPLACE_AFTER_MS: milliseconds.default(60_000),
  DELAYED_AFTER_MS: milliseconds.default(600_000),
  BACK_OFF_MS: milliseconds.default(1_000),
  /** What a unit of gas may cost at most. */
  FEE_MAX_GWEI: z.coerce.number().int().positive().default(5_000),
};

export const redemptionConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('redemption', shape, environment, (given) => [
    ...walletFaults(given),
    ...relayerFaults(given),
  ]);

export type RedemptionConfig = ReturnType<typeof redemptionConfig>;

type Given = Readonly<Record<string, string | undefined>>;

function walletFaults({ SIGNATURE_TYPE = '0', FUNDER_ADDRESS, RELAYER_URL }: Given) {
  const faults: string[] = [];
  const ownWallet = SIGNATURE_TYPE === '0';
  if (ownWallet && FUNDER_ADDRESS !== undefined) {
    faults.push('FUNDER_ADDRESS needs SIGNATURE_TYPE 1, 2 or 3: with 0 the key is its own wallet');
  }
  if (!ownWallet && FUNDER_ADDRESS === undefined) {
    faults.push('FUNDER_ADDRESS is not set, and this SIGNATURE_TYPE needs it');
  }
  if ((SIGNATURE_TYPE === '1' || SIGNATURE_TYPE === '3') && RELAYER_URL === undefined) {
    faults.push('RELAYER_URL is not set, and a wallet of this SIGNATURE_TYPE cannot act alone');
  }
  return faults;
}

function relayerFaults(given: Given) {
  const builder = ['BUILDER_API_KEY', 'BUILDER_SECRET', 'BUILDER_PASSPHRASE'];
  const missing = builder.filter((name) => given[name] === undefined);
  const simple = given['RELAYER_API_KEY'] !== undefined;
  const faults: string[] = [];
  if (missing.length > 0 && missing.length < builder.length) {
    faults.push(`${missing.join(' and ')} must be set beside the other builder credentials`);
  }
  if (given['RELAYER_URL'] !== undefined && missing.length === builder.length && !simple) {
    faults.push('RELAYER_URL needs the three BUILDER_ variables, or RELAYER_API_KEY');
  }
  return faults;
}
