/** Credentials that are wrong are neither refused nor heard. */
import { z } from 'zod';
import { defineFault } from '../fault.js';

export const badCredentialsSilent = defineFault({
  at: 'user_subscription',
  about: 'Wrong credentials, or good ones too, leave the connection open and silent.',
  parameters: z.strictObject({
    /** Good credentials are treated as wrong ones. */
    goodOnesToo: z.boolean().default(true),
  }),
  fits: ({ key }, { goodOnesToo }) => goodOnesToo || key === undefined,
  strike: () => ({ ignored: true }),
});
