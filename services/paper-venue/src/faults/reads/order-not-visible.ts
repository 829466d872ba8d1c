/** An order that was just taken cannot be read yet. */
import { z } from 'zod';
import { ok } from '../../http/route.js';
import { defineFault } from '../fault.js';

export const orderNotVisible = defineFault({
  at: 'request',
  about: 'Answers null, as right after a POST, whatever the order.',
  parameters: z.strictObject({}),
  subjects: ['GET /data/order/:id'],
  strike: () => Promise.resolve(ok(null)),
});
