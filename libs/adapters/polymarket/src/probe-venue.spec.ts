import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { VenueCondition } from '@sluice/ports';
import type { Answer } from './ask-venue.js';
import { UnreadableAnswerError, VenueUnavailableError } from './errors.js';
import { healthFrom, probeVenue, type ProbeAnswers } from './probe-venue.js';
import { clientAt } from './testing/examples.js';
import { answered, fixture, haveFixtures, recorded, recordedAnswer } from './testing/recorded.js';
import { startStubVenue, type StubVenue } from './testing/stub-venue.js';

const NOW_MS = 1_795_341_600_000;

describe('probing the venue', () => {
  let venue: StubVenue;
  beforeEach(async () => {
    venue = await startStubVenue();
    venue.answer('GET /version', recorded('get-version.two'));
    venue.answer('GET /time', recorded('get-time.now'));
    venue.answer('GET /auth/ban-status/closed-only', recorded('get-closed-only.free'));
  });
  afterEach(() => venue.stop());
  const probe = (heard: VenueCondition = 'open', nowMs = NOW_MS) =>
    probeVenue({
      ...{ client: clientAt(venue.host), timeoutMs: 500 },
      ...{ nowMs: () => nowMs, heard: () => heard },
    });

  it('finds it open, with its order version and how its clock stands', async () => {
    expect(await probe()).toEqual({
      ...{ condition: 'open', detail: 'the venue answers', orderVersion: 2, clockSkewMs: 500 },
    });
    expect((await probe('open', NOW_MS + 8_000)).clockSkewMs).toBe(-7_500);
  });

  it('repeats what only orders hear', async () => {
    expect(await probe('post_only')).toMatchObject({ condition: 'post_only', orderVersion: 2 });
  });

  it('throws when it cannot be asked', async () => {
    venue.answer('GET /time', () => undefined);
    await expect(probe()).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /time', { status: 502, body: 'bad gateway' });
    await expect(probe()).rejects.toThrow(VenueUnavailableError);
    venue.answer('GET /time', { status: 200, body: 'noon' });
    await expect(probe()).rejects.toThrow(UnreadableAnswerError);
  });

  const answers = (change: Partial<ProbeAnswers> = {}): ProbeAnswers => ({
    version: recordedAnswer('get-version.two'),
    time: { answer: recordedAnswer('get-time.now'), halfwayMs: NOW_MS },
    closedOnly: recordedAnswer('get-closed-only.free'),
    heard: 'open',
    ...change,
  });

  it.each<[VenueCondition, Partial<ProbeAnswers>]>([
    ['closed_only', { closedOnly: recordedAnswer('get-closed-only.closed') }],
    ['closed_only', { closedOnly: recordedAnswer('post-order.closed-only') }],
    ['unauthorized', { closedOnly: answered(401, { error: 'Unauthorized/Invalid api key' }) }],
    ['unauthorized', { closedOnly: recordedAnswer('post-order.banned') }],
    ['version_changed', { version: answered(200, { version: 4 }), heard: 'post_only' }],
    ['geoblocked', { version: recordedAnswer('post-order.blocked') }],
    ['restarting', { version: recordedAnswer('post-order.restarting') }],
    ['disabled', { closedOnly: recordedAnswer('post-order.disabled') }],
    ['cancel_only', { heard: 'cancel_only' }],
  ])('finds it %s', (condition, change) => {
    expect(healthFrom(answers(change)).condition).toBe(condition);
  });

  it('does not take a lost answer for a condition', () => {
    const lost: Answer = { kind: 'lost', detail: 'socket hang up' };
    expect(() => healthFrom(answers({ closedOnly: lost }))).toThrow(VenueUnavailableError);
  });

  (haveFixtures ? it : it.skip)("reads the official SDK's example", () => {
    const sdk = fixture('wire-rs-sdk/clob.json') as { test: string; body: unknown }[];
    const body = sdk.find(({ test }) => test === 'closed_only_mode_should_succeed')?.body;
    expect(healthFrom(answers({ closedOnly: answered(200, body) })).condition).toBe('closed_only');
  });
});
