/** What a strategy is worth to the micro, who stopped it and for how long. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendLtRiskState1763800000005 implements MigrationInterface {
  readonly name = 'ExtendLtRiskState1763800000005';

  async up(runner: QueryRunner): Promise<void> {
    // Nullable, so that the release before may write on until the tables are filled anew.
    await runner.query(`
      alter table lt_risk_state
        add column equity_usd           numeric(38, 6),
        add column realized_usd         numeric(38, 6),
        add column unrealized_usd       numeric(38, 6),
        add column trough_equity        numeric(38, 6),
        add column drawdown_pct         numeric(38, 6),
        add column marked_at            timestamptz,
        add column rules_version        integer,
        add column newest_rules_version integer,
        add column unevaluated_since    timestamptz,
        add column pause_kind           text check (pause_kind in ('operator', 'drawdown', 'streak')),
        add column paused_by            text,
        add column breakers             jsonb,
        add column killed               boolean,
        add column kill_scope           text check (kill_scope in ('account', 'strategy')),
        add column kill_reason          text,
        add column killed_by            text,
        add column killed_at            timestamptz,
        add column kill_flattens        boolean`);
    await runner.query('create index lt_risk_state_by_account on lt_risk_state (account_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index lt_risk_state_by_account');
    await runner.query(`
      alter table lt_risk_state
        drop column equity_usd, drop column realized_usd, drop column unrealized_usd,
        drop column trough_equity, drop column drawdown_pct, drop column marked_at,
        drop column rules_version, drop column newest_rules_version,
        drop column unevaluated_since, drop column pause_kind, drop column paused_by,
        drop column breakers, drop column killed, drop column kill_scope,
        drop column kill_reason, drop column killed_by, drop column killed_at,
        drop column kill_flattens`);
  }
}
