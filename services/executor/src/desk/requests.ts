/** What callers of the executor's admin API send; every fault is named by its field. */
import { identifier } from '@sluice/runtime';
import { z } from 'zod';

const ORDER_STATUSES = ['requested', 'unconfirmed', 'live', 'rejected', 'closed'] as const;
const limit = z.coerce.number().int().min(1).max(200).default(50);
const why = z.string().min(1).max(500).meta({ description: 'Why, for whoever reads it later.' });

export const OrderIdentifier = z.uuid('must be the id of an order, which is a UUID');

/** Newest first; the next page begins after the last order seen. */
export const OrdersPage = z.strictObject({
  strategyId: identifier.optional(),
  signalId: z.string().min(1).max(200).optional(),
  status: z.enum(ORDER_STATUSES).optional(),
  before: OrderIdentifier.optional(),
  limit,
});

export const PositionsAsked = z.strictObject({ strategyId: identifier.optional() });

const before = (last: string) =>
  z
    .string()
    .regex(/^\d{1,18}$/, `must be the "position" of the last ${last} seen`)
    .default('999999999999999999');

export const KillsPage = z.strictObject({ before: before('kill'), limit });

export const DriftsPage = z.strictObject({ before: before('drift'), limit });

export const Reason = z.strictObject({ why });

export const Flatten = z.strictObject({
  strategyId: identifier.optional().meta({ description: 'Without it: every strategy.' }),
  tokenId: z
    .string()
    .regex(/^\d{1,78}$/, 'must be the decimal id of an outcome token')
    .optional()
    .meta({ description: 'Without it: every outcome.' }),
  why,
});

export const CancelMany = z.strictObject({
  strategyId: identifier.optional().meta({ description: 'Without it: the whole account.' }),
  why,
});
