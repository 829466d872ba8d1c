/** What each fact changes of an account. */
import { minusFloored, noShares, noUsd, plus, type MicroShares, type MicroUsd } from '../money.js';
import { emptyMap } from '../persistent-map.js';
import type { StrategyId } from '../vocabulary.js';
import type {
  Event,
  ExposureClosed,
  ExposureOpened,
  FillReversed,
  SignalApproved,
} from './facts.js';
import { fillKey, positionKey, type State, type Strategy } from './state.js';
import { count, recount, reposition, spend, withStrategy } from './totals.js';

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'StrategyRegistered': {
      const { strategyId, capitalUsd } = event.data;
      const strategies = state.strategies.with(strategyId, newStrategy(strategyId, capitalUsd));
      return { ...state, strategies };
    }
    case 'RiskRulesSet': {
      const { strategyId, rules, version } = event.data;
      return withStrategy(state, strategyId, () => ({
        rules,
        rulesVersion: version,
      }));
    }
    case 'SignalApproved':
      return approved(state, event);
    case 'SignalRefused':
      return {
        ...state,
        assessed: state.assessed.with(event.data.signal.signalId, true),
      };
    case 'ReservationReleased':
      return released(state, event.data.signalId);
    case 'ExposureOpened':
      return opened(state, event);
    case 'ExposureSettled': {
      const { orderId, tradeId, shares } = event.data;
      const key = fillKey(orderId, tradeId);
      const booked = state.fills.get(key);
      const fills = booked ? state.fills.with(key, { ...booked, settled: true }) : state.fills;
      return reposition({ ...state, fills }, event.data, (position) => ({
        settledShares: plus(position.settledShares, shares),
      }));
    }
    case 'ExposureClosed':
      return closed(state, event);
    case 'FillReversed':
      return reversed(state, event);
    case 'AccountKilled':
      return { ...state, killed: event.data };
    case 'AccountReleased':
      return { ...state, killed: undefined };
  }
}

function approved(state: State, { data }: SignalApproved): State {
  const { signalId, strategyId, conditionId, tokenId, side, limitPrice, fee, dayKey } = data;
  const reservation = {
    signalId,
    strategyId,
    conditionId,
    tokenId,
    side,
    limitPrice,
    fee,
    dayKey,
    accountId: data.accountId,
    remainingShares: data.shares,
    remainingUsd: data.reservedUsd,
    filled: false,
  };
  const next = {
    ...state,
    assessed: state.assessed.with(signalId, true),
    reservations: state.reservations.with(signalId, reservation),
  };
  if (side === 'SELL') {
    return reposition(next, data, (position) => ({
      sellingShares: plus(position.sellingShares, data.shares),
    }));
  }
  const budgetDays = next.budgetDays.with(signalId, dayKey);
  return withStrategy({ ...next, budgetDays }, strategyId, (strategy) => ({
    reservedUsd: plus(strategy.reservedUsd, data.reservedUsd),
    pendingEntries: strategy.pendingEntries + 1,
    heldInMarket: count(strategy.heldInMarket, conditionId, 1),
    spentUsd: spend(strategy.spentUsd, dayKey, data.reservedUsd),
  }));
}

function released(state: State, signalId: string): State {
  const reservation = state.reservations.get(signalId);
  if (reservation === undefined) return state;
  const next = { ...state, reservations: state.reservations.without(signalId) };
  const { strategyId, side, remainingUsd, remainingShares, dayKey, filled } = reservation;

  if (side === 'SELL') {
    return reposition(next, reservation, (position) => ({
      sellingShares: minusFloored(position.sellingShares, remainingShares),
    }));
  }
  const given = withStrategy(next, strategyId, (strategy) => ({
    reservedUsd: minusFloored(strategy.reservedUsd, remainingUsd),
    spentUsd: spend(strategy.spentUsd, dayKey, 0n - remainingUsd),
  }));
  return filled
    ? reposition(given, reservation, ({ enteringOrders }) => ({
        enteringOrders: enteringOrders - 1,
      }))
    : recount(given, reservation, { pending: -1, open: 0 });
}

