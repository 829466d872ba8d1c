/** What specs of other packages need of the venue. */
export { createFakeVenueChain } from './fake-venue-chain.js';
