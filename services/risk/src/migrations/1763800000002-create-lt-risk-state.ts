/** Where each strategy stands, with the columns and defaults of the system's design. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtRiskState1763800000002 implements MigrationInterface {
  readonly name = 'CreateLtRiskState1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_risk_state (
        state_id uuid primary key default gen_random_uuid(),
        strategy_id text not null references lt_strategies (strategy_id),

        current_equity decimal(12, 2) not null,
        peak_equity decimal(12, 2) not null,
        current_drawdown_pct decimal(5, 3) default 0,
        consecutive_losses integer default 0,

        daily_spent_usd decimal(12, 2) default 0,
        daily_trades_count integer default 0,
        daily_start_equity decimal(12, 2),

        weekly_spent_usd decimal(12, 2) default 0,
        monthly_spent_usd decimal(12, 2) default 0,

        circuit_breaker_active boolean default false,
        circuit_breaker_reason text,
        circuit_breaker_until timestamp with time zone,

        is_paused boolean default false,
        pause_reason text,
        paused_at timestamp with time zone,

        last_updated timestamp with time zone default now(),

        -- Ours.
        account_id text not null,
        reserved_usd numeric(38, 6) not null,
        exposure_usd numeric(38, 6) not null,
        open_positions integer not null,
        pending_entries integer not null,
        daily_window text,

        unique (strategy_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table lt_risk_state');
  }
}
