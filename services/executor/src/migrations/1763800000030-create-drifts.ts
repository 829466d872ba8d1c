/** What was found at the venue that our ledger did not explain, and what others did with the wallet. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDrifts1763800000030 implements MigrationInterface {
  readonly name = 'CreateDrifts1763800000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table drifts (
        drift_id    text primary key,
        account_id  text not null,
        kind        text not null,
        subject     text not null,
        ours        numeric not null,
        venues      numeric not null,
        since       timestamptz not null,
        found_at    timestamptz not null,
        detail      text not null,
        resolved_at timestamptz,
        resolved_by text,
        position    bigint not null
      )`);
    await runner.query('create index drifts_by_account on drifts (account_id, position desc)');
    await runner.query(`
      create table foreign_orders (
        order_hash   text primary key,
        account_id   text not null,
        condition_id text,
        token_id     text,
        side         text,
        price        numeric,
        open_shares  numeric not null,
        since        timestamptz not null,
        gone_at      timestamptz
      )`);
    await runner.query(`
      create table foreign_trades (
        trade_id   text not null,
        order_hash text not null,
        account_id text not null,
        price      numeric,
        shares     numeric not null,
        matched_at timestamptz not null,
        detail     text not null,
        primary key (trade_id, order_hash)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table drifts, foreign_orders, foreign_trades');
  }
}
