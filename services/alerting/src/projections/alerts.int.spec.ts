/** Alerts on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { alert, Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { uuidFrom } from '@sluice/runtime';
import { migrations } from '../migrations/index.js';
import { activeAlerts, alerts } from './alerts.js';

const { alertAcknowledged, alertDelivered, alertRaised, alertResolved, alertUndelivered } =
  examples;
const { strategyId } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(alerts));
afterAll(() => tables.drop());

const alertId = uuidFrom('alert', 'fact-1');
const take = (...facts: readonly Fact[]) => tables.take(alerts, recorded(...facts));
const acknowledged: alert.Acknowledged = {
  type: 'AlertAcknowledged',
  data: { ...alertAcknowledged().data, alertId },
};
const resolved: alert.Resolved = {
  type: 'AlertResolved',
  data: { ...alertResolved().data, alertId },
};

describe('alerts', () => {
  it('shows an alert until somebody has seen it', async () => {
    await take(alertRaised({ alertId }));
    expect(await activeAlerts(tables.database, strategyId)).toMatchObject([
      {
        alert_id: alertId,
        alert_type: 'ERROR',
        kind: 'fill_failed',
        alert_severity: 'WARNING',
        notification_sent: false,
        created_at: new Date(examples.at),
      },
    ]);

    await take(acknowledged);
    expect(await activeAlerts(tables.database, strategyId)).toHaveLength(0);
  });

  it('names the channels that took it, and not those that gave up', async () => {
    await take(
      alertRaised({ alertId }),
      alertDelivered({ alertId, channel: 'slack' }),
      alertUndelivered({ alertId, channel: 'email' }),
      alertDelivered({ alertId, channel: 'telegram' }),
    );

    expect(await activeAlerts(tables.database, strategyId)).toMatchObject([
      { notification_sent: true, notification_channels: ['slack', 'telegram'] },
    ]);
  });

  it('belongs to no strategy when it is about a whole account', async () => {
    await take(alertRaised({ alertId, strategyId: '', kind: 'account_killed' }));

    expect(await tables.rows('lt_alerts')).toMatchObject([
      { strategy_id: null, account_id: 'account-1', alert_type: 'CIRCUIT_BREAKER' },
    ]);
  });

  it('is the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      alertRaised({ alertId }),
      alertRaised({ alertId: uuidFrom('alert', 'fact-2') }),
      alertDelivered({ alertId }),
      acknowledged,
      alertDelivered({ alertId, channel: 'slack' }),
      resolved,
    );
    const whole = await tables.rebuild(alerts, facts, 100);

    await tables.empty(alerts);
    await tables.take(alerts, facts.slice(0, 2));
    await tables.lose(alerts, facts.slice(2));
    await tables.take(alerts, facts.slice(2));
    expect(await tables.rows('lt_alerts')).toContainEqual(
      expect.objectContaining({
        alert_id: alertId,
        alert_status: 'RESOLVED',
        notification_channels: ['email', 'slack'],
      }),
    );
    expect(await tables.rebuild(alerts, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(alerts, facts, 4)).toEqual(whole);
  });
});
