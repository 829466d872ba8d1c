/** The venue's cache of balances is not refreshed by a settlement. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const balanceStale = defineFault({
  at: 'refresh',
  about: 'Balances stay as before the trade until /balance-allowance/update or the next trade.',
  parameters: z.strictObject({}),
  strike: () => 'skip',
});
