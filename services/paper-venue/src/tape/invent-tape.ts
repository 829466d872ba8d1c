/** Invents a market from a seed: a bounded random walk that ends at 0 or 1, with a crowd around it. */
import { createHash } from 'node:crypto';
import type { Hex } from '../chain/venue-chain.js';
import type { BookSide, TokenIndex } from '../matching/order-book.js';
import { createChance, type Chance } from './chance.js';
import type { Tape, TapeEvent } from './tape.js';

export type Invention = {
  readonly seed: number;
  /** Markets of one seed take turns in who wins. */
  readonly index: number;
  readonly durationMs: number;
  /** Absent = a plain market named after seed and index. */
  readonly special?: Special;
};

/** What an invented market is besides the plain one. */
export type Special = {
  readonly slug: string;
  readonly question: string;
  /** Absent = made of slug and duration. */
  readonly questionId?: Hex;
  readonly winner: TokenIndex;
  /** Where the walk begins, in percent; absent = about the middle. */
  readonly startPercent?: number;
  readonly traits: NonNullable<Tape['traits']>;
};

const STEP_MS = 200;
const DEPTH_TICKS = 8;
const TICK = 10_000n;
const FEE_RATE = 50_000n;
/** The walk has arrived when this part of the steps is done; the rest is the certain end. */
const ARRIVAL_PERCENT = 88;
const LOWEST_MIDDLE = 3;
const HIGHEST_MIDDLE = 97;

export const inventTape = ({ seed, index, durationMs, special }: Invention): Tape => {
  const slug = special?.slug ?? `paper-${seed}-${index + 1}`;
  const chance = createChance(special === undefined ? `${seed}/${index}` : slug);
  const winner = special?.winner ?? (((createChance(`${seed}`)(2) + index) % 2) as TokenIndex);
  const steps = Math.max(10, Math.floor(durationMs / STEP_MS));
  const start = special?.startPercent ?? 40 + chance(21);
  const events = walk(chance, { winner, start, steps });
  return {
    slug,
    question: special?.question ?? `Will paper market ${index + 1} of seed ${seed} end at Yes?`,
    questionId: special?.questionId ?? questionIdOf(`sluice paper venue ${slug} ${durationMs}`),
    outcomes: ['Yes', 'No'],
    winner,
    feeRate: FEE_RATE,
    ...(special === undefined ? {} : { traits: special.traits }),
    events,
  };
};

const questionIdOf = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;

type Course = { readonly winner: TokenIndex; readonly start: number; readonly steps: number };

const walk = (chance: Chance, { winner, start, steps }: Course): readonly TapeEvent[] => {
  const events: TapeEvent[] = [];
  const goal = winner === 0 ? HIGHEST_MIDDLE : LOWEST_MIDDLE;
  const arrival = Math.floor((steps * ARRIVAL_PERCENT) / 100);
  let middle = start;
  let crowd = crowdAround(chance, middle, EMPTY);
  events.push({ kind: 'book', atMs: 0, ...inPrices(crowd) });
  for (let step = 1; step <= steps; step += 1) {
    const atMs = step * STEP_MS;
    const next = nextMiddle(chance, { middle, goal, left: arrival - step });
    const moved = crowdAround(chance, next, crowd);
    events.push(...tradedAway(crowd, moved, atMs), ...levelsChanged(crowd, moved, atMs));
    crowd = moved;
    middle = next;
    if (chance(100) < 40) {
      const { event, after } = smallTrade(chance, crowd, atMs);
      events.push(...event);
      crowd = after;
    }
  }
  return events;
};

const nextMiddle = (
  chance: Chance,
  walker: { readonly middle: number; readonly goal: number; readonly left: number },
): number => {
  const { middle, goal, left } = walker;
  const distance = goal - middle;
  if (left <= 0) return goal;
  if (Math.abs(distance) >= left) return middle + Math.trunc(distance / left);
  return Math.min(HIGHEST_MIDDLE, Math.max(LOWEST_MIDDLE, middle + chance(3) - 1));
};

/** Sizes in hundredths of a share by price in ticks. */
type Crowd = Readonly<Record<BookSide, ReadonlyMap<number, number>>>;

const EMPTY: Crowd = { bid: new Map(), ask: new Map() };

const crowdAround = (chance: Chance, middle: number, before: Crowd): Crowd => {
  const side = (name: BookSide, direction: 1 | -1): ReadonlyMap<number, number> => {
    const levels = new Map<number, number>();
    for (let away = 1; away <= DEPTH_TICKS; away += 1) {
      const price = middle + direction * away;
      if (price < 1 || price > 99) continue;
      const fresh = (40 + chance(400)) * 100 + chance(100);
      const kept = chance(100) < 75 ? (before[name].get(price) ?? 0) : 0;
      levels.set(price, kept > 0 ? kept : fresh);
    }
    return levels;
  };
  return { bid: side('bid', -1), ask: side('ask', 1) };
};

const SIDES = ['bid', 'ask'] as const;

/** The walk moves because a side was bought or sold out: those levels traded whole. */
const tradedAway = (from: Crowd, to: Crowd, atMs: number): readonly TapeEvent[] =>
  SIDES.flatMap((side) =>
    [...from[side]]
      .filter(([price, size]) => size > 0 && isGone(side, price, to))
      .map(([price, size]) => ({ kind: 'trade', atMs, side, ...traded(price, size) }) as const),
  );

const isGone = (side: BookSide, price: number, to: Crowd): boolean => {
  if (to[side === 'bid' ? 'ask' : 'bid'].has(price)) return true;
  const best = [...to[side].keys()].at(0);
  if (best === undefined) return false;
  return side === 'bid' ? price > best : price < best;
};

const levelsChanged = (from: Crowd, to: Crowd, atMs: number): readonly TapeEvent[] =>
  SIDES.flatMap((side) =>
    [...new Set([...from[side].keys(), ...to[side].keys()])]
      .filter((price) => from[side].get(price) !== to[side].get(price))
      .map(
        (price) =>
          ({ kind: 'level', atMs, side, ...level(price, to[side].get(price) ?? 0) }) as const,
      ),
  );

const smallTrade = (chance: Chance, crowd: Crowd, atMs: number) => {
  const side = chance(2) === 0 ? 'bid' : 'ask';
  const [best] = crowd[side];
  if (best === undefined) return { event: [], after: crowd };
  const [price, size] = best;
  const taken = Math.min(size, (5 + chance(60)) * 100);
  const levels = new Map(crowd[side]).set(price, size - taken);
  const event: readonly TapeEvent[] = [
    { kind: 'trade', atMs, side, ...traded(price, taken) },
    { kind: 'level', atMs, side, ...level(price, size - taken) },
  ];
  return { event, after: { ...crowd, [side]: levels } };
};

const level = (ticks: number, hundredths: number) => ({
  price: BigInt(ticks) * TICK,
  size: BigInt(hundredths) * TICK,
});

const traded = (ticks: number, hundredths: number) => ({
  price: BigInt(ticks) * TICK,
  shares: BigInt(hundredths) * TICK,
});

const inPrices = (crowd: Crowd) => {
  const levels = (side: BookSide) =>
    new Map([...crowd[side]].map(([price, size]) => [BigInt(price) * TICK, BigInt(size) * TICK]));
  return { bid: levels('bid'), ask: levels('ask') };
};
