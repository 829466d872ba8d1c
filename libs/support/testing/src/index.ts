/** Every port in memory, for tests. */
export {
  createInMemoryLedger,
  type InMemoryLedger,
  type InMemoryLedgerSettings,
  type StoredText,
} from './in-memory-ledger.js';
export { createInMemoryQuotes } from './in-memory-quotes.js';
