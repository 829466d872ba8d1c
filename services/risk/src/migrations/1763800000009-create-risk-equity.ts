/** What each strategy was worth whenever it was valued. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRiskEquity1763800000009 implements MigrationInterface {
  readonly name = 'CreateRiskEquity1763800000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table risk_equity (
        position    bigint not null,
        account_id  text not null,
        strategy_id text not null,
        at          timestamptz not null,
        equity_usd  numeric(38, 6) not null,
        peak_usd    numeric(38, 6) not null,
        trough_usd  numeric(38, 6) not null,

        primary key (strategy_id, position)
      )`);
    await runner.query('create index risk_equity_by_time on risk_equity (strategy_id, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table risk_equity');
  }
}
