/** Typical order messages: 40 shares bought at 0.50. */
import { noUsd, price, shares, usd } from '../../money.js';
import type * as order from '../../order.js';
import { accountId, at, conditionId, signalId, strategyId, yesToken } from './common.js';

export const orderKey = (data: Partial<order.OrderKey> = {}): order.OrderKey => ({
  orderId: 'order-1',
  signalId,
  strategyId,
  accountId,
  conditionId,
  tokenId: yesToken,
  side: 'BUY',
  ...data,
});

export const fill = (data: Partial<order.Fill> = {}): order.Fill => ({
  tradeId: 'trade-1',
  shares: shares('40'),
  price: price('0.50'),
  amountUsd: usd('20'),
  feeUsd: noUsd,
  ...data,
});

const requested: order.Requested['data'] = {
  ...orderKey(),
  orderType: 'FAK',
  limitPrice: price('0.50'),
  shares: shares('40'),
  makerAmount: 20_000_000n,
  takerAmount: 40_000_000n,
  orderHash: '0xorder',
  signedBody: '{"signed":"order"}',
  at,
};

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

export const requestOrder = (data: Some<order.RequestOrder> = {}): order.RequestOrder => ({
  type: 'RequestOrder',
  data: { ...requested, ...data },
});

export const orderRequested = (data: Some<order.Requested> = {}): order.Requested => ({
  type: 'OrderRequested',
  data: { ...requested, ...data },
});

export const acceptOrder = (data: Some<order.AcceptOrder> = {}): order.AcceptOrder => ({
  type: 'AcceptOrder',
  data: { venueStatus: 'live', at, ...data },
});

export const orderAccepted = (data: Some<order.Accepted> = {}): order.Accepted => ({
  type: 'OrderAccepted',
  data: { ...orderKey(), venueStatus: 'live', at, ...data },
});

export const rejectOrder = (data: Some<order.RejectOrder> = {}): order.RejectOrder => ({
  type: 'RejectOrder',
  data: { reason: 'not enough balance', at, ...data },
});

export const orderRejected = (data: Some<order.Rejected> = {}): order.Rejected => ({
  type: 'OrderRejected',
  data: { ...orderKey(), reason: 'not enough balance', at, ...data },
});

export const doubtOrder = (data: Some<order.DoubtOrder> = {}): order.DoubtOrder => ({
  type: 'DoubtOrder',
  data: { detail: 'the connection was reset', at, ...data },
});

export const orderUnconfirmed = (data: Some<order.Unconfirmed> = {}): order.Unconfirmed => ({
  type: 'OrderUnconfirmed',
  data: { ...orderKey(), detail: 'the connection was reset', at, ...data },
});

export const recordFill = (data: Some<order.RecordFill> = {}): order.RecordFill => ({
  type: 'RecordFill',
  data: { ...fill(), at, ...data },
});

export const orderFilled = (data: Some<order.Filled> = {}): order.Filled => ({
  type: 'OrderFilled',
  data: { ...orderKey(), ...fill(), at, ...data },
});

export const confirmFill = (data: Some<order.ConfirmFill> = {}): order.ConfirmFill => ({
  type: 'ConfirmFill',
  data: { tradeId: 'trade-1', transactionHash: '0xsettled', at, ...data },
});

export const fillConfirmed = (data: Some<order.FillConfirmed> = {}): order.FillConfirmed => ({
  type: 'FillConfirmed',
  data: { ...orderKey(), ...fill(), transactionHash: '0xsettled', at, ...data },
});

export const failFill = (data: Some<order.FailFill> = {}): order.FailFill => ({
  type: 'FailFill',
  data: { tradeId: 'trade-1', reason: 'the venue could not settle the match', at, ...data },
});

export const fillFailed = (data: Some<order.FillFailed> = {}): order.FillFailed => ({
  type: 'FillFailed',
  data: {
    ...orderKey(),
    ...fill(),
    reason: 'the venue could not settle the match',
    at,
    ...data,
  },
});

export const closeOrder = (data: Some<order.CloseOrder> = {}): order.CloseOrder => ({
  type: 'CloseOrder',
  data: { reason: 'filled', venueFilledShares: shares('40'), at, ...data },
});

export const orderClosed = (data: Some<order.Closed> = {}): order.Closed => ({
  type: 'OrderClosed',
  data: { ...orderKey(), reason: 'filled', filledShares: shares('40'), at, ...data },
});

const cancelRequest: order.CancelRequest = { by: 'ada', why: 'the event is off', at };

export const requestCancel = (data: Some<order.RequestCancel> = {}): order.RequestCancel => ({
  type: 'RequestCancel',
  data: { ...cancelRequest, ...data },
});

export const orderCancelRequested = (
  data: Some<order.CancelRequested> = {},
): order.CancelRequested => ({
  type: 'OrderCancelRequested',
  data: { ...orderKey(), ...cancelRequest, ...data },
});
