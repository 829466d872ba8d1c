/** What time it is, from outside. */
import type { Instant } from '@sluice/domain';

export type Clock = { now(): Instant };

export const systemClock: Clock = { now: () => new Date().toISOString() };
