/** What became of each signal that risk decided, refused ones included. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtOrders1763800000001 implements MigrationInterface {
  readonly name = 'CreateLtOrders1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_orders (
        lt_order_id    uuid primary key,
        strategy_id    text not null,
        account_id     text not null,
        order_id       uuid,
        signal_id      text not null unique,
        condition_id   text not null,
        token_id       text not null,
        side           text not null check (side in ('BUY', 'SELL')),
        size_usd       numeric(38, 6) not null,
        status         text not null check (status in (
          'approved', 'refused', 'requested', 'unconfirmed', 'live', 'rejected', 'closed')),
        status_reason  text,
        settled_shares numeric(38, 6) not null,
        created_at     timestamptz not null,
        updated_at     timestamptz not null
      )`);
    await runner.query(`
      alter table lt_orders
        add column if not exists risk_check_passed boolean default true,
        add column if not exists risk_check_reason text,
        add column if not exists redemption_id uuid`);
    await runner.query('create index lt_orders_by_holding on lt_orders (account_id, token_id)');
    await runner.query(
      'create index lt_orders_by_strategy on lt_orders (strategy_id, created_at desc)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table lt_orders');
  }
}
