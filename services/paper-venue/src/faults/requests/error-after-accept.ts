/** The venue did it and says that it could not. */
import { z } from 'zod';
import { failed } from '../../http/route.js';
import { defineFault } from '../fault.js';

export const errorAfterAccept = defineFault({
  at: 'request',
  about: 'Obeyed; answers 500 all the same.',
  parameters: z.strictObject({
    status: z.number().int().min(400).max(599).default(500),
    error: z.string().max(1_000).default('could not run the execution'),
  }),
  subjects: ['POST /order', 'POST /orders'],
  strike: async ({ serve }, { status, error }) => {
    await serve();
    return failed(status, error);
  },
});
