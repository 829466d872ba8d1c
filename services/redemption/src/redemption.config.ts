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

const shape = {
  ...commonShape,
  ACCOUNT_ID: identifier,
  /** Signs transactions of the wallet, which pays its own gas. */
  WALLET_PRIVATE_KEY: privateKey,
  RPC_URL: httpUrl,
  RPC_TIMEOUT_MS: milliseconds.default(5_000),
  CHAIN_ID: z.coerce.number().int().positive().default(137),
  CONDITIONAL_TOKENS_ADDRESS: address.default('0x4D97DCd97eC945f40cF65F87097ACe5EA0476045'),
  COLLATERAL_ADDRESS: address.default('0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB'),
  COLLATERAL_ADAPTER_ADDRESS: address.default('0xAdA100Db00Ca00073811820692005400218FcE1f'),
};

export const redemptionConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('redemption', shape, environment);
