/** Faults on order: the next requests of a route answer wrongly, late, or not at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from './route.js';

const FAULTS_MAX = 100;
const DELAY_MS_MAX = 120_000;

export const faultRequest = z.object({
  /** Such as "POST /order". */
  route: z.string().regex(/^(GET|POST|DELETE) \/\S*$/),
  /** "before": the request is lost. "after": it is obeyed, and only its answer is lost. */
  when: z.enum(['before', 'after']).default('before'),
  /** Absent = the connection is reset. */
  status: z.number().int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  delayMs: z.number().int().min(0).max(DELAY_MS_MAX).default(0),
  times: z.number().int().min(1).max(10_000).default(1),
});

export type Fault = z.infer<typeof faultRequest>;

export type Faults = {
  inject(fault: Fault): void;
  clear(): void;
  /** What happens instead of the route's own answer; undefined = nothing. */
  strike(when: Fault['when'], route: string): Promise<Answer | 'reset' | undefined>;
};

export const createFaults = (): Faults => {
  let faults: readonly Fault[] = [];
  return {
    inject: (fault) => {
      faults = [...faults, fault].slice(-FAULTS_MAX);
    },
    clear: () => {
      faults = [];
    },
    strike: async (when, route) => {
      const fault = faults.find((one) => one.when === when && one.route === route);
      if (fault === undefined) return undefined;
      const others = faults.filter((one) => one !== fault);
      faults = fault.times > 1 ? [...others, { ...fault, times: fault.times - 1 }] : others;
      if (fault.delayMs > 0) await sleep(fault.delayMs, undefined, { ref: false });
      const delayOnly = fault.status === undefined && fault.delayMs > 0;
      if (delayOnly) return undefined;
      return fault.status === undefined
        ? 'reset'
        : { status: fault.status, body: fault.body ?? null };
    },
  };
};
