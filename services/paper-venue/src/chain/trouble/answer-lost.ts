/** The node does what it is asked, and the answer never arrives. */
import { z } from 'zod';
import { count, method, SEND } from './parameters.js';
import { countDown, defineTrouble } from './trouble.js';

export const answerLost = defineTrouble({
  about: 'The node obeys, and the connection is reset instead of an answer.',
  parameters: z.strictObject({ method: method.default(SEND), count: count.default(1) }),
  begin: (_site, parameters) =>
    Promise.resolve(
      countDown(parameters.count, (call) =>
        call.method === parameters.method ? { kind: 'answer_lost' } : undefined,
      ),
    ),
});
