/** Limits that the system's design has no column for. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendLtRiskRules1763800000004 implements MigrationInterface {
  readonly name = 'ExtendLtRiskRules1763800000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lt_risk_rules
        add column budget_window         text check (budget_window in ('calendar', 'rolling')),
        add column fixed_usd             numeric(38, 6),
        add column equity_pct            numeric(38, 6),
        add column proportional          numeric(38, 6),
        add column on_oversize           text check (on_oversize in ('refuse', 'clip')),
        add column streak_cooldown_ms    bigint,
        add column max_event_loss_usd    numeric(38, 6),
        add column breaker_trip_count    bigint,
        add column breaker_window_ms     bigint,
        add column breaker_cooldown_ms   bigint,
        add column trailing_stop_pct     numeric(38, 6),
        add column time_stop_ms          bigint,
        add column exit_max_slippage_pct numeric(38, 6)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lt_risk_rules
        drop column budget_window, drop column fixed_usd, drop column equity_pct,
        drop column proportional, drop column on_oversize, drop column streak_cooldown_ms,
        drop column max_event_loss_usd, drop column breaker_trip_count,
        drop column breaker_window_ms, drop column breaker_cooldown_ms,
        drop column trailing_stop_pct, drop column time_stop_ms,
        drop column exit_max_slippage_pct`);
  }
}