function opened(state: State, { data }: ExposureOpened): State {
  const { signalId, orderId, tradeId, strategyId, conditionId, tokenId, shares, costUsd } = data;
  const reservation = state.reservations.get(signalId);
  const dayKey = state.budgetDays.get(signalId) ?? '';
  const wasPending = reservation !== undefined && !reservation.filled;

  let next: State = {
    ...state,
    fills: state.fills.with(fillKey(orderId, tradeId), {
      strategyId,
      conditionId,
      tokenId,
      shares,
      costUsd,
      dayKey,
      side: 'BUY',
      settledShares: noShares,
      realizedUsd: 0n,
      settled: false,
      reversed: false,
    }),
  };
  if (reservation !== undefined) {
    const remainingShares = minusFloored(reservation.remainingShares, shares);
    const remainingUsd = minusFloored(reservation.remainingUsd, data.releasedUsd);
    next = {
      ...next,
      reservations: next.reservations.with(signalId, {
        ...reservation,
        remainingShares,
        remainingUsd,
        filled: true,
      }),
    };
  }
  next = withStrategy(next, strategyId, (strategy) => ({
    reservedUsd: minusFloored(strategy.reservedUsd, data.releasedUsd),
    spentUsd: spend(strategy.spentUsd, dayKey, costUsd - data.releasedUsd),
  }));
  if (wasPending) next = recount(next, data, { pending: -1, open: 0 });
  return reposition(next, data, (position) => ({
    shares: plus(position.shares, shares),
    costUsd: plus(position.costUsd, costUsd),
    enteringOrders: position.enteringOrders + (wasPending ? 1 : 0),
  }));
}

function closed(state: State, { data }: ExposureClosed): State {
  const { signalId, orderId, tradeId, strategyId, conditionId, tokenId, shares, costUsd } = data;
  let next = withStrategy(state, strategyId, (strategy) => ({
    realizedUsd: strategy.realizedUsd + data.realizedUsd,
  }));
  let promised = noShares;
  if (data.reason === 'sold') {
    const reservation = state.reservations.get(signalId);
    const promisedBefore = reservation?.remainingShares ?? noShares;
    const remainingShares = minusFloored(promisedBefore, shares);
    // Only what this order was promised: the rest is the promise of other orders.
    promised = minusFloored(promisedBefore, remainingShares);
    // What was not held did not leave, and must not come back should the sale fail.
    const position = state.positions.get(positionKey(strategyId, tokenId));
    next = {
      ...next,
      fills: next.fills.with(fillKey(orderId, tradeId), {
        strategyId,
        conditionId,
        tokenId,
        costUsd,
        shares: lesser(shares, position?.shares ?? noShares),
        settledShares: lesser(shares, position?.settledShares ?? noShares),
        side: 'SELL',
        realizedUsd: data.realizedUsd,
        dayKey: '',
        settled: false,
        reversed: false,
      }),
      reservations: reservation
        ? next.reservations.with(signalId, {
            ...reservation,
            remainingShares,
            filled: true,
          })
        : next.reservations,
    };
  }
  return reposition(next, data, (position) => ({
    shares: minusFloored(position.shares, shares),
    costUsd: minusFloored(position.costUsd, costUsd),
    settledShares: minusFloored(position.settledShares, shares),
    sellingShares: minusFloored(position.sellingShares, promised),
  }));
}

function reversed(state: State, { data }: FillReversed): State {
  const { orderId, tradeId, strategyId, side, shares, costUsd, realizedUsd } = data;
  const key = fillKey(orderId, tradeId);
  const booked = state.fills.get(key);
  if (booked === undefined || booked.reversed) return state;

  const next = withStrategy(
    { ...state, fills: state.fills.with(key, { ...booked, reversed: true }) },
    strategyId,
    (strategy) => ({
      realizedUsd: strategy.realizedUsd - realizedUsd,
      spentUsd:
        side === 'BUY' ? spend(strategy.spentUsd, booked.dayKey, 0n - costUsd) : strategy.spentUsd,
    }),
  );
  return reposition(next, data, (position) =>
    side === 'BUY'
      ? {
          shares: minusFloored(position.shares, shares),
          costUsd: minusFloored(position.costUsd, costUsd),
        }
      : {
          shares: plus(position.shares, shares),
          costUsd: plus(position.costUsd, costUsd),
          // What failed to sell was settled before and is so again.
          settledShares: plus(position.settledShares, booked.settledShares),
        },
  );
}

const lesser = (one: MicroShares, other: MicroShares): MicroShares => (one < other ? one : other);

function newStrategy(strategyId: StrategyId, capitalUsd: MicroUsd): Strategy {
  return {
    strategyId,
    capitalUsd,
    rules: undefined,
    rulesVersion: 0,
    realizedUsd: 0n,
    reservedUsd: noUsd,
    openCostUsd: noUsd,
    openPositions: 0,
    pendingEntries: 0,
    heldInMarket: emptyMap(),
    spentUsd: emptyMap(),
  };
}
