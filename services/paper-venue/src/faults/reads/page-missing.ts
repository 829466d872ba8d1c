/** A list of several pages loses its first one. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { pageOf } from './page-of.js';

export const pageMissing = defineFault({
  at: 'request',
  about: 'The rows of the page are left out; its cursor still leads on to the next one.',
  parameters: z.strictObject({}),
  subjects: ['GET /data/orders', 'GET /data/trades'],
  strike: async ({ serve }) => {
    const answer = await serve();
    const page = pageOf(answer);
    return page === undefined ? answer : { ...answer, body: { ...page, data: [], count: 0 } };
  },
});
