/** The owner of an order or trade hears the same frame twice. */
import { z } from 'zod';
import { defineFault } from '../fault.js';
import { twice } from './frame-plans.js';

export const userFrameTwice = defineFault({
  at: 'user_frame',
  about: 'One frame of the user channel comes twice.',
  parameters: z.strictObject({}),
  strike: ({ body }) => twice(body),
});
