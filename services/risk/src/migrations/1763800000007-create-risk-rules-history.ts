/** Every version of every strategy's limits. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRiskRulesHistory1763800000007 implements MigrationInterface {
  readonly name = 'CreateRiskRulesHistory1763800000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table risk_rules_history (
        account_id     text not null,
        strategy_id    text not null,
        version        integer not null,
        "by"           text not null,
        why            text not null,
        at             timestamptz not null,
        effective_at   timestamptz not null,
        took_effect_at timestamptz,
        rules          jsonb not null,
        position       bigint not null,

        primary key (account_id, strategy_id, version)
      )`);
    await runner.query(
      'create index risk_rules_history_newest on risk_rules_history (strategy_id, position desc)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table risk_rules_history');
  }
}
