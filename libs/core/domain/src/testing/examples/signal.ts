/** Typical signals. A test names only the fields its rule is about. */
import { price, usd } from '../../money.js';
import type * as signals from '../../signal.js';
import { accountId, at, conditionId, signalId, strategyId, yesToken } from './common.js';

export const signal = (data: Partial<signals.Signal> = {}): signals.Signal => ({
  signalId,
  source: 'webhook',
  externalId: 'external-1',
  strategyId,
  accountId,
  conditionId,
  tokenId: yesToken,
  side: 'BUY',
  sizeUsd: usd('20'),
  limitPrice: price('0.50'),
  orderType: 'FAK',
  reduceOnly: false,
  observedAt: at,
  receivedAt: at,
  ...data,
});

export const exitSignal = (data: Partial<signals.Signal> = {}): signals.Signal =>
  signal({ signalId: 'exit-1', externalId: 'exit-1', side: 'SELL', reduceOnly: true, ...data });

export const receiveSignal = (data: Partial<signals.Signal> = {}): signals.ReceiveSignal => ({
  type: 'ReceiveSignal',
  data: signal(data),
});

export const signalReceived = (data: Partial<signals.Signal> = {}): signals.Received => ({
  type: 'SignalReceived',
  data: signal(data),
});

const ignored: signals.Ignored['data'] = {
  signalId,
  source: 'webhook',
  externalId: 'external-1',
  reason: 'unknown_market',
  detail: conditionId,
  at,
};

export const ignoreSignal = (
  data: Partial<signals.Ignored['data']> = {},
): signals.IgnoreSignal => ({ type: 'IgnoreSignal', data: { ...ignored, ...data } });

export const signalIgnored = (data: Partial<signals.Ignored['data']> = {}): signals.Ignored => ({
  type: 'SignalIgnored',
  data: { ...ignored, ...data },
});
