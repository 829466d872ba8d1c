import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { account, TokenId } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { createLogger } from '@sluice/runtime';
import { createInMemoryMarkets, createInMemoryQuotes, type InMemoryMarkets } from '@sluice/testing';
import { publishQuotes } from './publish-quotes.js';

const { later, level, noToken, quote, yesToken } = examples;

describe('passing books on', () => {
  let markets: InMemoryMarkets;
  let published: account.Quote[];
  let failing: boolean;
  let tokens: readonly TokenId[];
  let books: ReturnType<typeof publishQuotes>;
  beforeEach(() => {
    jest.useFakeTimers();
    markets = createInMemoryMarkets();
    published = [];
    failing = false;
    tokens = [yesToken];
    const quotes = {
      ...createInMemoryQuotes(),
      publish: (each: account.Quote) => {
        if (failing) return Promise.reject(new Error('the broker is away'));
        published.push(each);
        return Promise.resolve();
      },
    };
    const log = createLogger('signal-ingest', 'silent');
    books = publishQuotes({ marketData: markets, quotes, tokens: () => tokens, log });
  });
  afterEach(async () => {
    await books.stop();
    jest.useRealTimers();
  });
  const aMoment = () => jest.advanceTimersByTimeAsync(25);

  it('passes on the newest book of each token, and none twice', async () => {
    const newest = quote({ bids: [level('0.48')], at: later(1) });
    markets.show(quote());
    markets.show(newest);
    await aMoment();
    await aMoment();
    expect(published).toStrictEqual([newest]);
  });

  it('keeps a bounded pace however fast books come', async () => {
    for (let ms = 0; ms < 100; ms += 1) {
      markets.show(quote({ at: later(ms) }));
      await jest.advanceTimersByTimeAsync(1);
    }
    expect(published.length).toBeLessThanOrEqual(4);
  });

  it('follows a token as soon as it is told that there is one more', async () => {
    const other = quote({ tokenId: noToken });
    markets.show(other);
    await aMoment();
    tokens = [yesToken, noToken];
    books.refresh();
    markets.show(other);
    await aMoment();
    expect(published).toStrictEqual([other]);
  });

  it('goes on after a book that could not be passed on', async () => {
    failing = true;
    markets.show(quote());
    await aMoment();
    failing = false;
    markets.show(quote({ at: later(1) }));
    await aMoment();
    expect(published).toMatchObject([{ at: later(1) }]);
  });

  it('asks for a book of which nothing was heard for a while, so that quiet is not stale', async () => {
    const resting = quote({ at: later(5_000) });
    markets.show(quote());
    await aMoment();
    markets.rest(resting);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(published).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(published).toStrictEqual([quote(), resting]);
  });

  it('goes on when the venue does not tell a quiet book', async () => {
    markets.setDown(true);
    await jest.advanceTimersByTimeAsync(3_000);
    markets.setDown(false);
    markets.rest(quote());
    await jest.advanceTimersByTimeAsync(3_000);
    expect(published).toContainEqual(quote());
  });

  it('does not take a book that was asked for instead of a newer one', async () => {
    const [older, newer] = [quote(), quote({ bids: [level('0.48')], at: later(1) })];
    markets.show(newer);
    markets.show(older);
    await aMoment();
    expect(published).toStrictEqual([newer]);
  });

  it('passes nothing on after it stopped', async () => {
    await books.stop();
    markets.show(quote());
    await aMoment();
    expect(published).toStrictEqual([]);
  });
});
