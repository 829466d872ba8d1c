/** How a decision's size came about, whether it was an exit, and lists of decisions page by page. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendRiskDecisions1763800000006 implements MigrationInterface {
  readonly name = 'ExtendRiskDecisions1763800000006';

  async up(runner: QueryRunner): Promise<void> {
    // Nullable, so that the release before may write on until the table is filled anew.
    await runner.query(`
      alter table risk_decisions
        add column reduce_only boolean,
        add column order_type  text,
        add column sizing      jsonb`);
    await runner.query(
      'create index risk_decisions_newest on risk_decisions (strategy_id, position desc)',
    );
    await runner.query(
      'create index risk_decisions_by_decision on risk_decisions (strategy_id, decision, position desc)',
    );
    await runner.query(
      `create index risk_decisions_by_code on risk_decisions (strategy_id, code, position desc)
       where code is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index risk_decisions_newest, risk_decisions_by_decision, risk_decisions_by_code',
    );
    await runner.query(
      'alter table risk_decisions drop column reduce_only, drop column order_type, drop column sizing',
    );
  }
}
