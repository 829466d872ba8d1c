/** A trade that never ends. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const settlementStuck = defineFault({
  at: 'settlement',
  about: 'No word after MINED, or after MATCHED, until the venue starts again.',
  parameters: z.strictObject({ after: z.enum(['MATCHED', 'MINED']).default('MINED') }),
  strike: (_given, { after }) => ({ stuckAt: after }),
});
