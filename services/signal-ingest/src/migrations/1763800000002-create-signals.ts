/** Every wish to trade that reached us, and those we did not pass on. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSignals1763800000002 implements MigrationInterface {
  readonly name = 'CreateSignals1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table signals (
        signal_id    text primary key,
        source       text not null,
        external_id  text not null,
        strategy_id  text,
        account_id   text,
        condition_id text,
        token_id     text,
        side         text check (side in ('BUY', 'SELL')),
        size_usd     numeric(38, 6),
        limit_price  numeric(7, 6),
        order_type   text,
        reduce_only  boolean,
        status       text not null check (status in ('received', 'ignored')),
        reason       text,
        detail       text,
        observed_at  timestamptz,
        received_at  timestamptz not null
      )`);
    await runner.query(
      'create index signals_by_strategy on signals (strategy_id, received_at desc)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table signals');
  }
}
