/** A user channel that does not hold. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from '../requests/delay-ms.js';

export const userSocketDropped = defineFault({
  at: 'user_subscription',
  about: 'The connection breaks so long after it subscribed; with many times, again and again.',
  parameters: z.strictObject({ afterMs: delayMs.default(5_000) }),
  strike: (_given, { afterMs }) => ({ cutAfterMs: afterMs }),
});
