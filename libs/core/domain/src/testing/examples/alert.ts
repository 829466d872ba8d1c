/** Typical alert messages. */
import type * as alerts from '../../alert.js';
import { accountId, at, strategyId } from './common.js';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

const alertId = 'alert-1';

export const alert = (data: Partial<alerts.Alert> = {}): alerts.Alert => ({
  alertId,
  kind: 'fill_failed',
  severity: 'WARNING',
  title: 'A fill failed',
  message: 'Trade trade-1 of order order-1 could not be settled.',
  accountId,
  strategyId,
  ...data,
});

export const raiseAlert = (data: Some<alerts.RaiseAlert> = {}): alerts.RaiseAlert => ({
  type: 'RaiseAlert',
  data: { ...alert(), at, ...data },
});

export const alertRaised = (data: Some<alerts.Raised> = {}): alerts.Raised => ({
  type: 'AlertRaised',
  data: { ...alert(), at, ...data },
});

const delivery: alerts.Delivered['data'] = {
  alertId,
  channel: 'email',
  receipt: '250 queued',
  attempt: 1,
  at,
};

export const recordDelivery = (data: Some<alerts.RecordDelivery> = {}): alerts.RecordDelivery => ({
  type: 'RecordDelivery',
  data: { ...delivery, ...data },
});

export const alertDelivered = (data: Some<alerts.Delivered> = {}): alerts.Delivered => ({
  type: 'AlertDelivered',
  data: { ...delivery, ...data },
});

const givenUp: alerts.Undelivered['data'] = {
  alertId,
  channel: 'email',
  detail: 'no route to host',
  attempts: 5,
  at,
};

export const giveUpDelivery = (data: Some<alerts.GiveUpDelivery> = {}): alerts.GiveUpDelivery => ({
  type: 'GiveUpDelivery',
  data: { ...givenUp, ...data },
});

export const alertUndelivered = (data: Some<alerts.Undelivered> = {}): alerts.Undelivered => ({
  type: 'AlertUndelivered',
  data: { ...givenUp, ...data },
});

export const acknowledgeAlert = (by = 'ana'): alerts.AcknowledgeAlert => ({
  type: 'AcknowledgeAlert',
  data: { alertId, by, at },
});

export const alertAcknowledged = (by = 'ana'): alerts.Acknowledged => ({
  type: 'AlertAcknowledged',
  data: { alertId, by, at },
});

export const resolveAlert = (why = 'settled after all'): alerts.ResolveAlert => ({
  type: 'ResolveAlert',
  data: { alertId, why, at },
});

export const alertResolved = (why = 'settled after all'): alerts.Resolved => ({
  type: 'AlertResolved',
  data: { alertId, why, at },
});
