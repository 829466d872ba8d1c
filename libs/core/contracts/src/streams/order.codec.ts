/** Stored facts of orders. */
import type { order } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec, type Draft } from '../fields/message-codec.js';
import { instant, integer, maybePart, part, present, price, shares, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/order_pb.js';
import { orderTypes, sides } from './common.codec.js';
import type { FactCodecs } from './fact-codecs.js';

export const orderCodecs: FactCodecs<order.Event> = {
  OrderRequested: messageCodec(
    wire.OrderRequestedSchema,
    (data) => ({ order: writeKey(data), signedOrder: writeSignedOrder(data), at: data.at }),
    (message) => ({
      ...part(message, 'order', readKey),
      ...part(message, 'signedOrder', readSignedOrder),
      at: instant(message, 'at'),
    }),
  ),
  OrderAccepted: messageCodec(
    wire.OrderAcceptedSchema,
    (data) => ({ order: writeKey(data), venueStatus: data.venueStatus, at: data.at }),
    (message) => ({
      ...part(message, 'order', readKey),
      venueStatus: message.venueStatus,
      at: instant(message, 'at'),
    }),
  ),
  OrderRejected: messageCodec(
    wire.OrderRejectedSchema,
    (data) => ({ order: writeKey(data), reason: data.reason, at: data.at }),
    (message) => ({
      ...part(message, 'order', readKey),
      reason: message.reason,
      at: instant(message, 'at'),
    }),
  ),
  OrderUnconfirmed: messageCodec(
    wire.OrderUnconfirmedSchema,
    (data) => ({ order: writeKey(data), detail: data.detail, at: data.at }),
    (message) => ({
      ...part(message, 'order', readKey),
      detail: message.detail,
      at: instant(message, 'at'),
    }),
  ),
  OrderFilled: messageCodec(
    wire.OrderFilledSchema,
    (data) => ({ order: writeKey(data), fill: writeFill(data), at: data.at }),
    (message) => ({
      ...part(message, 'order', readKey),
      ...part(message, 'fill', readFill),
      at: instant(message, 'at'),
    }),
  ),
  FillConfirmed: messageCodec(
    wire.FillConfirmedSchema,
    (data) => ({
      order: writeKey(data),
      fill: writeFill(data),
      transactionHash: data.transactionHash,
      settled: data.settled && writeMoney(data.settled),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'order', readKey),
      ...part(message, 'fill', readFill),
      transactionHash: message.transactionHash,
      ...present({ settled: maybePart(message, 'settled', readMoney) }),
      at: instant(message, 'at'),
    }),
  ),
  FillFailed: messageCodec(
    wire.FillFailedSchema,
    (data) => ({
      order: writeKey(data),
      fill: writeFill(data),
      reason: data.reason,
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'order', readKey),
      ...part(message, 'fill', readFill),
      reason: message.reason,
      at: instant(message, 'at'),
    }),
  ),
  OrderClosed: messageCodec(
    wire.OrderClosedSchema,
    (data) => ({
      order: writeKey(data),
      reason: orderCloseReasons.stored(data.reason),
      filledSharesMicro: String(data.filledShares),
      at: data.at,
    }),
    (message) => ({
      ...part(message, 'order', readKey),
      reason: orderCloseReasons.read(message, 'reason'),
      filledShares: shares(message, 'filledSharesMicro'),
      at: instant(message, 'at'),
    }),
  ),
  OrderCancelRequested: messageCodec(
    wire.OrderCancelRequestedSchema,
    (data) => ({ order: writeKey(data), by: data.by, why: data.why, at: data.at }),
    (message) => ({
      ...part(message, 'order', readKey),
      by: message.by,
      why: message.why,
      at: instant(message, 'at'),
    }),
  ),
};

function writeKey(data: order.OrderKey): Draft<wire.OrderKey> {
  return {
    orderId: data.orderId,
    signalId: data.signalId,
    strategyId: data.strategyId,
    accountId: data.accountId,
    conditionId: data.conditionId,
    tokenId: data.tokenId,
    side: sides.stored(data.side),
  };
}

function readKey(message: wire.OrderKey): order.OrderKey {
  return {
    orderId: message.orderId,
    signalId: message.signalId,
    strategyId: message.strategyId,
    accountId: message.accountId,
    conditionId: message.conditionId,
    tokenId: message.tokenId,
    side: sides.read(message, 'side'),
  };
}

function writeSignedOrder(data: order.SignedOrder): Draft<wire.SignedOrder> {
  return {
    orderType: orderTypes.stored(data.orderType),
    limitPriceMicroUsd: String(data.limitPrice),
    sharesMicro: String(data.shares),
    makerAmountMicro: String(data.makerAmount),
    takerAmountMicro: String(data.takerAmount),
    orderHash: data.orderHash,
    signedBody: data.signedBody,
  };
}

function readSignedOrder(message: wire.SignedOrder): order.SignedOrder {
  return {
    orderType: orderTypes.read(message, 'orderType'),
    limitPrice: price(message, 'limitPriceMicroUsd'),
    shares: shares(message, 'sharesMicro'),
    makerAmount: integer(message, 'makerAmountMicro'),
    takerAmount: integer(message, 'takerAmountMicro'),
    orderHash: message.orderHash,
    signedBody: message.signedBody,
  };
}

function writeFill(data: order.Fill): Draft<wire.Fill> {
  return {
    tradeId: data.tradeId,
    sharesMicro: String(data.shares),
    priceMicroUsd: String(data.price),
    ...writeMoney(data),
  };
}

const writeMoney = ({ amountUsd, feeUsd }: order.SettledMoney): Draft<wire.SettledMoney> => ({
  amountMicroUsd: String(amountUsd),
  feeMicroUsd: String(feeUsd),
});

function readFill(message: wire.Fill): order.Fill {
  return {
    tradeId: message.tradeId,
    shares: shares(message, 'sharesMicro'),
    price: price(message, 'priceMicroUsd'),
    ...readMoney(message),
  };
}

const readMoney = (
  message: Pick<wire.SettledMoney, 'amountMicroUsd' | 'feeMicroUsd'>,
): order.SettledMoney => ({
  amountUsd: usd(message, 'amountMicroUsd'),
  feeUsd: usd(message, 'feeMicroUsd'),
});

export const orderCloseReasons = closedList<order.CloseReason, wire.OrderCloseReason>({
  filled: wire.OrderCloseReason.FILLED,
  killed: wire.OrderCloseReason.KILLED,
  cancelled: wire.OrderCloseReason.CANCELLED,
  expired: wire.OrderCloseReason.EXPIRED,
  market_over: wire.OrderCloseReason.MARKET_OVER,
});
