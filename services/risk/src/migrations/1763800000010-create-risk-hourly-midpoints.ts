/** The last midpoint of each token in each hour; hours count from the epoch. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRiskHourlyMidpoints1763800000010 implements MigrationInterface {
  readonly name = 'CreateRiskHourlyMidpoints1763800000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table risk_hourly_midpoints (
        token_id    text not null,
        hour        integer not null,
        price_micro integer not null check (price_micro between 0 and 1000000),
        primary key (token_id, hour)
      )`);
    await runner.query(
      'create index risk_hourly_midpoints_by_hour on risk_hourly_midpoints (hour)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table risk_hourly_midpoints');
  }
}
