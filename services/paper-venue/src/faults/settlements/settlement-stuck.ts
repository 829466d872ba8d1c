/** A trade of which nothing more is heard for a long time. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

const FOR_MS_MAX = 86_400_000;
const FOR_MS = 60_000;

export const settlementStuck = defineFault({
  at: 'settlement',
  about: 'No word after MINED, or after MATCHED, for so long or until the venue starts again.',
  parameters: z.strictObject({
    after: z.enum(['MATCHED', 'MINED']).default('MINED'),
    forMs: z.number().int().min(0).max(FOR_MS_MAX).default(FOR_MS),
  }),
  strike: (_given, { after, forMs }) => ({ stuck: { at: after, forMs } }),
});
