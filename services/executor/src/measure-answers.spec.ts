import { describe, expect, it } from '@jest/globals';
import { Metrics } from '@sluice/runtime';
import { measureAnswers } from './measure-answers.js';

describe('the answers of the venue', () => {
  it('are counted by request and status, with how long they took', async () => {
    const metrics = new Metrics('executor');
    const hear = measureAnswers(metrics);
    const request = 'POST /order';
    const answer = { kind: 'answered', status: 200, body: {}, retryAfter: '' } as const;
    const rateLimit = { remaining: 37, tier: 'standard', warned: false };
    hear({ request, answer: { ...answer, rateLimit }, tookMs: 30 });
    hear({ request, answer: { ...answer, status: 425 }, tookMs: 7_000 });
    hear({ request, answer: { kind: 'lost', detail: 'socket hang up' }, tookMs: 10 });
    const { values } = await metrics.venueAnswerSeconds.get();
    const counted = values.filter(({ metricName }) => metricName?.endsWith('_count'));
    expect(counted.map(({ labels, value }) => [labels.request, labels.status, value])).toEqual([
      [request, '200', 1],
      [request, '425', 1],
      [request, 'lost', 1],
    ]);
    const tookSeconds = values.filter(({ metricName }) => metricName?.endsWith('_sum'));
    expect(tookSeconds.map(({ value }) => value)).toEqual([0.03, 7, 0.01]);
    expect((await metrics.venueTokensRemaining.get()).values).toMatchObject([
      { value: 37, labels: { request } },
    ]);
  });
});
