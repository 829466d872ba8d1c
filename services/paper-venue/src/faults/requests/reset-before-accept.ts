/** The request is lost on its way in. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const resetBeforeAccept = defineFault({
  at: 'request',
  about: 'Not obeyed; the connection is reset.',
  parameters: z.strictObject({}),
  subjects: ['POST /order'],
  strike: () => Promise.resolve('reset'),
});
