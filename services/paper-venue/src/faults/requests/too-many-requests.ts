/** The rate limit of the signer, with the headers that tell about it. */
import { z } from 'zod';
import { failed } from '../../http/route.js';
import { defineFault } from '../fault.js';

export const tooManyRequests = defineFault({
  at: 'request',
  about: 'Not obeyed; answers 429 with Retry-After and the Poly-RateLimit headers.',
  parameters: z.strictObject({
    retryAfterSeconds: z.number().int().min(0).max(3_600).default(1),
    tier: z.string().max(50).default('standard'),
  }),
  subjects: ['POST /order', 'POST /orders'],
  strike: ({ venue }, { retryAfterSeconds, tier }) =>
    Promise.resolve({
      ...failed(429, 'Too Many Requests'),
      headers: {
        'retry-after': retryAfterSeconds.toString(),
        'poly-ratelimit-remaining': '0',
        'poly-ratelimit-reset': (Math.floor(venue.nowMs() / 1000) + retryAfterSeconds).toString(),
        'poly-ratelimit-tier': tier,
      },
    }),
});
