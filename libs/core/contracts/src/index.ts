/** The stored words: how facts, envelopes, subjects and quotes stand on the wire. */
export { decodeBalance, encodeBalance } from './balance.codec.js';
export { decodeFact, encodeFact, FACT_TYPES, isFactType, requireKnownFact } from './codec.js';
export {
  FACT_ID_LENGTH,
  factId,
  fromHeaders,
  HEADERS,
  toHeaders,
  type Envelope,
  type StoredEnvelope,
} from './envelope.js';
export {
  MalformedBalanceError,
  MalformedEnvelopeError,
  MalformedFactError,
  MalformedQuoteError,
  UnknownFactError,
} from './errors.js';
export { decodeQuote, encodeQuote } from './quotes.codec.js';
export {
  AGGREGATES,
  BALANCE_SUBJECTS,
  balanceSubject,
  ID_LENGTH_MAX,
  isAggregate,
  LEDGER_SUBJECTS,
  parseSubject,
  partitionOf,
  PARTITIONS,
  QUOTE_SUBJECTS,
  quoteSubject,
  subjectOf,
  type Aggregate,
} from './subjects.js';
export { FIRST_SCHEMA_VERSION, schemaVersionOf } from './upcast.js';
