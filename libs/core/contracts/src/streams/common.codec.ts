/** Words that several streams share: sides, order types, fees and books. */
import type { account, fee, OrderType, Side } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import type { Draft } from '../fields/message-codec.js';
import { instant, list, price, ratio, shares } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/common_pb.js';

export const sides = closedList<Side, wire.Side>({
  BUY: wire.Side.BUY,
  SELL: wire.Side.SELL,
});

export const orderTypes = closedList<OrderType, wire.OrderType>({
  GTC: wire.OrderType.GTC,
  GTD: wire.OrderType.GTD,
  FOK: wire.OrderType.FOK,
  FAK: wire.OrderType.FAK,
});

export function writeFee({ rate, exponent }: fee.FeeSchedule): Draft<wire.FeeSchedule> {
  return { rateMicro: String(rate), exponent };
}

export function readFee(message: wire.FeeSchedule): fee.FeeSchedule {
  return { rate: ratio(message, 'rateMicro'), exponent: message.exponent };
}

export function writeQuote({ tokenId, bids, asks, at }: account.Quote): Draft<wire.Quote> {
  return { tokenId, bids: bids.map(writeLevel), asks: asks.map(writeLevel), at };
}

export function readQuote(message: wire.Quote): account.Quote {
  return {
    tokenId: message.tokenId,
    bids: list(message, 'bids', readLevel),
    asks: list(message, 'asks', readLevel),
    at: instant(message, 'at'),
  };
}

function writeLevel(level: account.Level): Draft<wire.Level> {
  return { priceMicroUsd: String(level.price), sharesMicro: String(level.shares) };
}

function readLevel(message: wire.Level): account.Level {
  return { price: price(message, 'priceMicroUsd'), shares: shares(message, 'sharesMicro') };
}
