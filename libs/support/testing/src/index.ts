/** Every port in memory, for tests. */
export { cutOffAt, CutOffError, type CutPoints } from './cut-off.js';
export { createInMemoryBalances } from './in-memory-balances.js';
export {
  createInMemoryLedger,
  type InMemoryLedger,
  type InMemoryLedgerSettings,
  type StoredText,
} from './in-memory-ledger.js';
export { createInMemoryMarkets, UNREADABLE, type InMemoryMarkets } from './in-memory-markets.js';
export {
  createInMemoryPagerChannel,
  type InMemoryPagerChannel,
} from './in-memory-pager-channel.js';
export { createInMemoryQuotes } from './in-memory-quotes.js';
export { createInMemoryRedeemer, type InMemoryRedeemer } from './in-memory-redeemer.js';
export { createInMemoryVenue, type InMemoryVenue, type Sending } from './in-memory-venue.js';
export { createManualClock, type ManualClock } from './manual-clock.js';
export { factsOn, recordFacts } from './record-facts.js';
