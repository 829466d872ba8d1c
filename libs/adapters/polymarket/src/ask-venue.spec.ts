import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { askVenue } from './ask-venue.js';
import { ClientOutOfReachError } from './errors.js';

describe('asking the venue through the official client', () => {
  it('shares one axios with it, without which nothing would have a time limit', () => {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('@polymarket/clob-client-v2'));
    expect(theirs.resolve('axios')).toBe(ours.resolve('axios'));
  });

  it('fails loudly when a call passes by without being heard', async () => {
    const unheard = askVenue(() => Promise.resolve('an answer'), { timeoutMs: 100 });
    await expect(unheard).rejects.toThrow(ClientOutOfReachError);
  });

  it('passes on what the client refuses to send', async () => {
    const refused = askVenue(() => Promise.reject(new Error('no key')), { timeoutMs: 100 });
    await expect(refused).rejects.toThrow('no key');
  });
});
