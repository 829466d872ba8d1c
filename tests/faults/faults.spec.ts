import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { episodeFrom, nameOfEpisode, startFaultRuns, type FaultRuns } from '@sluice/local';

/** The short form of `npm run test:faults`: the faults that have cost people money, and a few draws. */
const EPISODES = [
  'reset_before_accept/short',
  'reset_after_accept/short',
  'error_after_accept/short',
  'order_lands_late/short',
  'duplicated_after_accept/short',
  'engine_restarting/short',
  'order_delayed/short',
  'schedule@0.3/short-1',
  'schedule@0.3/short-2',
  'schedule@0.3/short-3',
];
const EPISODE_MS = 120_000;

describe('an episode', () => {
  it.each(['reset_after_accept/a', 'schedule@0.25/b'])('is known by its name: %s', (name) => {
    expect(nameOfEpisode(episodeFrom(name))).toBe(name);
  });

  it.each(['reset_after_accept', 'schedule@2/a', 'other@0.1/a'])('is not called %s', (name) => {
    expect(() => episodeFrom(name)).toThrow(RangeError);
  });
});

describe('a venue that fails', () => {
  let runs: FaultRuns;
  const fired: string[] = [];
  beforeAll(async () => {
    runs = await startFaultRuns(() => undefined);
  }, EPISODE_MS);
  afterAll(() => runs.stop(), EPISODE_MS);

  it.each(EPISODES)(
    'leaves ledger, venue and chain in agreement: %s',
    async (name) => {
      const result = await runs.run(episodeFrom(name));
      fired.push(...result.fired);
      expect(result.violations).toEqual([]);
    },
    EPISODE_MS,
  );

  it('did fail', () => {
    expect(fired.length).toBeGreaterThan(EPISODES.length);
  });
});
