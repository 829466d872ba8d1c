/** What approvals, fills, payouts and failures change of an account. */
import { minusFloored, noShares, plus, type MicroShares } from '../money.js';
import type {
  ExposureClosed,
  ExposureOpened,
  ExposureSettled,
  FillReversed,
  ReservationReleased,
  SignalApproved,
} from './facts.js';
import { withEntry } from './rolling.js';
import { eventSideOf } from './event-side.js';
import {
  closingKey,
  fillKey,
  positionKey,
  type BookedFill,
  type EndedTrade,
  type State,
  type Strategy,
} from './state.js';
import { clampUsd, promise, recount, reposition, respend, spend, withStrategy } from './totals.js';
import { epochMs } from '../vocabulary.js';

/** Order errors are counted over so many orders. */
export const ORDER_ENDS_KEPT = 10;

export function approved(state: State, { data }: SignalApproved): State {
  const { signalId, strategyId, conditionId, tokenId, side, limitPrice, fee, dayKey } = data;
  const { accountId, shares: remainingShares, reservedUsd, decision, at } = data;
  const reservation = {
    ...{ signalId, accountId, strategyId, conditionId, tokenId, side, limitPrice, fee },
    ...{ remainingShares, remainingUsd: reservedUsd, filled: false },
    bestPrice: decision.quote?.asks[0]?.price,
  };
  const next = {
    ...state,
    assessed: state.assessed.with(signalId, true),
    reservations: state.reservations.with(signalId, reservation),
  };
  if (side === 'SELL') {
    return reposition(next, data, (position) => ({
      sellingShares: plus(position.sellingShares, remainingShares),
    }));
  }
  const number = state.strategies.get(strategyId)?.rolling.next ?? 0;
  const entry = { dayKey, number, eventSide: eventSideOf(decision.market, tokenId) };
  const counted = withStrategy(
    { ...next, entries: next.entries.with(signalId, entry) },
    strategyId,
    ({ spentUsd, rolling }) => ({
      spentUsd: spend(spentUsd, dayKey, reservedUsd),
      rolling: withEntry(rolling, epochMs(at), reservedUsd),
      unevaluatedSince: undefined,
    }),
  );
  const promised = promise(counted, { strategyId, entry }, reservedUsd);
  return recount(promised, data, { pending: 1, open: 0 });
}

export function released(state: State, { data }: ReservationReleased): State {
  const reservation = state.reservations.get(data.signalId);
  if (reservation === undefined) return state;
  const next = {
    ...state,
    reservations: state.reservations.without(data.signalId),
    orderEnds: [...state.orderEnds, data.rejected ?? false].slice(0 - ORDER_ENDS_KEPT),
  };
  const { strategyId, side, remainingUsd, remainingShares, filled } = reservation;
  if (side === 'SELL') {
    return reposition(next, reservation, (position) => ({
      sellingShares: minusFloored(position.sellingShares, remainingShares),
    }));
  }
  const entry = state.entries.get(data.signalId);
  const given = withStrategy(
    promise(next, { strategyId, entry }, 0n - remainingUsd),
    strategyId,
    (strategy) => respend(strategy, entry, 0n - remainingUsd),
  );
  return filled
    ? reposition(given, reservation, ({ enteringOrders }) => ({
        enteringOrders: enteringOrders - 1,
      }))
    : recount(given, reservation, { pending: -1, open: 0 });
}

