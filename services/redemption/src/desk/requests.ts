/** What callers of the redemption's admin API send; every fault is named by its field. */
import { identifier } from '@sluice/runtime';
import { money } from '@sluice/domain';
import { z } from 'zod';

const STATUSES = ['PENDING', 'REDEEMING', 'REDEEMED', 'FAILED'] as const;
const limit = z.coerce.number().int().min(1).max(200).default(50);
const why = z.string().min(1).max(500).meta({ description: 'Why, for whoever reads it later.' });

export const ConditionIdentifier = z
  .string()
  .regex(/^[\w-]{1,80}$/, 'must be the id of a condition, such as "0x…" with 62 or 64 digits');

/** Newest first; the next page begins after the last redemption seen. */
export const RedemptionsPage = z.strictObject({
  strategyId: identifier.optional(),
  status: z.enum(STATUSES).optional(),
  type: z.enum(['WINNER', 'LOSER']).optional(),
  before: z.uuid('must be the "before" of the last page').optional(),
  limit,
});

export const ActionsPage = z.strictObject({ limit });

export const Reason = z.strictObject({ why });

export const RedeemNow = z.strictObject({
  burnLosers: z
    .boolean()
    .optional()
    .meta({ description: 'Losers are burned too, in a transaction that pays nothing.' }),
  why,
});

const shares = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a decimal of at most six places, such as "12.5"')
  .transform((text) => money.shares(text))
  .refine((amount) => amount > 0n, 'must be above 0');

export const Merge = z.strictObject({
  shares: shares.optional().meta({
    description: 'Of each outcome, as a decimal in text. Without it: every complete set.',
    type: 'string',
  }),
  why,
});

const contract = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address');

export const Approve = z.strictObject({
  operator: contract
    .optional()
    .meta({ description: 'One that is needed. Without it: every one that is missing.' }),
  why,
});
