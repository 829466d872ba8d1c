/** The limits of each strategy, with the columns and defaults of the system's design. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtRiskRules1763800000001 implements MigrationInterface {
  readonly name = 'CreateLtRiskRules1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_risk_rules (
        rule_id uuid primary key default gen_random_uuid(),
        strategy_id text not null references lt_strategies (strategy_id),

        daily_budget_usd decimal(12, 2),
        daily_budget_pct decimal(5, 3),
        weekly_budget_usd decimal(12, 2),
        monthly_budget_usd decimal(12, 2),

        max_position_size_usd decimal(10, 2),
        max_position_size_pct decimal(5, 3),
        max_total_exposure_usd decimal(12, 2),
        max_total_exposure_pct decimal(5, 3),
        max_positions_per_market integer default 1,
        max_concurrent_positions integer default 20,

        max_drawdown_pct decimal(5, 3) default 0.07,
        max_consecutive_losses integer default 5,
        drawdown_resume_threshold_pct decimal(5, 3),

        max_slippage_pct decimal(6, 4) default 0.01,
        max_spread_pct decimal(6, 4),
        min_liquidity_usd decimal(10, 2),
        max_latency_ms integer default 5000,

        use_volatility_adjustment boolean default false,
        volatility_lookback_days integer default 7,
        low_volatility_multiplier decimal(4, 2) default 1.0,
        high_volatility_multiplier decimal(4, 2) default 0.5,

        enable_stop_loss boolean default false,
        stop_loss_pct decimal(5, 3),

        enable_take_profit boolean default false,
        take_profit_pct decimal(5, 3),

        created_at timestamp with time zone default now(),
        updated_at timestamp with time zone default now(),

        -- Ours.
        version integer not null,
        max_signal_age_ms integer,
        time_zone text,
        "by" text not null,
        why text not null,
        rules jsonb not null,

        unique (strategy_id)
      )`);
    await runner.query(`
      alter table lt_strategies
        add column if not exists risk_rules_id uuid references lt_risk_rules (rule_id),
        add column if not exists health_status text default 'HEALTHY',
        add column if not exists last_health_check timestamp with time zone`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lt_strategies
        drop column risk_rules_id, drop column health_status, drop column last_health_check`);
    await runner.query('drop table lt_risk_rules');
  }
}
