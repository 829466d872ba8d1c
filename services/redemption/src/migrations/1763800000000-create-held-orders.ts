/** What the account ordered of each condition, and what of it is still unsettled. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHeldOrders1763800000000 implements MigrationInterface {
  readonly name = 'CreateHeldOrders1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table held_orders (
        order_id        text primary key,
        account_id      text not null,
        strategy_id     text not null,
        condition_id    text not null,
        token_id        text not null,
        status          text not null
          check (status in ('requested', 'unconfirmed', 'live', 'rejected', 'closed')),
        open            boolean not null,
        unsettled_fills integer not null check (unsettled_fills >= 0)
      )`);
    await runner.query('create index held_orders_by_condition on held_orders (condition_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table held_orders');
  }
}
