/** An approval as stored: what may be ordered, and the decision behind it. */
import type { account } from '@sluice/domain';
import { messageCodec } from '../fields/message-codec.js';
import { instant, maybe, part, present, price, shares, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import { orderTypes, readFee, sides, writeFee } from './common.codec.js';
import { readDecision, writeDecision } from './decision.codec.js';

export const approvalCodec = messageCodec<typeof wire.SignalApprovedSchema, account.Approval>(
  wire.SignalApprovedSchema,
  (data) => ({
    signalId: data.signalId,
    accountId: data.accountId,
    strategyId: data.strategyId,
    conditionId: data.conditionId,
    tokenId: data.tokenId,
    side: sides.stored(data.side),
    orderType: orderTypes.stored(data.orderType),
    limitPriceMicroUsd: String(data.limitPrice),
    sizeMicroUsd: String(data.sizeUsd),
    sharesMicro: String(data.shares),
    reservedMicroUsd: String(data.reservedUsd),
    fee: writeFee(data.fee),
    dayKey: data.dayKey,
    reduceOnly: data.reduceOnly,
    decision: writeDecision(data.decision),
    observedAt: data.observedAt,
    at: data.at,
    expiresAt: data.expiresAt,
    postOnly: data.postOnly,
  }),
  (message) => ({
    signalId: message.signalId,
    accountId: message.accountId,
    strategyId: message.strategyId,
    conditionId: message.conditionId,
    tokenId: message.tokenId,
    side: sides.read(message, 'side'),
    orderType: orderTypes.read(message, 'orderType'),
    limitPrice: price(message, 'limitPriceMicroUsd'),
    sizeUsd: usd(message, 'sizeMicroUsd'),
    shares: shares(message, 'sharesMicro'),
    reservedUsd: usd(message, 'reservedMicroUsd'),
    fee: part(message, 'fee', readFee),
    dayKey: message.dayKey,
    reduceOnly: message.reduceOnly,
    decision: part(message, 'decision', readDecision),
    observedAt: instant(message, 'observedAt'),
    at: instant(message, 'at'),
    ...present({ expiresAt: maybe(message, 'expiresAt', instant), postOnly: message.postOnly }),
  }),
);
