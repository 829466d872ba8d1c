/** What the control API reads: one fault to arm, or a seeded schedule of many. */
import { z } from 'zod';
import { FAULT_KINDS, faultOf, type FaultKind } from './registry.js';

const TIMES_MAX = 1_000_000;
const SEED_CHARACTERS_MAX = 100;

const seed = z
  .union([z.string().min(1).max(SEED_CHARACTERS_MAX), z.number().int()])
  .transform(String);

const share = z.number().min(0).max(1);

const envelope = z.strictObject({
  fault: z.enum(FAULT_KINDS),
  /** A request such as "POST /order" or "GET /data/order/:id". */
  endpoint: z
    .string()
    .regex(/^(GET|POST|DELETE) \/\S*$/, 'not a method and a path')
    .optional(),
  /** Absent = once, or until cleared when a probability is given. */
  times: z.number().int().min(1).max(TIMES_MAX).optional(),
  probability: share.optional(),
  /** Of the draws of `probability`. */
  seed: seed.default('1'),
  parameters: z.unknown().optional(),
});

export type ArmRequest = {
  readonly fault: FaultKind;
  readonly endpoint?: string | undefined;
  readonly times?: number | undefined;
  readonly probability?: number | undefined;
  readonly seed: string;
  readonly parameters: object;
};

export const armRequest = envelope.transform((read, context): ArmRequest => {
  const fault = faultOf(read.fault);
  if (read.endpoint !== undefined && fault.at !== 'request')
    context.addIssue({
      code: 'custom',
      path: ['endpoint'],
      message: `${read.fault} does not strike requests`,
    });
  const parameters = fault.parameters.safeParse(read.parameters ?? {});
  for (const issue of parameters.error?.issues ?? [])
    context.addIssue({
      code: 'custom',
      path: ['parameters', ...issue.path],
      message: issue.message,
    });
  return { ...read, parameters: parameters.data ?? {} };
});

export const scheduleRequest = z.strictObject({
  seed,
  /** Share of the occasions that are struck. */
  rate: share,
  /** Absent = any kind. */
  faults: z.array(z.enum(FAULT_KINDS)).min(1).optional(),
});

export type ScheduleRequest = z.output<typeof scheduleRequest>;
