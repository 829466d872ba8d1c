/** Measures how long the venue takes to answer each kind of request, and how near its limit we are. */
import type { Heard } from '@sluice/polymarket';
import type { Metrics } from '@sluice/runtime';

export const measureAnswers =
  (metrics: Pick<Metrics, 'venueAnswerSeconds' | 'venueTokensRemaining'>) =>
  ({ request, answer, tookMs }: Heard): void => {
    const status = answer.kind === 'lost' ? 'lost' : String(answer.status);
    metrics.venueAnswerSeconds.observe({ request, status }, tookMs / 1_000);
    const remaining = answer.kind === 'answered' ? answer.rateLimit?.remaining : undefined;
    if (remaining !== undefined) metrics.venueTokensRemaining.set({ request }, remaining);
  };
