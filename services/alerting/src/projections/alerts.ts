/** Alerts: what a person must know, and whether somebody has been told, has seen or has mended it. */
import type { alert, StrategyId } from '@sluice/domain';
import type { Projection } from '@sluice/postgres';
import type { DataSource, EntityManager } from 'typeorm';
import { after, type AlertRow } from './rows/alert-row.js';

export const alerts: Projection<alert.Event> = {
  name: 'alerting--alerts',
  version: 1,
  tables: ['lt_alerts'],
  on: ['AlertRaised', 'AlertDelivered', 'AlertUndelivered', 'AlertAcknowledged', 'AlertResolved'],
  apply: async (tx, batch) => {
    const touched = [...new Set(batch.map(({ data }) => data.alertId))];
    const stored: AlertRow[] = await tx.query(
      'select * from lt_alerts where alert_id = any($1::uuid[])',
      [touched],
    );
    const rows = new Map(stored.map((row) => [row.alert_id, row]));
    for (const fact of batch) {
      const next = after(rows.get(fact.data.alertId), fact);
      if (next !== undefined) rows.set(fact.data.alertId, next);
    }
    await store(tx, [...rows.values()]);
  },
};

// The question we ask of it

/** Alerts of one strategy that nobody has acknowledged or resolved, newest first. */
export const activeAlerts = (database: DataSource, strategyId: StrategyId): Promise<AlertRow[]> =>
  database.query(
    `select * from lt_alerts where strategy_id = $1 and alert_status = 'ACTIVE'
     order by created_at desc, alert_id`,
    [strategyId],
  );

/** As JSON, because lists of lists cannot be unnested. */
async function store(tx: EntityManager, rows: readonly AlertRow[]): Promise<void> {
  await tx.query(
    `insert into lt_alerts select * from jsonb_populate_recordset(null::lt_alerts, $1::jsonb)
     on conflict (alert_id) do update set
       alert_status = excluded.alert_status, acknowledged_at = excluded.acknowledged_at,
       acknowledged_by = excluded.acknowledged_by, resolved_at = excluded.resolved_at,
       resolved_why = excluded.resolved_why, notification_sent = excluded.notification_sent,
       notification_channels = excluded.notification_channels`,
    [JSON.stringify(rows)],
  );
}
