/** The matching engine restarts: 425 and not a word. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const engineRestarting = defineFault({
  at: 'request',
  about: 'Not obeyed; answers 425 with an empty body.',
  parameters: z.strictObject({}),
  subjects: [
    'POST /order',
    'POST /orders',
    'DELETE /order',
    'DELETE /orders',
    'DELETE /cancel-all',
  ],
  strike: () => Promise.resolve({ status: 425, body: undefined }),
});
