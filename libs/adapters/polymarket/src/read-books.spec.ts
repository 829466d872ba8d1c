import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectMarketData } from './connect-market-data.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { booksFrom } from './read-books.js';
import { fixture, haveFixtures, recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const at = '2026-11-22T10:00:00.000Z';

describe('the books of some tokens', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const data = () =>
    connectMarketData({ host: venue.host, wsHost: 'ws://none', timeoutMs: 1_000, now: () => at });

  it('are read best level first, as of the moment they were asked for', async () => {
    venue.answer('POST /books', recorded('get-order-books.two'));
    expect(await data().books(['1001', '1002'])).toEqual([
      {
        ...{ tokenId: '1001', at },
        bids: [
          { price: 410_000n, shares: 20_000_000n },
          { price: 400_000n, shares: 10_000_000n },
        ],
        asks: [
          { price: 430_000n, shares: 5_500_000n },
          { price: 440_000n, shares: 30_000_000n },
        ],
      },
      { tokenId: '1002', at, bids: [], asks: [] },
    ]);
  });

  it('are not known while the venue does not answer', async () => {
    venue.answer('POST /books', { status: 503, body: {} });
    await expect(data().books(['1001'])).rejects.toThrow(VenueUnavailableError);
  });

  it.each([[{}], [''], [[{ asset_id: '1', bids: [{ price: 'cheap' }], asks: [] }]]])(
    'are not read from %j',
    (body) => {
      expect(() => booksFrom(body, at)).toThrow(UnreadableAnswerError);
    },
  );

  (haveFixtures ? it : it.skip)('are read from what others recorded', () => {
    const empty = fixture('wire-2026-10/book-v2.json') as { readonly asset_id: string };
    expect(booksFrom([empty], at)).toEqual([{ tokenId: empty.asset_id, at, bids: [], asks: [] }]);
  });
});
