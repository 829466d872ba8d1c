import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { connectResolutionHints, hintsFrom } from './read-resolution-hints.js';
import { conditionId } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded, recordedAnswer } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const disputed = {
  conditionId,
  status: 'disputed',
  since: '2026-11-21T09:30:10.000Z',
  expectedSettlementAt: '2026-11-24T00:00:00.000Z',
};

describe('what the venue says of resolutions', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const hints = () => connectResolutionHints({ dataHost: venue.host, timeoutMs: 2_000 });

  it('is asked for many conditions at once', async () => {
    venue.answer('GET /v2/resolutions', recorded('get-resolutions.disputed'));
    expect(await hints().hints([conditionId, '0x02'])).toEqual({ hints: [disputed], refused: [] });
    const [asked] = venue.heard.map(({ url }) => new URL(url, venue.host).searchParams);
    expect(Object.fromEntries(asked ?? [])).toEqual({ condition: `${conditionId},0x02` });
  });

  it('throws when it is not told, or told strangely', async () => {
    venue.answer('GET /v2/resolutions', (response) => response.destroy());
    await expect(hints().hints([conditionId])).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /v2/resolutions', { status: 429, body: { error: 'slow down' } });
    await expect(hints().hints([conditionId])).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /v2/resolutions', { status: 200, body: [] });
    await expect(hints().hints([conditionId])).rejects.toThrow(UnreadableAnswerError);
  });
});

describe('a row about a resolution', () => {
  const row = { condition_id: conditionId, status: 'proposed' };
  const read = (...data: readonly unknown[]) => hintsFrom(answered(200, { data }), [conditionId]);

  it('is read with the time and the estimate it has', () => {
    expect(hintsFrom(recordedAnswer('get-resolutions.disputed'), [conditionId]).hints).toEqual([
      disputed,
    ]);
    const bare = { ...row, last_update_timestamp: '', payouts: null };
    expect(read(bare).hints).toEqual([{ conditionId, status: 'proposed' }]);
    const inSeconds = { ...row, last_update_timestamp: 1_795_253_410 };
    expect(read(inSeconds).hints).toMatchObject([{ since: '2026-11-21T09:30:10.000Z' }]);
  });

  it.each([
    ['of a word we do not know', { ...row, status: 'vetoed' }, /^status: /],
    ['without a status', { condition_id: conditionId }, /^status: /],
    ['that pays two dollars', { ...row, payouts: [1_000_000, 500_000] }, /payouts: do not add/],
    ['that pays in floats', { ...row, payouts: [0.5, 0.5] }, /^payouts/],
    ['of another age', { ...row, last_update_timestamp: 1_795_253_410_000 }, /sensible year/],
    ['with a time that is none', { ...row, expected_settlement_time: 'soon' }, /^expected/],
  ])('is refused with its reason when it is one %s', (_, strange, reason) => {
    const { hints, refused } = read(strange);
    expect(hints).toEqual([]);
    expect(refused).toEqual([{ conditionId, reason: expect.stringMatching(reason) }]);
  });

  it('is refused when nobody asked for it, or a second time, or it is no row at all', () => {
    const other = { ...row, condition_id: '0xother' };
    const reason = 'was not asked for';
    expect(read(other, row, { ...row, status: 'disputed' }, 'nonsense')).toEqual({
      hints: [{ conditionId, status: 'proposed' }],
      refused: [
        { conditionId: '0xother', reason },
        { conditionId, reason },
        { conditionId: '', reason },
      ],
    });
  });

  (haveFixtures ? it : it.skip)('is read from what others recorded', () => {
    const rowsOf = (name: string) => {
      const body = fixture(`wire-2026-10/data-v2-resolutions-${name}.json`);
      const [first] = (body as { data: { condition_id: string }[] }).data;
      return hintsFrom(answered(200, body), [first?.condition_id ?? '']);
    };
    expect(rowsOf('v1-resolved')).toMatchObject({
      hints: [{ status: 'resolved', since: '2026-10-05T23:00:53.000Z' }],
      refused: [],
    });
    expect(rowsOf('v2-active')).toMatchObject({ hints: [{ status: 'active' }], refused: [] });
  });
});
