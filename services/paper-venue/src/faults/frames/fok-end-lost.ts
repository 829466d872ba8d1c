/** A FOK order of whose end nobody hears. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const fokEndLost = defineFault({
  at: 'user_frame',
  about: 'The last word about a FOK order, filled or killed, is never told.',
  parameters: z.strictObject({}),
  subjects: ['order UPDATE', 'order CANCELLATION'],
  fits: ({ announcement }) =>
    announcement.kind === 'order' && announcement.order.orderType === 'FOK',
  strike: () => lost,
});
