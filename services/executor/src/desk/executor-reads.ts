/** What people ask of the executor: orders, what is held, what is in doubt, kills, the venue. */
import { NotFoundException } from '@nestjs/common';
import { encodeFact } from '@sluice/contracts';
import { epochMs, market, money, venueAccount, type Fact } from '@sluice/domain';
import { marketStream, orderStream, venueStream } from '@sluice/reactions';
import { readRequest } from '@sluice/runtime';
import { exitView } from '../exits/open-exit.js';
import { driftsBefore, foreignOrdersOf, foreignTradesOf } from '../projections/drifts.js';
import { fillsOf } from '../projections/fills.js';
import { killsOf } from '../projections/kills.js';
import { orderOf, ordersAsked, ordersInDoubt } from '../projections/orders.js';
import { openPositions } from '../projections/positions.js';
import type { DeskParts } from './desk-parts.js';
import { DriftsPage, KillsPage, OrderIdentifier, OrdersPage, PositionsAsked } from './requests.js';
import {
  driftRowView,
  driftView,
  fillView,
  foreignOrderView,
  foreignTradeView,
  killView,
  orderView,
  positionView,
} from './views.js';

export class ExecutorReads {
  constructor(private readonly open: () => DeskParts) {}

  /** Newest first; `before` of the answer asks for the next page. */
  async orders(query: unknown) {
    const { limit, ...asked } = readRequest(OrdersPage, query, 'query');
    const { database, accountId } = this.open();
    const found = await ordersAsked(database, { ...asked, accountId, limit: limit + 1 });
    const orders = found.slice(0, limit).map(orderView);
    return { orders, before: found.length > limit ? orders.at(-1)?.orderId : undefined };
  }

  /** One order with its fills and every fact of it, as they are stored. */
  async order(given: string) {
    const orderId = readRequest(OrderIdentifier, given, 'orderId');
    const { database, ledger, accountId } = this.open();
    const row = await orderOf(database, orderId);
    if (row === undefined) throw noOrder(orderId);
    const { facts } = await ledger.load(orderStream(orderId, accountId));
    return {
      order: orderView(row),
      fills: (await fillsOf(database, orderId)).map(fillView),
      facts: facts.map(({ type, data, at, position }) => ({
        ...{ type, at, position },
        stored: JSON.parse(encodeFact({ type, data } as Fact)) as object,
      })),
    };
  }

  /** Orders that were sent and not answered: what each may cost, and when it is looked for next. */
  async inDoubt() {
    const { database, accountId, clock } = this.open();
    const nowMs = epochMs(clock.now());
    const rows = await ordersInDoubt(database, accountId);
    return {
      orders: rows.map(({ next_attempt_at, last_error, ...row }) => {
        const order = orderView(row);
        const worth = (money.shares(row.shares) * money.usd(row.limit_price)) / money.MICROS;
        const { orderId, orderHash, strategyId, signalId, side, status, requestedAt } = order;
        return {
          ...{ orderId, orderHash, strategyId, signalId, side, status, requestedAt },
          ageMs: Math.max(0, nowMs - new Date(row.requested_at).getTime()),
          atRiskUsd: money.decimal(worth),
          detail: last_error ?? row.reason ?? undefined,
          nextLookAt: next_attempt_at?.toISOString(),
          blocks:
            side === 'BUY'
              ? `its reservation counts against every limit of ${strategyId} until its end is known`
              : `the shares it sells cannot be sold by another exit of ${strategyId} until then`,
        };
      }),
    };
  }

  async positions(query: unknown) {
    const { strategyId } = readRequest(PositionsAsked, query, 'query');
    const { database, accountId, decisions } = this.open();
    const rows = (await openPositions(database, accountId)).filter(
      (row) => (strategyId ?? row.strategy_id) === row.strategy_id,
    );
    return {
      positions: await Promise.all(
        rows.map(async (row) => {
          const state = await decisions.state(market.decider, marketStream(row.condition_id));
          return positionView(row, 'listing' in state ? state.listing.orderSizeMin : undefined);
        }),
      ),
    };
  }

  /** What is held or being left: armed prices, attempts, and what is unprotected. */
  async exits() {
    const { exits } = this.open();
    return { exits: (await exits.open()).map(exitView) };
  }

  /** Newest first, with how far each is carried out at the venue. */
  async kills(query: unknown) {
    const page = readRequest(KillsPage, query, 'query');
    const { database, accountId } = this.open();
    return { kills: (await killsOf(database, accountId, page)).map(killView) };
  }

  /** What differed from our ledger, newest first, and what others did with the wallet. */
  async drifts(query: unknown) {
    const page = readRequest(DriftsPage, query, 'query');
    const { database, accountId } = this.open();
    return {
      drifts: (await driftsBefore(database, accountId, page)).map(driftRowView),
      foreignOrders: (await foreignOrdersOf(database, accountId, page.limit)).map(foreignOrderView),
      foreignTrades: (await foreignTradesOf(database, accountId, page.limit)).map(foreignTradeView),
    };
  }

  /** How the account stands at the venue; drifts are what is there and we cannot explain. */
  async venue() {
    const { accountId, decisions } = this.open();
    const state = await decisions.state(venueAccount.decider, venueStream(accountId));
    const { condition, heartbeatLost, userStreamLost, reconciliation, reconciledAt } = state;
    const drifts = [...state.drifts.entries()].map(([, drift]) => driftView(drift));
    return {
      ...{ accountId, condition, reconciliation, reconciledAt },
      ...{ heartbeatLost, userStreamLost, drifts },
    };
  }
}

export const noOrder = (orderId: string): NotFoundException =>
  new NotFoundException({
    ...{ error: 'not_found', field: 'orderId' },
    detail: `there is no order ${orderId}`,
  });
