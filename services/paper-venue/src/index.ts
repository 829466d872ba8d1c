/** The paper venue for those who start it in process. */
export { startPaperVenue, type PaperVenue, type PaperVenueOptions } from './start-paper-venue.js';
export { describeFault, FAULT_KINDS, type FaultKind } from './faults/registry.js';
export type { PaperVenueUrls } from './open-doors.js';
export { startVenueChain } from './chain/start-venue-chain.js';
export type { Market as ChainMarket, VenueChain } from './chain/venue-chain.js';
export { negRiskMarketId, negRiskQuestionId } from './chain/market-ids.js';
