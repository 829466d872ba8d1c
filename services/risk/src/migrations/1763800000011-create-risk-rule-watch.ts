/** What each rule of each strategy measured last, and how close it ever came to its limit. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRiskRuleWatch1763800000011 implements MigrationInterface {
  readonly name = 'CreateRiskRuleWatch1763800000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table risk_rule_watch (
        account_id         text not null,
        strategy_id        text not null,
        code               text not null,
        unit               text not null check (unit in ('usd', 'ratio', 'count', 'ms', 'none')),
        evaluated_count    bigint not null,
        last_evaluated_at  timestamptz not null,
        last_value         numeric not null,
        last_limit         numeric not null,
        last_passed        boolean not null,

        -- Margin / limit of the evaluation that left the smallest part, rounded down; below zero it was
        -- beyond. At a limit of nothing: 0 at it, -1 beyond, 1 on its good side.
        closest_margin_pct numeric(38, 6) not null,
        closest_value      numeric not null,
        closest_limit      numeric not null,
        closest_at         timestamptz not null,

        fired_count        bigint not null,
        last_fired_at      timestamptz,
        -- The last decision that held it to no limit.
        last_off_at        timestamptz,

        primary key (strategy_id, account_id, code)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table risk_rule_watch');
  }
}
