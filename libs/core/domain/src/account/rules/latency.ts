/** Row 13: how old the signal's reason and the stored book may be when we decide. */
import { epochMs } from '../../vocabulary.js';
import { DEFAULTS } from '../risk-rules.js';
import { atMost, type Rule } from './rule.js';

export const latency: Rule = ({ rules, quote, observedAtMs, atMs }) => {
  const signalMs = atMs - observedAtMs;
  const quoteMs = quote === undefined ? 0 : atMs - epochMs(quote.at);
  const limit = rules.maxLatencyMs ?? DEFAULTS.maxLatencyMs;
  return atMost({
    code: 'latency_exceeded',
    unit: 'ms',
    // A clock that is a little ahead of ours is no negative age.
    value: BigInt(Math.max(signalMs, quoteMs, 0)),
    limit: BigInt(limit),
    detail: 'age of the signal or the book, whichever is older',
    refusal: () =>
      signalMs > limit
        ? `the signal is ${signalMs} ms old, and ${limit} ms is allowed`
        : `the book is ${quoteMs} ms old, and ${limit} ms is allowed`,
  });
};
