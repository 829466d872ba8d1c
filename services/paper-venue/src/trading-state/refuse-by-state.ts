/** What the venue answers to orders and cancels while it does not trade as always. */
import type { Answer } from '../http/route.js';
import type { TradingNow } from './trading-state.js';

/** Undefined when the state lets orders through, post-only ones at least. */
export const orderRefusal = (now: TradingNow): Answer | undefined => {
  switch (now.mode) {
    case 'open':
    case 'post_only':
      return undefined;
    case 'cancel_only':
      return failure(503, { error: CANCEL_ONLY });
    case 'restarting':
    case 'disabled':
      return cancelRefusal(now);
  }
};

export const cancelRefusal = (now: TradingNow): Answer | undefined => {
  switch (now.mode) {
    case 'open':
    case 'post_only':
    case 'cancel_only':
      return undefined;
    case 'restarting':
      // Seen without a body and without a word.
      return failure(425, undefined);
    case 'disabled':
      return failure(503, { error: DISABLED });
  }
};

/** What an order that is not post-only hears while only those are taken; undefined = taken. */
export const postOnlyRefusal = (now: TradingNow, nowMs: number): Answer | undefined => {
  if (now.mode !== 'post_only') return undefined;
  const seconds = now.untilMs === null ? 1 : Math.max(1, Math.ceil((now.untilMs - nowMs) / 1000));
  return {
    status: 503,
    headers: { 'retry-after': seconds.toString() },
    body: { error: POST_ONLY, code: 'post_only_mode', retry_after_seconds: seconds },
  };
};

export const POST_ONLY = 'post-only mode: only post-only orders and cancels are allowed';

const failure = (status: number, body: object | undefined): Answer => ({ status, body });

const CANCEL_ONLY =
  'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.';
const DISABLED = 'Trading is currently disabled. Check polymarket.com for updates';
