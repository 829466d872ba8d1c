/** The owner of an order or trade misses a frame. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { lost } from './frame-plans.js';

export const userFrameLost = defineFault({
  at: 'user_frame',
  about: 'One frame of the user channel is lost.',
  parameters: z.strictObject({}),
  strike: () => lost,
});
