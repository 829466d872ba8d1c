/** The wallet this service acts for, by the way its kind allows. */
import { connectRedeemer, type ConnectedRedeemer } from '@sluice/chain';
import { connectRelayer, multiSendCall, type RelayerCredentials } from '@sluice/relayer';
import type { Relayer } from '@sluice/ports';
import { present } from './present.js';
import type { RedemptionConfig } from './redemption.config.js';

type Hex = `0x${string}`;
const hex = (text: string): Hex => text as Hex;
const GWEI = 1_000_000_000n;
const KINDS = ['eoa', 'proxy', 'safe', 'deposit'] as const;

/** Connects nothing by itself. Throws when the wallet could not act with what is configured. */
export function openWallet(config: RedemptionConfig): ConnectedRedeemer {
  const kind = KINDS[config.SIGNATURE_TYPE];
  const funder = config.FUNDER_ADDRESS;
  const wallet =
    kind === 'eoa' || funder === undefined ? undefined : { kind, address: hex(funder) };
  return connectRedeemer({
    rpcUrl: config.RPC_URL,
    timeoutMs: config.RPC_TIMEOUT_MS,
    privateKey: hex(config.WALLET_PRIVATE_KEY),
    chainId: config.CHAIN_ID,
    path: config.REDEEM_PATH,
    safeFallback: config.SAFE_FALLBACK,
    packCalls: (calls) => multiSendCall(hex(config.MULTI_SEND_ADDRESS), calls),
    fees: { feeMax: BigInt(config.FEE_MAX_GWEI) * GWEI },
    ...present({
      confirmations: config.CONFIRMATIONS,
      wallet,
      relayer: wallet === undefined ? undefined : openRelayer(config, wallet),
    }),
    addresses: {
      conditionalTokens: hex(config.CONDITIONAL_TOKENS_ADDRESS),
      collateral: hex(config.COLLATERAL_ADDRESS),
      collateralAdapter: hex(config.COLLATERAL_ADAPTER_ADDRESS),
      negRiskCollateralAdapter: hex(config.NEG_RISK_COLLATERAL_ADAPTER_ADDRESS),
      negRiskAdapter: hex(config.NEG_RISK_ADAPTER_ADDRESS),
      positionCollateral: hex(config.POSITION_COLLATERAL_ADDRESS),
      wrappedCollateral: hex(config.WRAPPED_COLLATERAL_ADDRESS),
      router: hex(config.ROUTER_ADDRESS),
      positionManager: hex(config.POSITION_MANAGER_ADDRESS),
      autoRedeemer: hex(config.AUTO_REDEEMER_ADDRESS),
      relayHub: hex(config.RELAY_HUB_ADDRESS),
    },
  });
}

function openRelayer(
  config: RedemptionConfig,
  { kind, address }: { readonly kind: 'proxy' | 'safe' | 'deposit'; readonly address: Hex },
): Relayer | undefined {
  const credentials = credentialsOf(config);
  if (config.RELAYER_URL === undefined || credentials === undefined) return undefined;
  return connectRelayer({
    url: config.RELAYER_URL,
    timeoutMs: config.RELAYER_TIMEOUT_MS,
    ...{ credentials, kind, wallet: address, chainId: config.CHAIN_ID },
    privateKey: hex(config.WALLET_PRIVATE_KEY),
    contracts: {
      multiSend: hex(config.MULTI_SEND_ADDRESS),
      proxyFactory: hex(config.PROXY_FACTORY_ADDRESS),
      relayHub: hex(config.RELAY_HUB_ADDRESS),
      depositWalletFactory: hex(config.DEPOSIT_WALLET_FACTORY_ADDRESS),
    },
  });
}

function credentialsOf(config: RedemptionConfig): RelayerCredentials | undefined {
  const { BUILDER_API_KEY, BUILDER_SECRET: secret, BUILDER_PASSPHRASE: passphrase } = config;
  if (BUILDER_API_KEY !== undefined && secret !== undefined && passphrase !== undefined) {
    return { kind: 'builder', apiKey: BUILDER_API_KEY, secret, passphrase };
  }
  const { RELAYER_API_KEY: apiKey, RELAYER_API_KEY_ADDRESS: address = '' } = config;
  return apiKey === undefined ? undefined : { kind: 'key', apiKey, address };
}
