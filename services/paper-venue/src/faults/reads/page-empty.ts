/** A list that is not empty is answered as if it were. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { pageOf } from './page-of.js';

export const pageEmpty = defineFault({
  at: 'request',
  about: 'The page holds no rows and says that it is the last one.',
  parameters: z.strictObject({}),
  subjects: ['GET /data/orders', 'GET /data/trades'],
  strike: async ({ serve }) => {
    const answer = await serve();
    const page = pageOf(answer);
    if (page === undefined) return answer;
    return { ...answer, body: { ...page, data: [], count: 0, next_cursor: 'LTE=' } };
  },
});
