import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IncompleteAnswerError } from '@sluice/ports';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { listPositions, positionsFrom } from './list-positions.js';
import { conditionId, no, wallet, yes } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const full = (from: number) => ({
  status: 200,
  body: Array.from({ length: 500 }, (_, n) => ({
    ...{ conditionId: '0xc', asset: `${from}-${n}`, size: 1 },
  })),
});

describe('listing positions', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const list = () => listPositions({ dataHost: venue.host, wallet, timeoutMs: 2_000 });
  const asked = () => venue.heard.map(({ url }) => new URL(url, venue.host).searchParams);

  it('lists the smallest holdings too', async () => {
    venue.answer('GET /positions', recorded('get-positions.page'));
    expect(await list()).toEqual([
      { conditionId, tokenId: yes, shares: 150_500_001n },
      { conditionId, tokenId: no, shares: 5_000n },
    ]);
    expect(Object.fromEntries(asked()[0] ?? [])).toMatchObject({
      ...{ user: wallet, sizeThreshold: '0', limit: '500', offset: '0' },
    });
  });

  it('reads on while pages are full, until two readings agree', async () => {
    const last = recorded('get-positions.page');
    venue.answer('GET /positions', full(0), last, full(0), last);
    expect(await list()).toHaveLength(502);
    expect(asked().map((query) => query.get('offset'))).toEqual(['0', '500', '0', '500']);
  });

  it('is incomplete when the service does not look far enough', async () => {
    venue.answer('GET /positions', ...Array.from({ length: 22 }, (_, n) => full(n)));
    await expect(list()).rejects.toThrow(IncompleteAnswerError);
    expect(asked().at(-1)?.get('offset')).toBe('10000');
  });

  it('throws when it is not told, or told strangely', async () => {
    venue.answer('GET /positions', (response) => response.destroy());
    await expect(list()).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /positions', { status: 429, body: 'slow down' });
    await expect(list()).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /positions', { status: 200, body: [{ asset: yes, size: '12' }] });
    await expect(list()).rejects.toThrow(UnreadableAnswerError);
  });

  (haveFixtures ? it : it.skip)('reads what others recorded, without what is sold out', () => {
    const body = fixture('wire-nautilus/rust/data_api_positions_response.json');
    const { rows } = positionsFrom(answered(200, body), 0);
    expect(rows.map(({ shares }) => shares)).toEqual([150_500_000n, 42_000_000n, 5_000n]);
  });
});
