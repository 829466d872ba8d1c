/** Stored facts of markets. */
import type { market } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import { messageCodec } from '../fields/message-codec.js';
import { instant, integer, integers, maybe, part, present, price, shares } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/market_pb.js';
import { readFee, writeFee } from './common.codec.js';
import type { FactCodecs } from './fact-codecs.js';

export const marketCodecs: FactCodecs<market.Event> = {
  MarketListed: messageCodec(
    wire.MarketListedSchema,
    (data) => ({
      conditionId: data.conditionId,
      question: data.question,
      outcomes: data.outcomes.map(({ tokenId, name }) => ({ tokenId, name })),
      tickSizeMicroUsd: String(data.tickSize),
      orderSizeMinSharesMicro: String(data.orderSizeMin),
      fee: writeFee(data.fee),
      negRisk: data.negRisk,
      negRiskEvent: data.negRiskEvent,
      at: data.at,
    }),
    (message) => ({
      conditionId: message.conditionId,
      question: message.question,
      outcomes: message.outcomes.map(({ tokenId, name }) => ({ tokenId, name })),
      tickSize: price(message, 'tickSizeMicroUsd'),
      orderSizeMin: shares(message, 'orderSizeMinSharesMicro'),
      fee: part(message, 'fee', readFee),
      negRisk: message.negRisk,
      ...present({ negRiskEvent: message.negRiskEvent }),
      at: instant(message, 'at'),
    }),
  ),
  MarketClosed: messageCodec(
    wire.MarketClosedSchema,
    ({ conditionId, at }) => ({ conditionId, at }),
    (message) => ({ conditionId: message.conditionId, at: instant(message, 'at') }),
  ),
  MarketReopened: messageCodec(
    wire.MarketReopenedSchema,
    ({ conditionId, at }) => ({ conditionId, at }),
    (message) => ({ conditionId: message.conditionId, at: instant(message, 'at') }),
  ),
  MarketProgressed: messageCodec(wire.MarketProgressedSchema, writeObserved, readObserved),
  MarketDisputed: messageCodec(wire.MarketDisputedSchema, writeObserved, readObserved),
  MarketDisputeEnded: messageCodec(wire.MarketDisputeEndedSchema, writeObserved, readObserved),
  MarketResolved: messageCodec(
    wire.MarketResolvedSchema,
    (data) => ({
      conditionId: data.conditionId,
      payoutNumerators: data.payoutNumerators.map(String),
      payoutDenominator: String(data.payoutDenominator),
      blockNumber: String(data.blockNumber),
      transactionHash: data.transactionHash,
      at: data.at,
    }),
    (message) => ({
      conditionId: message.conditionId,
      payoutNumerators: integers(message, 'payoutNumerators'),
      payoutDenominator: integer(message, 'payoutDenominator'),
      blockNumber: integer(message, 'blockNumber'),
      transactionHash: message.transactionHash,
      at: instant(message, 'at'),
    }),
  ),
};

function writeObserved(data: market.Progressed['data']) {
  return {
    conditionId: data.conditionId,
    status: oracleStatuses.stored(data.status),
    since: data.since,
    expectedSettlementAt: data.expectedSettlementAt,
    at: data.at,
  };
}

function readObserved(
  message: Pick<
    wire.MarketProgressed,
    'conditionId' | 'status' | 'since' | 'expectedSettlementAt' | 'at'
  >,
): market.Progressed['data'] {
  return {
    conditionId: message.conditionId,
    status: oracleStatuses.read(message, 'status'),
    ...present({
      since: maybe(message, 'since', instant),
      expectedSettlementAt: maybe(message, 'expectedSettlementAt', instant),
    }),
    at: instant(message, 'at'),
  };
}

export const oracleStatuses = closedList<market.OracleStatus, wire.OracleStatus>({
  initialized: wire.OracleStatus.INITIALIZED,
  posed: wire.OracleStatus.POSED,
  active: wire.OracleStatus.ACTIVE,
  proposed: wire.OracleStatus.PROPOSED,
  challenged: wire.OracleStatus.CHALLENGED,
  reproposed: wire.OracleStatus.REPROPOSED,
  disputed: wire.OracleStatus.DISPUTED,
  arbitration: wire.OracleStatus.ARBITRATION,
});
