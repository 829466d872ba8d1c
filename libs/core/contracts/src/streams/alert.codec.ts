/** Stored facts of alerts. */
import type { alert } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, part } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/alert_pb.js';
import type { FactCodecs } from './fact-codecs.js';

export const alertCodecs: FactCodecs<alert.Event> = {
  AlertRaised: messageCodec(
    wire.AlertRaisedSchema,
    (data) => ({ alert: writeAlert(data), at: data.at }),
    (message) => ({ ...part(message, 'alert', readAlert), at: instant(message, 'at') }),
  ),
  AlertDelivered: messageCodec(
    wire.AlertDeliveredSchema,
    ({ alertId, channel, receipt, attempt, at }) => ({ alertId, channel, receipt, attempt, at }),
    (message) => ({
      alertId: message.alertId,
      channel: message.channel,
      receipt: message.receipt,
      attempt: message.attempt,
      at: instant(message, 'at'),
    }),
  ),
  AlertUndelivered: messageCodec(
    wire.AlertUndeliveredSchema,
    ({ alertId, channel, detail, attempts, at }) => ({ alertId, channel, detail, attempts, at }),
    (message) => ({
      alertId: message.alertId,
      channel: message.channel,
      detail: message.detail,
      attempts: message.attempts,
      at: instant(message, 'at'),
    }),
  ),
  AlertAcknowledged: messageCodec(
    wire.AlertAcknowledgedSchema,
    ({ alertId, by, at }) => ({ alertId, by, at }),
    (message) => ({ alertId: message.alertId, by: message.by, at: instant(message, 'at') }),
  ),
  AlertResolved: messageCodec(
    wire.AlertResolvedSchema,
    ({ alertId, why, at }) => ({ alertId, why, at }),
    (message) => ({ alertId: message.alertId, why: message.why, at: instant(message, 'at') }),
  ),
};

function writeAlert(data: alert.Alert): Draft<wire.Alert> {
  return {
    alertId: data.alertId,
    kind: alertKinds.stored(data.kind),
    severity: alertSeverities.stored(data.severity),
    title: data.title,
    message: data.message,
    accountId: data.accountId,
    strategyId: data.strategyId,
  };
}

function readAlert(message: wire.Alert): alert.Alert {
  return {
    alertId: message.alertId,
    kind: alertKinds.read(message, 'kind'),
    severity: alertSeverities.read(message, 'severity'),
    title: message.title,
    message: message.message,
    accountId: message.accountId,
    strategyId: message.strategyId,
  };
}

export const alertSeverities = closedList<alert.Severity, wire.AlertSeverity>({
  INFO: wire.AlertSeverity.INFO,
  WARNING: wire.AlertSeverity.WARNING,
  CRITICAL: wire.AlertSeverity.CRITICAL,
});

export const alertKinds = closedList<alert.AlertKind, wire.AlertKind>({
  signal_refused: wire.AlertKind.SIGNAL_REFUSED,
  order_rejected: wire.AlertKind.ORDER_REJECTED,
  order_unconfirmed: wire.AlertKind.ORDER_UNCONFIRMED,
  fill_failed: wire.AlertKind.FILL_FAILED,
  redemption_confirmed: wire.AlertKind.REDEMPTION_CONFIRMED,
  redemption_failed: wire.AlertKind.REDEMPTION_FAILED,
  loss_confirmed: wire.AlertKind.LOSS_CONFIRMED,
  account_killed: wire.AlertKind.ACCOUNT_KILLED,
  strategy_paused: wire.AlertKind.STRATEGY_PAUSED,
  strategy_resumed: wire.AlertKind.STRATEGY_RESUMED,
  breaker_tripped: wire.AlertKind.BREAKER_TRIPPED,
  breaker_cleared: wire.AlertKind.BREAKER_CLEARED,
  rules_unevaluated: wire.AlertKind.RULES_UNEVALUATED,
  strategy_killed: wire.AlertKind.STRATEGY_KILLED,
  kill_verified: wire.AlertKind.KILL_VERIFIED,
  kill_unverified: wire.AlertKind.KILL_UNVERIFIED,
  drift_found: wire.AlertKind.DRIFT_FOUND,
  venue_unreconciled: wire.AlertKind.VENUE_UNRECONCILED,
  position_unprotected: wire.AlertKind.POSITION_UNPROTECTED,
  exit_refused: wire.AlertKind.EXIT_REFUSED,
  market_disputed: wire.AlertKind.MARKET_DISPUTED,
  market_dispute_ended: wire.AlertKind.MARKET_DISPUTE_ENDED,
  redemption_delayed: wire.AlertKind.REDEMPTION_DELAYED,
  redemption_found_elsewhere: wire.AlertKind.REDEMPTION_FOUND_ELSEWHERE,
  wallet_action_confirmed: wire.AlertKind.WALLET_ACTION_CONFIRMED,
  wallet_action_failed: wire.AlertKind.WALLET_ACTION_FAILED,
});
