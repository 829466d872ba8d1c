/** Health checks of strategies, with the columns and defaults of the system's design. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtHealthChecks1763800000001 implements MigrationInterface {
  readonly name = 'CreateLtHealthChecks1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_health_checks (
        check_id uuid primary key default gen_random_uuid(),
        strategy_id text not null,

        check_type text not null,
        check_status text not null,

        execution_latency_ms integer,
        fill_rate decimal(5, 4),
        rejection_rate decimal(5, 4),
        slippage_avg_pct decimal(6, 4),
        error_count integer default 0,

        checked_at timestamp with time zone default now(),

        details jsonb
      )`);
    await runner.query(
      `create index idx_lt_health_strategy_time
         on lt_health_checks (strategy_id, checked_at desc)`,
    );
    await runner.query(
      `create index idx_lt_health_status
         on lt_health_checks (check_status) where check_status in ('WARNING', 'CRITICAL')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table lt_health_checks');
  }
}
