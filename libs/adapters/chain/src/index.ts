export { connectRedeemer } from './connect-redeemer.js';
export type { ConnectedRedeemer, ConnectRedeemerOptions } from './connect-redeemer.js';
export {
  connectResolutionReader,
  type ConnectResolutionReaderOptions,
} from './connect-resolution-reader.js';
export { POLYGON_CONTRACTS, type ChainContracts } from './contracts.js';
export type { Balances } from './read-balances.js';
export { FEE_POLICY, type FeePolicy } from './sign-transaction.js';
export { ChainBehindError, ChainIntegrityError, ChainUnavailableError } from './errors.js';
export type { RedeemPath } from './wallet-calls.js';
export type { WalletKind } from './wallet.js';
