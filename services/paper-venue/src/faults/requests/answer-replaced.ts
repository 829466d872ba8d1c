/** Any answer at all: a status, a body and headers of one's own, late or lost, obeyed or not. */
import { z } from 'zod';
import type { Reply } from '../occasions.js';
import { defineFault } from '../fault.js';
import { delayMs } from './delay-ms.js';

export const answerReplaced = defineFault({
  at: 'request',
  about: 'Answers what it is told; without a status the connection is reset, or only late.',
  parameters: z.strictObject({
    /** "before": the request is lost. "after": it is obeyed, and only its answer is lost. */
    when: z.enum(['before', 'after']).default('before'),
    status: z.number().int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    /** Sent as it is, instead of `body` as JSON. */
    text: z.string().max(100_000).optional(),
    headers: z.record(z.string().max(100), z.string().max(1_000)).default({}),
    delayMs: delayMs.default(0),
  }),
  subjects: ['POST /order'],
  strike: async ({ serve, pause }, parameters): Promise<Reply> => {
    const { when, status, body, text, headers } = parameters;
    const answer = when === 'after' ? await serve() : undefined;
    if (parameters.delayMs > 0) await pause(parameters.delayMs);
    if (status === undefined) return parameters.delayMs > 0 ? (answer ?? serve()) : 'reset';
    return { status, body: body ?? null, headers, ...(text === undefined ? {} : { text }) };
  },
});
