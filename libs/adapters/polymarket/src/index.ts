export { connectVenue, ORDERS_PER_SECOND, type ConnectVenueOptions } from './connect-venue.js';
export { connectVenueChain, type VenueChainOptions } from './ask-chain.js';
export { connectMarketData, type ConnectMarketDataOptions } from './connect-market-data.js';
export { connectResolutionHints, type ResolutionHintsContext } from './read-resolution-hints.js';
export { orderHash, domainOf, type OrderDomain, type OrderStruct } from './order-hash.js';
export { statedEndOf } from './signed-body.js';
export { POLYGON_EXCHANGES, type ExchangeContracts } from './venue-contracts.js';
export type { Heard, RateLimit } from './ask-venue.js';
export type { SignatureType } from './open-client.js';
export type { Log } from './log.js';
export {
  AlteredOrderError,
  ClientOutOfReachError,
  SignedOtherwiseError,
  UnreadableAnswerError,
  UnsignableOrderError,
  VenueRefusedError,
  VenueUnavailableError,
} from './errors.js';
