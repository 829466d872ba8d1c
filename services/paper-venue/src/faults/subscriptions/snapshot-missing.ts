/** A subscription that begins with changes of a book nobody has. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const snapshotMissing = defineFault({
  at: 'market_subscription',
  about: 'No whole book follows the subscription, only changes.',
  parameters: z.strictObject({}),
  strike: () => ({ noSnapshot: true }),
});
