/** Every signed order and every fill of it. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrders1763800000000 implements MigrationInterface {
  readonly name = 'CreateOrders1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table orders (
        order_id       uuid primary key,
        order_hash     text not null,
        account_id     text not null,
        strategy_id    text not null,
        signal_id      text not null,
        condition_id   text not null,
        token_id       text not null,
        side           text not null check (side in ('BUY', 'SELL')),
        order_type     text not null,
        limit_price    numeric(7, 6) not null,
        shares         numeric(38, 6) not null,
        filled_shares  numeric(38, 6) not null,
        settled_shares numeric(38, 6) not null,
        failed_shares  numeric(38, 6) not null,
        amount_usd     numeric(38, 6) not null,
        avg_price      numeric(38, 6),
        fee_usd        numeric(38, 6) not null,
        status         text not null
          check (status in ('requested', 'unconfirmed', 'live', 'rejected', 'closed')),
        venue_status   text,
        reason         text,
        requested_at   timestamptz not null,
        accepted_at    timestamptz,
        closed_at      timestamptz
      )`);
    await runner.query(
      'create index orders_by_strategy on orders (strategy_id, requested_at desc)',
    );
    await runner.query('create index orders_by_signal on orders (signal_id)');
    await runner.query(`
      create table fills (
        order_id         uuid not null,
        trade_id         text not null,
        shares           numeric(38, 6) not null,
        price            numeric(7, 6) not null,
        amount_usd       numeric(38, 6) not null,
        fee_usd          numeric(38, 6) not null,
        settlement       text not null
          check (settlement in ('provisional', 'confirmed', 'failed')),
        transaction_hash text,
        reason           text,
        filled_at        timestamptz not null,
        settled_at       timestamptz,
        primary key (order_id, trade_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table fills, orders');
  }
}
