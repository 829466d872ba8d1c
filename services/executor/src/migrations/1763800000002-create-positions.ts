/** What each strategy holds of each outcome and what it cost. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePositions1763800000002 implements MigrationInterface {
  readonly name = 'CreatePositions1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table positions (
        account_id         text not null,
        strategy_id        text not null,
        token_id           text not null,
        condition_id       text not null,
        provisional_shares numeric(38, 6) not null,
        settled_shares     numeric(38, 6) not null,
        cost_usd           numeric(38, 6) not null,
        unsettled_sales    jsonb not null,
        primary key (account_id, strategy_id, token_id)
      )`);
    await runner.query('create index positions_by_token on positions (account_id, token_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table positions');
  }
}
