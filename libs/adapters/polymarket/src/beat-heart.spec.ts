import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { heartbeats, readBeat } from './beat-heart.js';
import { VenueUnavailableError } from './errors.js';
import { clientAt } from './testing/examples.js';
import { answered, recorded, recordedAnswer } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const ROUTE = 'POST /v1/heartbeats';
const taken = (heartbeat_id: string) => ({ status: 200, body: { heartbeat_id } });

describe('beating', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
  });
  afterEach(() => venue.stop());
  const start = (timeoutMs = 2_000) => heartbeats({ client: clientAt(venue.host), timeoutMs });
  const sent = () =>
    venue.heard.map(({ body }) => (JSON.parse(body) as { heartbeat_id: string }).heartbeat_id);

  it('starts without an id and sends the one it was given', async () => {
    const beat = start();
    venue.answer(ROUTE, taken('first'), taken('second'));
    await beat();
    await beat();
    await beat();
    expect(sent()).toEqual(['', 'first', 'second']);
  });

  it('takes the id the venue expects and tries once more', async () => {
    venue.answer(ROUTE, recorded('post-heartbeat.wrong-id'), recorded('post-heartbeat.taken'));
    const beat = start();
    await beat();
    await beat().catch(() => undefined);
    expect(sent()).toEqual([
      '',
      '7c3a4f6e-0000-4000-8000-000000000002',
      '7c3a4f6e-0000-4000-8000-000000000001',
    ]);
  });

  it('throws when the id is wrong twice, and goes on from there', async () => {
    const wrong = (heartbeat_id: string) => ({
      ...{ status: 400, body: { error: 'Invalid Heartbeat ID', heartbeat_id } },
    });
    venue.answer(ROUTE, wrong('a'), wrong('b'), taken('c'));
    const beat = start();
    await expect(beat()).rejects.toThrow(VenueUnavailableError);
    await beat();
    expect(sent()).toEqual(['', 'a', 'b']);
  });

  it('never has two under way', async () => {
    venue.answer(ROUTE, taken('first'));
    const beat = start();
    await Promise.all([beat(), beat(), beat()]);
    expect(sent()).toEqual(['']);
  });

  it('throws when the venue does not answer, and keeps its id', async () => {
    const beat = start(300);
    venue.answer(ROUTE, taken('first'), (response) => response.destroy(), taken('second'));
    await beat();
    await expect(beat()).rejects.toThrow('Could not beat: socket hang up');
    await beat();
    expect(sent()).toEqual(['', 'first', 'first']);
  });

  it.each([
    [200, { status: 'ok' }],
    [400, { error: 'bad' }],
    [401, { error: 'Unauthorized/Invalid api key' }],
    [500, { heartbeat_id: 'x' }],
    [425, ''],
  ])('was not taken when the venue says HTTP %i %j', (status, body) => {
    expect(readBeat(answered(status, body)).kind).toBe('not_taken');
  });

  it('is read from the venue as it writes', () => {
    expect(readBeat(recordedAnswer('post-heartbeat.taken'))).toMatchObject({ kind: 'taken' });
    expect(readBeat(recordedAnswer('post-heartbeat.wrong-id'))).toMatchObject({ kind: 'wrong_id' });
  });
});
