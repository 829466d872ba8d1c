/** Deliveries: which channel took which alert, and which one gave up. */
import type { alert } from '@sluice/domain';
import { upsertRows, type Projection, type RowShape } from '@sluice/postgres';
import type { DataSource } from 'typeorm';

export const alertDeliveries: Projection<alert.Delivered | alert.Undelivered> = {
  name: 'alerting--alert-deliveries',
  version: 1,
  tables: ['alert_deliveries'],
  on: ['AlertDelivered', 'AlertUndelivered'],
  apply: (tx, batch) => upsertRows(tx, SHAPE, batch.map(rowOf)),
};

// The question we ask of it

export const deliveriesOf = (database: DataSource, alertId: string): Promise<DeliveryRow[]> =>
  database.query('select * from alert_deliveries where alert_id = $1 order by at, channel', [
    alertId,
  ]);

// The row

const SHAPE = {
  table: 'alert_deliveries',
  key: ['alert_id', 'channel'],
  columns: {
    alert_id: 'uuid',
    channel: 'text',
    outcome: 'text',
    receipt: 'text',
    detail: 'text',
    attempts: 'integer',
    at: 'timestamptz',
  },
} as const satisfies RowShape<string>;

export type DeliveryRow = Readonly<Record<keyof (typeof SHAPE)['columns'], unknown>>;

function rowOf(fact: alert.Delivered | alert.Undelivered): DeliveryRow {
  const { alertId: alert_id, channel, at } = fact.data;
  switch (fact.type) {
    case 'AlertDelivered': {
      const { receipt, attempt: attempts } = fact.data;
      return { alert_id, channel, outcome: 'delivered', receipt, detail: null, attempts, at };
    }
    case 'AlertUndelivered': {
      const { detail, attempts } = fact.data;
      return { alert_id, channel, outcome: 'undelivered', receipt: null, detail, attempts, at };
    }
  }
}
