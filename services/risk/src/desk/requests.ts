/** What callers of the admin API send, over HTTP and gRPC alike; every fault is named by its field. */
import { money, type account } from '@sluice/domain';
import { identifier } from '@sluice/runtime';
import { z } from 'zod';
import { PAGE_MAX } from '../projections/rows/page.js';
import { RulesRequest } from '../rules-request.js';

const why = z.string().min(1).max(500).meta({ description: 'Why, for whoever reads it later.' });
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .meta({ description: 'A time such as 2026-11-22T12:00:00Z.' });

const capital = z
  .string()
  .max(32)
  .transform((text, context) => {
    const amount = dollarsIn(text);
    if (amount !== undefined && amount > 0n) return amount;
    const message = 'must be an amount of dollars above 0 with at most 6 decimals';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

export const Registration = z.strictObject({
  strategyId: identifier,
  accountId: identifier,
  capitalUsd: capital,
});

export const Change = z.strictObject({
  /** Not needed; when it is given, the strategy must be this account's. */
  accountId: identifier.optional(),
  rules: RulesRequest,
  why,
  expectedVersion: z.number().int().min(0).optional(),
  effectiveAt: instant.optional(),
});

export const Reason = z.strictObject({ why });

export const Killing = z.strictObject({
  why,
  flatten: z
    .boolean()
    .default(false)
    .meta({ description: 'Exits may still sell what is held; without it nothing may trade.' }),
});

const BREAKER_KINDS = [
  'operator',
  'slippage',
  'spread',
  'liquidity',
  'latency',
  'order_errors',
  'ledger_lag',
  'venue_heartbeat',
  'user_stream',
  'venue_version',
  'venue_condition',
  'venue_unreconciled',
] as const satisfies readonly account.BreakerKind[];
const kind = z.enum(BREAKER_KINDS).default('operator');
const YEAR_MS = 366 * 86_400_000;

export const Trip = z
  .strictObject({
    kind,
    why,
    until: instant.optional(),
    forMs: z.number().int().min(1).max(YEAR_MS).optional(),
  })
  .refine(({ until, forMs }) => until === undefined || forMs === undefined, {
    path: ['forMs'],
    message: 'only one of until and forMs may be given; neither is until it is cleared',
  });

export const Clearing = z.strictObject({ kind, why });

/** A part of a list: what comes after the last one seen. */
export const StrategyPage = z.strictObject({
  accountId: identifier.optional(),
  after: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const limit = z.coerce.number().int().min(1).max(PAGE_MAX).default(50);
/** Long lists are given newest first; the next page begins where the last one ended. */
const before = z
  .string()
  .regex(/^\d{1,18}$/, 'must be the "before" of the last page')
  .optional();
const word = z.string().regex(/^[a-z_]{1,40}$/, 'must be one word in snake_case');

export const HistoryPage = z.strictObject({ before, limit });
export const StateHistoryPage = z.strictObject({ before, limit, kind: word.optional() });
export const EquityPage = z.strictObject({
  before,
  limit,
  from: instant.optional(),
  until: instant.optional(),
});
export const DecisionsPage = z.strictObject({
  before,
  limit,
  decision: z.enum(['approved', 'refused']).optional(),
  code: word.optional().meta({ description: 'Only refusals that name this rule.' }),
});

export const SignalIdentifier = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,200}$/, 'must be 1 to 200 letters, digits, "-" or "_"');

function dollarsIn(text: string): money.MicroUsd | undefined {
  try {
    return money.usd(text);
  } catch {
    return undefined;
  }
}
