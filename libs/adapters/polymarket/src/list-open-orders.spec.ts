import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IncompleteAnswerError } from '@sluice/ports';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { listOpenOrders, openOrdersFrom } from './list-open-orders.js';
import { clientAt, conditionId, no, yes } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded, recordedAnswer } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const HASH = '0x06bc63e346ed4ceddce9efd6b3af37c8f8f440c92fe7da6b2d0f9e4ccbc50c42';
const unsigned = { signedShares: () => undefined };
type Row = { readonly [key: string]: unknown };
const [row = {}] = (recorded('get-orders.page').body as { readonly data: readonly Row[] }).data;
const rows = (...ids: string[]) => ids.map((id) => ({ ...row, id }));
const page = (data: readonly Row[], next_cursor: string) => ({
  ...{ status: 200, body: { data, next_cursor } },
});

describe('listing open orders', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const list = () =>
    listOpenOrders({ client: clientAt(venue.host), timeoutMs: 2_000, ...unsigned });
  const ids = async () => (await list()).map(({ orderHash }) => orderHash);

  it('reads both dialects', () => {
    const { rows: orders, nextCursor } = openOrdersFrom(
      recordedAnswer('get-orders.page'),
      unsigned,
    );
    expect(nextCursor).toBe('LTE=');
    expect(orders).toEqual([
      {
        ...{ orderHash: HASH, conditionId, tokenId: yes, side: 'BUY', price: 500_000n },
        ...{ shares: 100_000_000n, matchedShares: 25_500_000n, status: 'live' },
      },
      {
        ...{ orderHash: `0x${'22'.repeat(32)}`, conditionId, tokenId: no, side: 'SELL' },
        ...{ price: 610_000n, shares: 20_000_000n, matchedShares: 0n, status: 'live' },
      },
    ]);
  });

  it('reads one page once', async () => {
    venue.answer('GET /data/orders', recorded('get-orders.page'));
    expect(await list()).toHaveLength(2);
    expect(venue.heard).toHaveLength(1);
  });

  it('reads several pages again until two readings agree, for rows slip while they go', async () => {
    const [first, second] = [page(rows('a', 'b'), 'Mg=='), page(rows('d'), 'LTE=')];
    const whole = [page(rows('b', 'c'), 'Mg=='), page(rows('d'), 'LTE=')];
    venue.answer('GET /data/orders', first, second, ...whole, ...whole);
    expect(await ids()).toEqual(['b', 'c', 'd']);
    const cursors = venue.heard.map(({ url }) => new URL(url, venue.host).searchParams);
    expect(cursors.map((query) => query.get('next_cursor'))).toEqual([
      'MA==',
      'Mg==',
      'MA==',
      'Mg==',
      'MA==',
      'Mg==',
    ]);
  });

  it('is incomplete when the list never stands still', async () => {
    const readings = Array.from({ length: 5 }, (_, n) => [
      page(rows(`a${n}`), 'Mg=='),
      page(rows('b'), 'LTE='),
    ]).flat();
    venue.answer('GET /data/orders', ...readings);
    await expect(list()).rejects.toThrow(IncompleteAnswerError);
  });

  it('is incomplete when pages lead back or never end', async () => {
    venue.answer('GET /data/orders', page(rows('a'), 'Mg=='));
    await expect(list()).rejects.toThrow(IncompleteAnswerError);
    const endless = Array.from({ length: 101 }, (_, n) => page(rows(`${n}`), `c${n}`));
    venue.answer('GET /data/orders', ...endless);
    await expect(list()).rejects.toThrow('stopped at page 100');
  });

  it('throws when a page is missing or strange', async () => {
    venue.answer('GET /data/orders', page(rows('a'), 'Mg=='), { status: 500, body: 'oops' });
    await expect(list()).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /data/orders', page([{ ...row, side: 'BOTH' }], 'LTE='));
    await expect(list()).rejects.toThrow(UnreadableAnswerError);
    venue.answer('GET /data/orders', page([{ ...row, status: 'ASLEEP' }], 'LTE='));
    await expect(list()).rejects.toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)('reads the page others recorded', () => {
    const body = fixture('wire-nautilus/rust/http_open_orders_page.json');
    const { rows: orders } = openOrdersFrom(answered(200, body), unsigned);
    expect(orders).toMatchObject([
      { side: 'BUY', shares: 200_000_000n, matchedShares: 0n, price: 600_000n },
      { side: 'SELL', shares: 150_000_000n, matchedShares: 50_000_000n, price: 400_000n },
    ]);
  });
});
