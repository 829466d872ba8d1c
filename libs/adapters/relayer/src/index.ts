export { connectRelayer, type ConnectRelayerOptions, type RelayedKind } from './connect-relayer.js';
export { RelayerUnavailableError } from './errors.js';
export { POLYGON_RELAYING, type RelayingContracts } from './relaying-contracts.js';
export type { RelayerCredentials } from './relayer-headers.js';
export { multiSendCall } from './multi-send.js';
