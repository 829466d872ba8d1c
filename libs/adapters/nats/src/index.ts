/** NATS as Sluice uses it: the ledger on JetStream, quotes and balances in passing. */
export { APPEND_DEADLINE_MS, APPEND_FACTS_MAX } from './append.js';
export { connectBalances, type BalancesConnecting } from './balances.js';
export { LEDGER_STREAM, ledgerConfig, SERVER_VERSION_MIN } from './ensure-ledger.js';
export { connectLedger, type LedgerConnecting } from './ledger.js';
export type { AppendClass, LedgerLog, LedgerObserver } from './metrics.js';
export { connectQuotes, QUOTES_STREAM, type QuotesConnecting } from './quotes.js';
