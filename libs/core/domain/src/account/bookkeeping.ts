/** How fills and releases move money between reserved, open and realized. */
import { takerFeeMax } from '../fee.js';
import {
  cost,
  minusFloored,
  noUsd,
  plus,
  type MicroShares,
  type MicroUsd,
  type Ratio,
} from '../money.js';
import { epochMs } from '../vocabulary.js';
import { ORDER_ENDS_KEPT } from './booking.js';
import { ITSELF, tripFor } from './breaches.js';
import type { RecordFill, ReleaseReservation, ReverseFill, SettleFill } from './commands.js';
import type { AccountFill, Event } from './facts.js';
import { isOn } from './measures.js';
import { DEFAULTS } from './risk-rules.js';
import { realizedSlippage } from './rules/slippage.js';
import {
  fillKey,
  positionKey,
  type BookedFill,
  type Position,
  type Reservation,
  type State,
} from './state.js';

export function recordFill(fill: RecordFill['data'], state: State): readonly Event[] {
  if (state.fills.has(fillKey(fill.orderId, fill.tradeId))) return [];
  const reservation = state.reservations.get(fill.signalId);
  const { amountUsd, feeUsd, shares, at } = fill;

  if (fill.side === 'BUY') {
    const releasedUsd = reservation ? releasedBy(reservation, shares) : noUsd;
    const costUsd = plus(amountUsd, feeUsd);
    return [
      {
        type: 'ExposureOpened',
        data: { ...keyOf(fill), shares, costUsd, releasedUsd, at },
      },
      ...slipped(fill, reservation, state),
    ];
  }
  const position = state.positions.get(positionKey(fill.strategyId, fill.tokenId));
  const costUsd = costOf(position, shares);
  const proceedsUsd = minusFloored(amountUsd, feeUsd);
  const realizedUsd = amountUsd - feeUsd - costUsd;
  const numbers = { shares, costUsd, proceedsUsd, realizedUsd };
  return [
    {
      type: 'ExposureClosed',
      data: { ...keyOf(fill), ...numbers, reason: 'sold', at },
    },
  ];
}

export function settleFill({ at, ...fill }: SettleFill['data'], state: State): readonly Event[] {
  const booked = state.fills.get(fillKey(fill.orderId, fill.tradeId));
  if (booked?.side !== 'BUY' || booked.settled || booked.reversed) return [];
  return [
    {
      type: 'ExposureSettled',
      data: { ...keyOf(fill), shares: booked.shares, at },
    },
  ];
}

export function reverseFill({ at, ...fill }: ReverseFill['data'], state: State): readonly Event[] {
  const booked = state.fills.get(fillKey(fill.orderId, fill.tradeId));
  // What is final on chain stays; what is undone is undone once.
  if (booked === undefined || booked.settled || booked.reversed) return [];
  const { side, shares, costUsd } = booked;
  const realizedUsd = side === 'SELL' ? booked.realizedUsd : misbooked(booked, state);
  return [
    {
      type: 'FillReversed',
      data: { ...keyOf(fill), side, shares, costUsd, realizedUsd, at },
    },
  ];
}

export function releaseReservation(
  { signalId, rejected = false, at }: ReleaseReservation['data'],
  state: State,
): readonly Event[] {
  const reservation = state.reservations.get(signalId);
  if (reservation === undefined) return [];
  const { accountId, strategyId, remainingUsd, remainingShares } = reservation;
  return [
    {
      type: 'ReservationReleased',
      data: {
        accountId,
        strategyId,
        signalId,
        at,
        releasedUsd: remainingUsd,
        releasedShares: remainingShares,
        ...(rejected ? { rejected } : {}),
      },
    },
    ...(rejected ? tooManyErrors(accountId, state, at) : []),
  ];
}

/** Half of the last orders were rejected: something is wrong that no single order shows. */
function tooManyErrors(accountId: string, state: State, at: string): readonly Event[] {
  const ends = [...state.orderEnds, true].slice(0 - ORDER_ENDS_KEPT);
  const errors = ends.filter((wasRejected) => wasRejected).length;
  if (ends.length < ORDER_ENDS_KEPT || errors * 2 < ORDER_ENDS_KEPT) return [];
  const on = state.breakers.find(({ kind }) => kind === 'order_errors');
  if (on !== undefined && isOn(on, epochMs(at))) return [];
  const until = new Date(epochMs(at) + DEFAULTS.breakerCooldownMs).toISOString();
  const why = `${errors} of the last ${ORDER_ENDS_KEPT} orders were rejected`;
  const breaker = { accountId, strategyId: undefined, kind: 'order_errors', until } as const;
  return [{ type: 'BreakerTripped', data: { ...breaker, why, by: ITSELF, at } }];
}

/** A fill worse than the approval's best price by more than is allowed counts as a breach. */
function slipped(
  { accountId, strategyId, signalId, orderId, tradeId, amountUsd, shares, at }: RecordFill['data'],
  reservation: Reservation | undefined,
  state: State,
): readonly Event[] {
  const strategy = state.strategies.get(strategyId);
  if (strategy === undefined || reservation?.bestPrice === undefined) return [];
  const slippage = realizedSlippage(amountUsd, shares, reservation.bestPrice) as Ratio;
  const limit = strategy.rules?.maxSlippagePct ?? DEFAULTS.maxSlippagePct;
  if (slippage <= limit) return [];
  const fill = { accountId, strategyId, signalId, orderId, tradeId };
  return [
    { type: 'SlippageBreached', data: { ...fill, slippage, limit, at } },
    ...tripFor(strategy, 'slippage', { accountId, at }),
  ];
}

/** What these shares no longer need of a reservation; all of it with the last share. */
function releasedBy(reservation: Reservation, shares: MicroShares): MicroUsd {
  const left = minusFloored(reservation.remainingShares, shares);
  const stillNeeded = plus(
    cost(left, reservation.limitPrice),
    takerFeeMax(left, reservation.limitPrice, reservation.fee),
  );
  return minusFloored(reservation.remainingUsd, stillNeeded);
}

/** The part of a position's cost that leaves with these shares; all of it with the last. */
export function costOf(position: Position | undefined, shares: MicroShares): MicroUsd {
  if (position === undefined || position.shares === 0n) return noUsd;
  if (shares >= position.shares) return position.costUsd;
  return ((position.costUsd * shares) / position.shares) as MicroUsd;
}

/**
 * A buy's cost is averaged into its position. When a part of that position was closed before the
 * buy failed, the average was wrong, and so was the profit booked with it: this is by how much.
 */
function misbooked({ strategyId, tokenId, shares, costUsd }: BookedFill, state: State): bigint {
  const position = state.positions.get(positionKey(strategyId, tokenId));
  if (position === undefined) return 0n - costUsd;
  const leaves = shares >= position.shares || costUsd > position.costUsd;
  return (leaves ? position.costUsd : costUsd) - costUsd;
}

type FillKey = Omit<AccountFill, 'shares'>;

function keyOf(fill: FillKey): FillKey {
  const { accountId, strategyId, signalId, orderId, tradeId, conditionId, tokenId } = fill;
  return {
    accountId,
    strategyId,
    signalId,
    orderId,
    tradeId,
    conditionId,
    tokenId,
  };
}
