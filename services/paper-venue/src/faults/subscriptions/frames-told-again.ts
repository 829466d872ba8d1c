/** After a reconnect the venue repeats what it had told before. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const framesToldAgain = defineFault({
  at: 'user_subscription',
  about: 'A new connection of a key hears the last frames of that key again.',
  parameters: z.strictObject({ frames: z.number().int().min(1).max(20).default(10) }),
  fits: ({ toldBefore }) => toldBefore.length > 0,
  strike: ({ toldBefore }, { frames }) => ({ again: toldBefore.slice(-frames) }),
});
