/** Chance that repeats: the same seed draws the same numbers for ever. */
import { createHash } from 'node:crypto';

/** Draws a whole number from 0 up to, not including, the bound. */
export type Chance = (bound: number) => number;

export const createChance = (seed: string): Chance => {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
};
