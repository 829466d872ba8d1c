/** How a position changes, and with it every total that depends on it. */
import { noShares, noUsd, type MicroUsd } from '../money.js';
import type { PersistentMap } from '../persistent-map.js';
import type { ConditionId, StrategyId, TokenId } from '../vocabulary.js';
import { positionKey, type Position, type State, type Strategy } from './state.js';

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
  const next = withStrategy({ ...state, positions, holders }, strategyId, ({ openCostUsd }) => ({
    openCostUsd: clampUsd(openCostUsd + after.costUsd - before.costUsd),
  }));
  return recount(next, held, { pending, open });
}

const isOpen = ({ shares }: Position): boolean => shares > 0n;

const keepsItsPlace = ({ shares, enteringOrders }: Position): boolean =>
  shares === 0n && enteringOrders > 0;

/** Without shares there is no cost, and no more can be settled than is held. */
function tidy(position: Position): Position {
  const { shares, costUsd, settledShares } = position;
  return {
    ...position,
    costUsd: shares > 0n ? costUsd : noUsd,
    settledShares: settledShares < shares ? settledShares : shares,
  };
}

/** Counts positions and pending entries, in all and in their market. */
export function recount(
  state: State,
  { strategyId, conditionId }: Held,
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

export function spend(
  map: PersistentMap<MicroUsd>,
  key: string,
  by: bigint,
): PersistentMap<MicroUsd> {
  const total = clampUsd((map.get(key) ?? 0n) + by);
  return total === noUsd ? map.without(key) : map.with(key, total);
}

const clampUsd = (amount: bigint): MicroUsd => (amount > 0n ? amount : 0n) as MicroUsd;

function newPosition({ strategyId, conditionId, tokenId }: Held): Position {
  const none = {
    shares: noShares,
    settledShares: noShares,
    sellingShares: noShares,
  };
  return { strategyId, conditionId, tokenId, costUsd: noUsd, enteringOrders: 0, ...none };
}

/** Which position: whose, in which market, of which outcome. */
export type Held = {
  readonly strategyId: StrategyId;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
};
