/** An order stands of which its owner was never told. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const placementLost = defineFault({
  at: 'user_frame',
  about: 'The PLACEMENT of an order is never told.',
  parameters: z.strictObject({}),
  subjects: ['order PLACEMENT'],
  strike: () => lost,
});
