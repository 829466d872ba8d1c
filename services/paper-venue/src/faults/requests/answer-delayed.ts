/** An answer that takes long to come back. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { delayMs } from './delay-ms.js';

export const answerDelayed = defineFault({
  at: 'request',
  about: 'Obeyed at once; the answer comes after a while.',
  parameters: z.strictObject({ delayMs: delayMs.default(2_000) }),
  subjects: ['POST /order'],
  strike: async ({ serve, pause }, parameters) => {
    const answer = await serve();
    await pause(parameters.delayMs);
    return answer;
  },
});
