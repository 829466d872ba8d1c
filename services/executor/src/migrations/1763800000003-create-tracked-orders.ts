/** Orders the executor follows at the venue until they are over and settled. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTrackedOrders1763800000003 implements MigrationInterface {
  readonly name = 'CreateTrackedOrders1763800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tracked_orders (
        order_id        text primary key,
        account_id      text not null,
        signal_id       text not null,
        strategy_id     text not null,
        condition_id    text not null,
        token_id        text not null,
        side            text not null check (side in ('BUY', 'SELL')),
        order_hash      text not null unique,
        order_type      text not null,
        status          text not null
          check (status in ('requested', 'unconfirmed', 'live', 'rejected', 'closed')),
        unsettled_fills integer not null default 0 check (unsettled_fills >= 0),
        requested_at    timestamptz not null
      )`);
    await runner.query(`
      create index tracked_orders_unfinished on tracked_orders (account_id, requested_at, order_id)
        where status in ('requested', 'unconfirmed', 'live') or unsettled_fills > 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tracked_orders');
  }
}
