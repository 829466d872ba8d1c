/** A cancelled order with words behind its status. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { changed } from './frame-plans.js';

export const cancelReasonTold = defineFault({
  at: 'user_frame',
  about: 'A CANCELLATION carries its reason behind the status, as CANCELED_<reason>.',
  parameters: z.strictObject({ reason: z.string().max(100).default('BY MARKET PAUSE') }),
  subjects: ['order CANCELLATION'],
  strike: ({ body }, { reason }) => changed({ ...body, status: `CANCELED_${reason}` }),
});
