/** Alerts with the columns and defaults of the system's design, and how each channel took them. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLtAlerts1763800000000 implements MigrationInterface {
  readonly name = 'CreateLtAlerts1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lt_alerts (
        alert_id uuid primary key default gen_random_uuid(),
        strategy_id text,

        alert_type text not null,
        alert_severity text not null,
        alert_title text not null,
        alert_message text not null,

        alert_status text default 'ACTIVE',
        acknowledged_at timestamp with time zone,
        resolved_at timestamp with time zone,

        notification_sent boolean default false,
        notification_channels text[],

        created_at timestamp with time zone default now(),

        -- Ours.
        account_id text not null,
        kind text not null,
        acknowledged_by text,
        resolved_why text
      )`);
    await runner.query(
      'create index idx_lt_alerts_strategy_status on lt_alerts (strategy_id, alert_status)',
    );
    await runner.query(
      `create index idx_lt_alerts_active
         on lt_alerts (alert_status, alert_severity) where alert_status = 'ACTIVE'`,
    );
    await runner.query(`
      create table alert_deliveries (
        alert_id uuid not null,
        channel  text not null,
        outcome  text not null check (outcome in ('delivered', 'undelivered')),
        receipt  text,
        detail   text,
        attempts integer not null,
        at       timestamptz not null,
        primary key (alert_id, channel)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_deliveries, lt_alerts');
  }
}
