/** Which account each strategy trades for. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStrategies1763800000000 implements MigrationInterface {
  readonly name = 'CreateStrategies1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table strategies (
        strategy_id   text primary key,
        account_id    text not null,
        registered_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table strategies');
  }
}
