/** A transaction is told and lost, and another one takes its place. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const settlementRetried = defineFault({
  at: 'settlement',
  about: 'MINED with a hash that is lost, RETRYING, then MINED with another hash and CONFIRMED.',
  parameters: z.strictObject({
    error: z.string().min(1).max(1_000).default('transaction reorged'),
  }),
  strike: (_given, retriedFirst) => ({ retriedFirst }),
});
