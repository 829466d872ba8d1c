/** A list breaks off and says that it is whole. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { pageOf } from './page-of.js';

export const pageTruncated = defineFault({
  at: 'request',
  about: 'The page holds only its first rows and says that it is the last one.',
  parameters: z.strictObject({ rows: z.number().int().min(0).max(100).default(1) }),
  subjects: ['GET /data/orders', 'GET /data/trades'],
  strike: async ({ serve }, { rows }) => {
    const answer = await serve();
    const page = pageOf(answer);
    if (page === undefined) return answer;
    const data = page.data.slice(0, rows);
    return { ...answer, body: { ...page, data, count: data.length, next_cursor: 'LTE=' } };
  },
});
