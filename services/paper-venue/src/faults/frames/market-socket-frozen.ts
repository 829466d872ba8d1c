/** A market channel that looks alive and tells nothing. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';
import { frozen } from './frame-plans.js';

export const marketSocketFrozen = defineFault({
  at: 'market_frame',
  about: 'The connection hears nothing from this frame on; PING is still answered.',
  parameters: z.strictObject({ forMs: delayMs.default(600_000) }),
  strike: (_given, { forMs }) => frozen(forMs),
});
