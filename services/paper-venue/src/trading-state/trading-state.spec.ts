/** When the venue trades, and what it says when it does not. */
import { describe, expect, it } from '@jest/globals';
import { cancelRefusal, orderRefusal, postOnlyRefusal } from './refuse-by-state.js';
import { createTradingState } from './trading-state.js';

const clock = () => {
  let atMs = 1_000_000;
  const state = createTradingState(() => atMs);
  return {
    state,
    after: (ms: number) => {
      atMs += ms;
      return state.get();
    },
  };
};

describe('the trading state', () => {
  it('is open until something is set, and stays as set until it is set again', () => {
    const { state, after } = clock();
    expect(state.get()).toEqual({ mode: 'open', untilMs: null });
    state.set({ mode: 'cancel_only' });
    expect(after(10_000_000).mode).toBe('cancel_only');
    state.set({ mode: 'open' });
    expect(after(1).mode).toBe('open');
  });

  it('opens by itself when it was set for a while', () => {
    const { state, after } = clock();
    state.set({ mode: 'disabled', forMs: 100 });
    expect(after(99).mode).toBe('disabled');
    expect(after(1).mode).toBe('open');
  });

  it('lets a post-only window of two minutes follow a restart of ninety seconds', () => {
    const { state, after } = clock();
    state.set({ mode: 'restarting' });
    expect(after(89_999).mode).toBe('restarting');
    expect(after(1).mode).toBe('post_only');
    expect(after(119_999).mode).toBe('post_only');
    expect(after(1).mode).toBe('open');
  });
});

describe('an answer to an order', () => {
  const at = (mode: Parameters<ReturnType<typeof createTradingState>['set']>[0]['mode']) =>
    ({ mode, untilMs: 31_500 }) as const;

  it('is empty with 425 in a restart, for cancels too', () => {
    expect(orderRefusal(at('restarting'))).toEqual({ status: 425, body: undefined });
    expect(cancelRefusal(at('restarting'))).toEqual({ status: 425, body: undefined });
  });

  it('is a 503 in the venue’s words when trading is disabled or cancel-only', () => {
    expect(orderRefusal(at('disabled'))).toMatchObject({
      status: 503,
      body: { error: 'Trading is currently disabled. Check polymarket.com for updates' },
    });
    expect(cancelRefusal(at('disabled'))?.status).toBe(503);
    expect(orderRefusal(at('cancel_only'))).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('cancel-only') as unknown },
    });
    expect(cancelRefusal(at('cancel_only'))).toBeUndefined();
  });

  it('says in the post-only window when to come back', () => {
    expect(orderRefusal(at('post_only'))).toBeUndefined();
    expect(cancelRefusal(at('post_only'))).toBeUndefined();
    expect(postOnlyRefusal(at('post_only'), 30_000)).toEqual({
      status: 503,
      headers: { 'retry-after': '2' },
      body: {
        error: 'post-only mode: only post-only orders and cancels are allowed',
        code: 'post_only_mode',
        retry_after_seconds: 2,
      },
    });
    expect(postOnlyRefusal(at('open'), 30_000)).toBeUndefined();
  });
});
