/** The venue's words for states of orders and trades, in both of its dialects, and ours for them. */
import type { OrderEvidence, VenueFill } from '@sluice/ports';
import { UnreadableAnswerError } from './errors.js';

export type OrderStatus = Extract<OrderEvidence, { kind: 'found' }>['status'];
export type TradeStatus = VenueFill['status'];

/** Throws UnreadableAnswerError on a word we do not know. */
export function orderStatus(text: string): OrderStatus {
  const word = text.trim().replace(ORDER_PREFIX, '').toUpperCase();
  const known = ORDER_WORDS[word];
  if (known !== undefined) return known;
  // A cancellation carries its reason behind the word, in free text.
  if (word.startsWith('CANCELED_MARKET_RESOLVED')) return 'market_over';
  if (/^CANCELL?ED_.*EXPIR/.test(word)) return 'expired';
  if (/^CANCELL?ED_/.test(word)) return 'cancelled';
  throw new UnreadableAnswerError(`Could not read an order: its status is "${text.slice(0, 80)}"`);
}

/** Throws UnreadableAnswerError on a word we do not know. */
export function tradeStatus(text: string): TradeStatus {
  const known = TRADE_WORDS[text.trim().replace(TRADE_PREFIX, '').toUpperCase()];
  if (known !== undefined) return known;
  throw new UnreadableAnswerError(`Could not read a trade: its status is "${text.slice(0, 80)}"`);
}

/** Whether a status is of the dialect that writes sizes as integers of a millionth. */
export const inPrefixedDialect = (status: string): boolean =>
  ORDER_PREFIX.test(status.trim()) || TRADE_PREFIX.test(status.trim());

const ORDER_PREFIX = /^ORDER_STATUS_/i;
const TRADE_PREFIX = /^TRADE_STATUS_/i;

const ORDER_WORDS: Readonly<Record<string, OrderStatus>> = {
  LIVE: 'live',
  DELAYED: 'delayed',
  // Marketable, but its delay failed: officially the order was placed, so it may rest.
  UNMATCHED: 'live',
  MATCHED: 'matched',
  CANCELED: 'cancelled',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
  INVALID: 'invalid',
};

const TRADE_WORDS: Readonly<Record<string, TradeStatus>> = {
  MATCHED: 'matched',
  MATCHED_NOT_BROADCASTED: 'matched',
  MINED: 'mined',
  CONFIRMED: 'confirmed',
  RETRYING: 'retrying',
  FAILED: 'failed',
};
