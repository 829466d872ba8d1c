/** One alert as it stands in its table, and how facts change it. */
import type { alert } from '@sluice/domain';

/** Instants are Dates when they come from the database. */
export type AlertRow = {
  readonly alert_id: string;
  readonly strategy_id: string | null;
  readonly alert_type: AlertType;
  readonly alert_severity: alert.Severity;
  readonly alert_title: string;
  readonly alert_message: string;
  readonly alert_status: 'ACTIVE' | 'ACKNOWLEDGED' | 'RESOLVED';
  readonly acknowledged_at: Date | string | null;
  readonly resolved_at: Date | string | null;
  readonly notification_sent: boolean;
  /** Channels that took it, in the order they did. */
  readonly notification_channels: readonly string[];
  readonly created_at: Date | string;
  readonly account_id: string;
  readonly kind: alert.AlertKind;
  readonly acknowledged_by: string | null;
  readonly resolved_why: string | null;
};

export function after(row: AlertRow | undefined, fact: alert.Event): AlertRow | undefined {
  if (fact.type === 'AlertRaised') return raised(fact);
  if (row === undefined) return undefined;
  const { at } = fact.data;
  switch (fact.type) {
    case 'AlertDelivered': {
      const notification_channels = [...row.notification_channels, fact.data.channel];
      return { ...row, notification_sent: true, notification_channels };
    }
    case 'AlertUndelivered':
      return row;
    case 'AlertAcknowledged': {
      const { by } = fact.data;
      return { ...row, alert_status: 'ACKNOWLEDGED', acknowledged_at: at, acknowledged_by: by };
    }
    case 'AlertResolved': {
      const { why } = fact.data;
      return { ...row, alert_status: 'RESOLVED', resolved_at: at, resolved_why: why };
    }
  }
}

const raised = ({ data }: alert.Raised): AlertRow => ({
  alert_id: data.alertId,
  strategy_id: data.strategyId === '' ? null : data.strategyId,
  alert_type: TYPES[data.kind],
  alert_severity: data.severity,
  alert_title: data.title,
  alert_message: data.message,
  alert_status: 'ACTIVE',
  acknowledged_at: null,
  resolved_at: null,
  notification_sent: false,
  notification_channels: [],
  created_at: data.at,
  account_id: data.accountId,
  kind: data.kind,
  acknowledged_by: null,
  resolved_why: null,
});

type AlertType = 'DRAWDOWN' | 'CIRCUIT_BREAKER' | 'ERROR' | 'PERFORMANCE';

/** The design's four types; what exactly happened is in `kind`. */
const TYPES: Readonly<Record<alert.AlertKind, AlertType>> = {
  signal_refused: 'PERFORMANCE',
  order_rejected: 'ERROR',
  order_unconfirmed: 'ERROR',
  fill_failed: 'ERROR',
  redemption_confirmed: 'PERFORMANCE',
  redemption_failed: 'ERROR',
  loss_confirmed: 'PERFORMANCE',
  account_killed: 'CIRCUIT_BREAKER',
  strategy_paused: 'DRAWDOWN',
  strategy_resumed: 'DRAWDOWN',
  breaker_tripped: 'CIRCUIT_BREAKER',
  breaker_cleared: 'CIRCUIT_BREAKER',
  rules_unevaluated: 'ERROR',
  strategy_killed: 'CIRCUIT_BREAKER',
  kill_verified: 'CIRCUIT_BREAKER',
  kill_unverified: 'ERROR',
  drift_found: 'ERROR',
  venue_unreconciled: 'CIRCUIT_BREAKER',
  position_unprotected: 'ERROR',
  exit_refused: 'ERROR',
  market_disputed: 'PERFORMANCE',
  market_dispute_ended: 'PERFORMANCE',
  redemption_delayed: 'ERROR',
  redemption_found_elsewhere: 'PERFORMANCE',
  wallet_action_confirmed: 'PERFORMANCE',
  wallet_action_failed: 'ERROR',
};