export function opened(state: State, { data }: ExposureOpened): State {
  const { signalId, strategyId, shares, costUsd, releasedUsd } = data;
  const reservation = state.reservations.get(signalId);
  const entry = state.entries.get(signalId);
  const wasPending = reservation !== undefined && !reservation.filled;

  let next = withFill(state, data, {
    ...{ side: 'BUY', shares, costUsd, settledShares: noShares, realizedUsd: 0n },
  });
  if (reservation !== undefined) {
    const changed = {
      ...reservation,
      remainingShares: minusFloored(reservation.remainingShares, shares),
      remainingUsd: minusFloored(reservation.remainingUsd, releasedUsd),
      filled: true,
    };
    next = { ...next, reservations: next.reservations.with(signalId, changed) };
    next = promise(next, { strategyId, entry }, 0n - releasedUsd);
  }
  next = withStrategy(next, strategyId, (strategy) =>
    respend(strategy, entry, costUsd - releasedUsd),
  );
  next = paid(next, { paidUsd: costUsd, unsettledUsd: costUsd });
  if (wasPending) next = recount(next, data, { pending: -1, open: 0 });
  return reposition(next, { ...data, eventSide: entry?.eventSide }, (position) => ({
    shares: plus(position.shares, shares),
    costUsd: plus(position.costUsd, costUsd),
    enteringOrders: position.enteringOrders + (wasPending ? 1 : 0),
  }));
}

export function settled(state: State, { data }: ExposureSettled): State {
  const key = fillKey(data.orderId, data.tradeId);
  const booked = state.fills.get(key);
  if (booked?.settled === true) return state;
  const fills = booked ? state.fills.with(key, { ...booked, settled: true }) : state.fills;
  const unsettledUsd = 0n - (booked?.side === 'BUY' ? booked.costUsd : 0n);
  return reposition(paid({ ...state, fills }, { paidUsd: 0n, unsettledUsd }), data, (position) => ({
    settledShares: plus(position.settledShares, data.shares),
  }));
}

export function closed(state: State, { data }: ExposureClosed): State {
  const { signalId, strategyId, tokenId, shares, costUsd, realizedUsd } = data;
  const position = state.positions.get(positionKey(strategyId, tokenId));
  const held = position?.shares ?? noShares;
  const beforeUsd = position?.realizedUsd ?? 0n;
  const isOver = held > 0n && shares >= held;

  let next = withStrategy(state, strategyId, (strategy) => ({
    realizedUsd: strategy.realizedUsd + realizedUsd,
    ...(isOver ? streakAfter(strategy, beforeUsd + realizedUsd) : {}),
  }));
  let promised = noShares;
  if (data.reason === 'sold') {
    const reservation = state.reservations.get(signalId);
    const promisedBefore = reservation?.remainingShares ?? noShares;
    const remainingShares = minusFloored(promisedBefore, shares);
    // Only what this order was promised: the rest is the promise of other orders.
    promised = minusFloored(promisedBefore, remainingShares);
    // What was not held did not leave, and must not come back should the sale fail.
    next = withFill(next, data, {
      ...{ side: 'SELL', costUsd, realizedUsd },
      shares: lesser(shares, held),
      settledShares: lesser(shares, position?.settledShares ?? noShares),
      ended: isOver
        ? endedTrade(state, next, strategyId, { beforeUsd, realizedUsd, mark: position?.mark })
        : undefined,
      eventSide: position?.eventSide,
    });
    if (reservation !== undefined) {
      const changed = { ...reservation, remainingShares, filled: true };
      next = { ...next, reservations: next.reservations.with(signalId, changed) };
    }
  }
  if (data.reason !== 'sold' && data.tradeId !== '') {
    const key = closingKey(data.conditionId, data.tradeId);
    next = { ...next, closings: next.closings.with(key, true) };
  }
  return reposition(next, data, (before) => ({
    shares: minusFloored(before.shares, shares),
    costUsd: minusFloored(before.costUsd, costUsd),
    settledShares: minusFloored(before.settledShares, shares),
    sellingShares: minusFloored(before.sellingShares, promised),
    realizedUsd: before.realizedUsd + realizedUsd,
  }));
}

