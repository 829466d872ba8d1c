/** A market channel that never begins. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const marketSubscriptionIgnored = defineFault({
  at: 'market_subscription',
  about: 'The connection stays open and hears nothing of any market.',
  parameters: z.strictObject({}),
  strike: () => ({ ignored: true }),
});
