/** The venue's clock is not the client's. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const clockSkewed = defineFault({
  at: 'request',
  about: 'GET /time answers a time this many seconds ahead, or behind.',
  parameters: z.strictObject({
    seconds: z.number().int().min(-86_400).max(86_400).default(120),
  }),
  subjects: ['GET /time'],
  strike: async ({ serve }, { seconds }) => {
    const answer = await serve();
    return typeof answer.body === 'number' ? { ...answer, body: answer.body + seconds } : answer;
  },
});
