/** The answer is lost on its way out. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import type { Reply } from '../occasions.js';

export const resetAfterAccept = defineFault({
  at: 'request',
  about: 'Obeyed; the connection is reset before the answer.',
  parameters: z.strictObject({}),
  subjects: ['POST /order'],
  strike: async ({ serve }): Promise<Reply> => {
    await serve();
    return 'reset';
  },
});
