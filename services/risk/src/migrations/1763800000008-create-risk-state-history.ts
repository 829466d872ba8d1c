/** Every pause, breaker, kill and change of rules, with who, why, formula and inputs. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRiskStateHistory1763800000008 implements MigrationInterface {
  readonly name = 'CreateRiskStateHistory1763800000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table risk_state_history (
        position    bigint primary key,
        account_id  text not null,
        strategy_id text,
        kind        text not null,
        cause       text,
        "by"        text,
        why         text,
        formula     text,
        inputs      jsonb not null,
        until       timestamptz,
        at          timestamptz not null
      )`);
    await runner.query(
      'create index risk_state_history_newest on risk_state_history (strategy_id, position desc)',
    );
    await runner.query(
      'create index risk_state_history_by_account on risk_state_history (account_id, position desc)',
    );
    await runner.query(
      `create index risk_state_history_of_accounts on risk_state_history (account_id, position desc)
       where strategy_id is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table risk_state_history');
  }
}
