/** The ghost fill: a match that is told and then never comes to the chain. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const settlementFailed = defineFault({
  at: 'settlement',
  about: 'The trade is told MATCHED and then FAILED; nothing moves on the chain.',
  parameters: z.strictObject({
    error: z.string().min(1).max(1_000).default('transaction reverted'),
    /** Tells MINED, with a hash that never was, before FAILED. */
    minedFirst: z.boolean().default(false),
  }),
  strike: (_given, fails) => ({ fails }),
});