export function reversed(state: State, { data }: FillReversed): State {
  const { signalId, strategyId, side, shares, costUsd, realizedUsd } = data;
  const key = fillKey(data.orderId, data.tradeId);
  const booked = state.fills.get(key);
  if (booked === undefined || booked.reversed) return state;

  const undone = { ...state, fills: state.fills.with(key, { ...booked, reversed: true }) };
  const next = withStrategy(undone, strategyId, (strategy) => ({
    realizedUsd: strategy.realizedUsd - realizedUsd,
    ...(side === 'BUY'
      ? respend(strategy, state.entries.get(signalId), 0n - costUsd)
      : streakWithout(strategy, booked.ended)),
  }));
  if (side === 'BUY') {
    const given = { paidUsd: 0n - costUsd, unsettledUsd: 0n - costUsd };
    return reposition(paid(next, given), data, (position) => ({
      shares: minusFloored(position.shares, shares),
      costUsd: minusFloored(position.costUsd, costUsd),
      realizedUsd: position.realizedUsd - realizedUsd,
    }));
  }
  return reposition(next, { ...data, eventSide: booked.eventSide }, (position) => ({
    shares: plus(position.shares, shares),
    costUsd: plus(position.costUsd, costUsd),
    // What failed to sell was settled before and is so again.
    settledShares: plus(position.settledShares, booked.settledShares),
    mark: position.mark ?? booked.ended?.mark,
    realizedUsd:
      position.realizedUsd +
      (booked.ended === undefined ? 0n - realizedUsd : booked.ended.beforeUsd),
  }));
}

/** A trade is over: a loss makes the streak longer, a profit ends it, nothing leaves it. */
function streakAfter(
  { streak, streakResets }: Strategy,
  realizedUsd: bigint,
): Pick<Strategy, 'streak' | 'streakResets'> {
  if (realizedUsd === 0n) return { streak, streakResets };
  return realizedUsd < 0n
    ? { streak: streak + 1, streakResets }
    : { streak: 0, streakResets: streakResets + 1 };
}

/** A trade is not over after all: what it did to the streak is undone, unless that began anew since. */
function streakWithout(
  { streak, streakResets }: Strategy,
  ended: EndedTrade | undefined,
): Pick<Strategy, 'streak'> {
  if (ended === undefined || ended.streakResets !== streakResets) return { streak };
  if (ended.realizedUsd === 0n) return { streak };
  return { streak: ended.realizedUsd < 0n ? Math.max(0, streak - 1) : streak + ended.streakBefore };
}

function endedTrade(
  before: State,
  after: State,
  strategyId: string,
  {
    beforeUsd,
    realizedUsd,
    mark,
  }: Pick<EndedTrade, 'beforeUsd' | 'mark'> & { readonly realizedUsd: bigint },
): EndedTrade {
  return {
    beforeUsd,
    mark,
    realizedUsd: beforeUsd + realizedUsd,
    streakBefore: before.strategies.get(strategyId)?.streak ?? 0,
    streakResets: after.strategies.get(strategyId)?.streakResets ?? 0,
  };
}

function paid(
  state: State,
  by: { readonly paidUsd: bigint; readonly unsettledUsd: bigint },
): State {
  const { paidUsd, unsettledUsd } = state.collateral;
  const collateral = {
    ...state.collateral,
    paidUsd: clampUsd(paidUsd + by.paidUsd),
    unsettledUsd: clampUsd(unsettledUsd + by.unsettledUsd),
  };
  return { ...state, collateral };
}

function withFill(
  state: State,
  fill: ExposureOpened['data'] | ExposureClosed['data'],
  numbers: Pick<BookedFill, 'side' | 'shares' | 'settledShares' | 'costUsd' | 'realizedUsd'> &
    Partial<Pick<BookedFill, 'ended' | 'eventSide'>>,
): State {
  const { orderId, tradeId, strategyId, conditionId, tokenId } = fill;
  const booked = {
    ...{ strategyId, conditionId, tokenId, settled: false, reversed: false },
    ...{ ended: undefined, eventSide: undefined },
    ...numbers,
  };
  return { ...state, fills: state.fills.with(fillKey(orderId, tradeId), booked) };
}

const lesser = (one: MicroShares, other: MicroShares): MicroShares => (one < other ? one : other);
