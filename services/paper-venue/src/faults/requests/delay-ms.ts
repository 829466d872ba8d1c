/** How a fault's waiting is given: whole milliseconds, and never longer than ten minutes. */
import { z } from 'zod';

export const DELAY_MS_MAX = 600_000;

export const delayMs = z.number().int().min(0).max(DELAY_MS_MAX);
