/** Signed requests are believed only when their time is close to the venue's. */
import { z } from 'zod';
import { header } from '../../auth/verify-wallet-login.js';
import { unauthorized } from '../../http/route.js';
import { defineFault } from '../fault.js';

export const authClockStrict = defineFault({
  at: 'request',
  about: 'Signed requests whose timestamp is too far from the venue’s clock are answered 401.',
  parameters: z.strictObject({
    toleranceSeconds: z.number().int().min(0).max(86_400).default(30),
    /** How far the venue’s own clock is ahead. */
    skewSeconds: z.number().int().min(-86_400).max(86_400).default(120),
  }),
  fits: ({ venue, request }, { toleranceSeconds, skewSeconds }) => {
    const timestamp = header(request.headers, 'poly_timestamp');
    const nowSeconds = venue.nowMs() / 1000 + skewSeconds;
    return timestamp !== '' && Math.abs(Number(timestamp) - nowSeconds) > toleranceSeconds;
  },
  strike: () => Promise.resolve(unauthorized()),
});
