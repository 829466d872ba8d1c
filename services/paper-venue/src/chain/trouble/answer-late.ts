/** The node does what it is asked, and tells so late. */
import { z } from 'zod';
import { count, method, SEND } from './parameters.js';
import { countDown, defineTrouble } from './trouble.js';

const DELAY_MS_MAX = 600_000;

export const answerLate = defineTrouble({
  about: 'The node obeys at once, and its answer comes late.',
  parameters: z.strictObject({
    method: method.default(SEND),
    count: count.default(1),
    delayMs: z.number().int().min(1).max(DELAY_MS_MAX).default(5_000),
  }),
  begin: (_site, { delayMs, ...parameters }) =>
    Promise.resolve(
      countDown(parameters.count, (call) =>
        call.method === parameters.method ? { kind: 'forwarded', call, delayMs } : undefined,
      ),
    ),
});
