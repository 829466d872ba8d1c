/** Which bids may be believed: two quotes in a row, or one that has stood for a while. */
import type { Quote } from '../account/vocabulary.js';
import type { Price } from '../money.js';
import { epochMs, type Instant } from '../vocabulary.js';

/** One quote alone counts when it is this old. */
export const STOOD_MS = 1_000;
/** What is older shows a book we no longer see. */
export const QUOTE_AGE_MAX_MS = 10_000;

export type BidSeen = { readonly bid: Price; readonly at: Instant };

/** The best bid of the newest quote; undefined without a bid, or when we see the book no longer. */
export function bidNow([newest]: readonly Quote[], at: Instant): BidSeen | undefined {
  if (newest === undefined || ageMs(newest, at) > QUOTE_AGE_MAX_MS) return undefined;
  return bidOf(newest);
}

/**
 * The bids that may be acted on, newest first; none while there is no more than a single young
 * quote. A quote without bids confirms nothing: nothing could be sold into it.
 */
export function confirmedBids(quotes: readonly Quote[], at: Instant): readonly BidSeen[] {
  const now = bidNow(quotes, at);
  const [newest, before] = quotes;
  if (now === undefined || newest === undefined) return [];
  if (ageMs(newest, at) >= STOOD_MS) return [now];
  const earlier = before === undefined ? undefined : bidOf(before);
  return earlier === undefined || earlier.at >= now.at ? [] : [now, earlier];
}

const ageMs = (quote: Quote, at: Instant): number => epochMs(at) - epochMs(quote.at);

const bidOf = ({ bids, at }: Quote): BidSeen | undefined =>
  bids[0] === undefined ? undefined : { bid: bids[0].price, at };
