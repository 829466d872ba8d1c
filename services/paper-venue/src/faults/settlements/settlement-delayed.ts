/** The chain is slow, and the venue tells nothing meanwhile. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';

export const settlementDelayed = defineFault({
  at: 'settlement',
  about: 'The trade goes to the chain a good while after its match.',
  parameters: z.strictObject({ delayMs: delayMs.default(10_000) }),
  strike: (_given, parameters) => ({ delayMs: parameters.delayMs }),
});
