/** What may be traded, on which terms, and which outcome paid. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMarkets1763800000001 implements MigrationInterface {
  readonly name = 'CreateMarkets1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table markets (
        condition_id       text primary key,
        question           text not null,
        token_ids          text[] not null,
        outcome_names      text[] not null,
        status             text not null check (status in ('open', 'closed', 'resolved')),
        tick_size          numeric(7, 6) not null,
        order_size_min     numeric(38, 6) not null,
        fee_rate           numeric(38, 6) not null,
        fee_exponent       integer not null,
        neg_risk           boolean not null,
        payout_numerators  numeric[],
        payout_denominator numeric,
        resolved_block     numeric,
        resolution_hash    text,
        listed_at          timestamptz not null,
        closed_at          timestamptz,
        resolved_at        timestamptz
      )`);
    await runner.query(
      `create index markets_unresolved on markets (condition_id) where status <> 'resolved'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table markets');
  }
}
