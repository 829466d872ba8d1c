/** How far the resolution of a market has come, and whether its outcome is disputed. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendMarkets1763800000003 implements MigrationInterface {
  readonly name = 'ExtendMarkets1763800000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table markets
        add column reopened_at            timestamptz,
        add column oracle_status          text,
        add column oracle_since           timestamptz,
        add column expected_settlement_at timestamptz,
        add column disputed_at            timestamptz`);
    await runner.query(
      `create index markets_disputed on markets (disputed_at) where disputed_at is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index markets_disputed');
    await runner.query(`
      alter table markets
        drop column reopened_at, drop column oracle_status, drop column oracle_since,
        drop column expected_settlement_at, drop column disputed_at`);
  }
}
