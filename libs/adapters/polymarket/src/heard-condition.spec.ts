import { describe, expect, it } from '@jest/globals';
import { heardCondition } from './heard-condition.js';

describe('what orders hear of the condition of the venue', () => {
  const start = () => {
    let nowMs = 1_000_000;
    const heard = heardCondition(() => nowMs);
    return { heard, pass: (ms: number) => void (nowMs += ms) };
  };

  it('is open until something else is heard', () => {
    expect(start().heard.latest()).toBe('open');
  });

  it('is believed as long as the venue asks to wait', () => {
    const { heard, pass } = start();
    const condition = 'post_only';
    heard.hear({ kind: 'not_taken', condition, retryAfterMs: 97_000, detail: '' });
    pass(96_999);
    expect(heard.latest()).toBe('post_only');
    pass(1);
    expect(heard.latest()).toBe('open');
  });

  it('is believed for a minute when the venue does not say how long', () => {
    const { heard, pass } = start();
    heard.hear({ kind: 'rejected', reason: 'banned', condition: 'unauthorized' });
    pass(59_999);
    expect(heard.latest()).toBe('unauthorized');
    pass(1);
    expect(heard.latest()).toBe('open');
  });

  it('is over when an order is taken, and not when nothing is known of one', () => {
    const { heard } = start();
    heard.hear({ kind: 'not_taken', condition: 'restarting', detail: '' });
    heard.hear({ kind: 'unknown', detail: 'no answer' });
    heard.hear({ kind: 'rejected', reason: 'not enough balance' });
    heard.hear({ kind: 'not_taken', condition: 'open', detail: 'too many' });
    expect(heard.latest()).toBe('restarting');
    heard.hear({ kind: 'accepted', venueStatus: 'live' });
    expect(heard.latest()).toBe('open');
  });
});
