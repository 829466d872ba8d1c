/** How a position or a promise changes, and with it every total that depends on it. */
import { MICROS, noShares, noUsd, type MicroUsd } from '../money.js';
import type { PersistentMap } from '../persistent-map.js';
import type { ConditionId, StrategyId, TokenId } from '../vocabulary.js';
import { emptyEvent, isEmptyEvent, withHolding, type EventBook } from './event-book.js';
import { withChange, type Period } from './rolling.js';
import { positionKey, type Entry, type Position, type State, type Strategy } from './state.js';
import { windowKeyOf } from './windows.js';

/** The one way a position changes: every total that depends on it follows. */
export function reposition(
  state: State,
  held: Held,
  change: (position: Position) => Partial<Position>,
): State {
  const { strategyId, tokenId } = held;
  const key = positionKey(strategyId, tokenId);
  const before = state.positions.get(key) ?? newPosition(held);
  const after = tidy({ ...before, ...change(before) });

  const { shares, sellingShares, enteringOrders } = after;
  const positions =
    shares > 0n || sellingShares > 0n || enteringOrders > 0
      ? state.positions.with(key, after)
      : state.positions.without(key);
  const open = Number(isOpen(after)) - Number(isOpen(before));
  const pending = Number(keepsItsPlace(after)) - Number(keepsItsPlace(before));
  const holders = open === 0 ? state.holders : rehold(state.holders, tokenId, strategyId, open);
  const next = withStrategy({ ...state, positions, holders }, strategyId, (strategy) => ({
    openCostUsd: clampUsd(strategy.openCostUsd + after.costUsd - before.costUsd),
    unrealizedUsd: strategy.unrealizedUsd + unrealized(after) - unrealized(before),
    events: inEvent(strategy.events, after.eventSide?.event, (book) =>
      withHolding(book, {
        conditionId: held.conditionId,
        isYes: after.eventSide?.isYes ?? true,
        shares: after.shares - before.shares,
        costUsd: after.costUsd - before.costUsd,
      }),
    ),
  }));
  return recount(next, held, { pending, open });
}

/** What the shares are worth at their mark beyond their cost; nothing while nobody valued them. */
export function unrealized(
  { shares, costUsd, mark }: Position,
  at: bigint | undefined = mark,
): bigint {
  return at === undefined ? 0n : (shares * at) / MICROS - costUsd;
}

/** More or less is promised to an entry that is not over: to its strategy, account and event. */
export function promise(
  state: State,
  { strategyId, entry }: { readonly strategyId: StrategyId; readonly entry: Entry | undefined },
  by: bigint,
): State {
  const next = { ...state, reservedUsd: clampUsd(state.reservedUsd + by) };
  return withStrategy(next, strategyId, ({ reservedUsd, events }) => ({
    reservedUsd: clampUsd(reservedUsd + by),
    events: inEvent(events, entry?.eventSide?.event, (book) => ({
      ...book,
      reservedUsd: book.reservedUsd + by,
    })),
  }));
}

/** An entry spent more or less than it said: the windows that pay for it follow. */
export function respend(
  { spentUsd, rolling }: Strategy,
  entry: Entry | undefined,
  by: bigint,
): Pick<Strategy, 'spentUsd' | 'rolling'> {
  if (entry === undefined || by === 0n) return { spentUsd, rolling };
  return {
    spentUsd: spend(spentUsd, entry.dayKey, by),
    rolling: withChange(rolling, entry.number, by),
  };
}

const PERIODS: readonly Period[] = ['day', 'week', 'month'];

/** Adds to the day, week and month of a day. */
export function spend(
  map: PersistentMap<MicroUsd>,
  dayKey: string,
  by: bigint,
): PersistentMap<MicroUsd> {
  let next = map;
  for (const period of PERIODS) {
    const key = windowKeyOf(period, dayKey);
    const total = clampUsd((next.get(key) ?? 0n) + by);
    next = total === noUsd ? next.without(key) : next.with(key, total);
  }
  return next.size > WINDOWS_MAX ? withoutOldWindows(next) : next;
}

/** About a year of windows; budgets look at the current ones only. */
const WINDOWS_MAX = 400;
const WINDOWS_KEPT = 40;

function withoutOldWindows(map: PersistentMap<MicroUsd>): PersistentMap<MicroUsd> {
  const keys = [...map.entries()].map(([key]) => key).sort();
  return PERIODS.flatMap((period) =>
    keys.filter((key) => key.startsWith(`${period}/`)).slice(0, 0 - WINDOWS_KEPT),
  ).reduce((kept, key) => kept.without(key), map);
}

function inEvent(
  events: PersistentMap<EventBook>,
  event: string | undefined,
  change: (book: EventBook) => EventBook,
): PersistentMap<EventBook> {
  if (event === undefined) return events;
  const book = change(events.get(event) ?? emptyEvent);
  return isEmptyEvent(book) ? events.without(event) : events.with(event, book);
}

const isOpen = ({ shares }: Position): boolean => shares > 0n;

const keepsItsPlace = ({ shares, enteringOrders }: Position): boolean =>
  shares === 0n && enteringOrders > 0;

/** Without shares there is no cost, profit or mark, and no more can be settled than is held. */
function tidy(position: Position): Position {
  const { shares, settledShares } = position;
  return shares > 0n
    ? { ...position, settledShares: settledShares < shares ? settledShares : shares }
    : { ...position, settledShares: noShares, costUsd: noUsd, realizedUsd: 0n, mark: undefined };
}

/** Counts positions and pending entries, in all and in their market. */
export function recount(
  state: State,
  { strategyId, conditionId }: Pick<Held, 'strategyId' | 'conditionId'>,
  { pending, open }: { readonly pending: number; readonly open: number },
): State {
  if (pending === 0 && open === 0) return state;
  return withStrategy(state, strategyId, (strategy) => ({
    openPositions: strategy.openPositions + open,
    pendingEntries: strategy.pendingEntries + pending,
    heldInMarket: count(strategy.heldInMarket, conditionId, pending + open),
  }));
}

function rehold(
  holders: State['holders'],
  tokenId: TokenId,
  strategyId: StrategyId,
  opens: number,
): State['holders'] {
  const others = (holders.get(tokenId) ?? []).filter((holder) => holder !== strategyId);
  const after = opens > 0 ? [...others, strategyId] : others;
  return after.length === 0 ? holders.without(tokenId) : holders.with(tokenId, after);
}

export function withStrategy(
  state: State,
  strategyId: StrategyId,
  change: (strategy: Strategy) => Partial<Strategy>,
): State {
  const strategy = state.strategies.get(strategyId);
  if (strategy === undefined) return state;
  const strategies = state.strategies.with(strategyId, {
    ...strategy,
    ...change(strategy),
  });
  return { ...state, strategies };
}

export function count(map: PersistentMap<number>, key: string, by: number): PersistentMap<number> {
  if (by === 0) return map;
  const total = (map.get(key) ?? 0) + by;
  return total <= 0 ? map.without(key) : map.with(key, total);
}

export const clampUsd = (amount: bigint): MicroUsd => (amount > 0n ? amount : 0n) as MicroUsd;

function newPosition({ strategyId, conditionId, tokenId, eventSide }: Held): Position {
  return {
    strategyId,
    conditionId,
    tokenId,
    shares: noShares,
    costUsd: noUsd,
    settledShares: noShares,
    sellingShares: noShares,
    enteringOrders: 0,
    mark: undefined,
    realizedUsd: 0n,
    eventSide,
  };
}

/** Which position: whose, in which market, of which outcome. */
export type Held = {
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly eventSide?: Position['eventSide'];
};
