/** Strategies with their capital, as registered. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtStrategies1763800000000 implements MigrationInterface {
  readonly name = 'CreateLtStrategies1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_strategies (
        strategy_id   text primary key,
        account_id    text not null,
        capital_usd   numeric(38, 6) not null,
        registered_by text not null,
        registered_at timestamptz not null
      )`);
    await runner.query('create index lt_strategies_by_account on lt_strategies (account_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table lt_strategies');
  }
}
