/** What an approval or a refusal rests on, as stored: checks, book and market. */
import type { account } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import type { Draft } from '../fields/message-codec.js';
import {
  integer,
  list,
  maybe,
  maybePart,
  part,
  present,
  price,
  ratio,
  shares,
  usd,
} from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';
import { readFee, readQuote, writeFee, writeQuote } from './common.codec.js';

export function writeDecision(data: account.Decision): Draft<wire.Decision> {
  return {
    checks: data.checks.map(writeCheck),
    rulesVersion: data.rulesVersion,
    quote: data.quote && writeQuote(data.quote),
    market: data.market && writeMarket(data.market),
    sizing: data.sizing && writeSizing(data.sizing),
  };
}

export function readDecision(message: wire.Decision): account.Decision {
  return {
    checks: list(message, 'checks', readCheck),
    rulesVersion: message.rulesVersion,
    quote: maybePart(message, 'quote', readQuote),
    market: maybePart(message, 'market', readMarket),
    ...present({ sizing: maybePart(message, 'sizing', readSizing) }),
  };
}

export const refusalCodes = closedList<account.RefusalCode, wire.RefusalCode>({
  killed: wire.RefusalCode.KILLED,
  unknown_strategy: wire.RefusalCode.UNKNOWN_STRATEGY,
  rules_not_set: wire.RefusalCode.RULES_NOT_SET,
  stale_signal: wire.RefusalCode.STALE_SIGNAL,
  invalid_signal: wire.RefusalCode.INVALID_SIGNAL,
  market_not_tradable: wire.RefusalCode.MARKET_NOT_TRADABLE,
  duplicate_signal: wire.RefusalCode.DUPLICATE_SIGNAL,
  below_minimum: wire.RefusalCode.BELOW_MINIMUM,
  nothing_to_reduce: wire.RefusalCode.NOTHING_TO_REDUCE,
  daily_budget_exceeded: wire.RefusalCode.DAILY_BUDGET_EXCEEDED,
  position_too_large: wire.RefusalCode.POSITION_TOO_LARGE,
  exposure_exceeded: wire.RefusalCode.EXPOSURE_EXCEEDED,
  too_many_positions: wire.RefusalCode.TOO_MANY_POSITIONS,
  market_already_held: wire.RefusalCode.MARKET_ALREADY_HELD,
  spread_exceeded: wire.RefusalCode.SPREAD_EXCEEDED,
  circuit_breaker_active: wire.RefusalCode.CIRCUIT_BREAKER_ACTIVE,
  strategy_paused: wire.RefusalCode.STRATEGY_PAUSED,
  drawdown_exceeded: wire.RefusalCode.DRAWDOWN_EXCEEDED,
  consecutive_losses: wire.RefusalCode.CONSECUTIVE_LOSSES,
  weekly_budget_exceeded: wire.RefusalCode.WEEKLY_BUDGET_EXCEEDED,
  monthly_budget_exceeded: wire.RefusalCode.MONTHLY_BUDGET_EXCEEDED,
  slippage_exceeded: wire.RefusalCode.SLIPPAGE_EXCEEDED,
  liquidity_too_low: wire.RefusalCode.LIQUIDITY_TOO_LOW,
  latency_exceeded: wire.RefusalCode.LATENCY_EXCEEDED,
  account_balance: wire.RefusalCode.ACCOUNT_BALANCE,
  event_loss_exceeded: wire.RefusalCode.EVENT_LOSS_EXCEEDED,
});

function writeCheck(data: account.Check): Draft<wire.Check> {
  return {
    code: refusalCodes.stored(data.code),
    unit: checkUnits.stored(data.unit),
    value: String(data.value),
    limit: data.limit === undefined ? undefined : String(data.limit),
    passed: data.passed,
    near: data.near,
    detail: data.detail,
    margin: data.margin?.toString(),
  };
}

function readCheck(message: wire.Check): account.Check {
  return {
    code: refusalCodes.read(message, 'code'),
    unit: checkUnits.read(message, 'unit'),
    value: integer(message, 'value'),
    limit: maybe(message, 'limit', integer),
    passed: message.passed,
    near: message.near,
    detail: message.detail,
    ...present({ margin: maybe(message, 'margin', integer) }),
  };
}

function writeMarket(data: account.MarketView): Draft<wire.MarketView> {
  return {
    status: marketStatuses.stored(data.status),
    tokenIds: data.tokenIds,
    tickSizeMicroUsd: String(data.tickSize),
    orderSizeMinSharesMicro: String(data.orderSizeMin),
    fee: writeFee(data.fee),
    negRiskEvent: data.negRiskEvent,
  };
}

function readMarket(message: wire.MarketView): account.MarketView {
  return {
    status: marketStatuses.read(message, 'status'),
    tokenIds: message.tokenIds,
    tickSize: price(message, 'tickSizeMicroUsd'),
    orderSizeMin: shares(message, 'orderSizeMinSharesMicro'),
    fee: part(message, 'fee', readFee),
    ...present({ negRiskEvent: message.negRiskEvent }),
  };
}

function writeSizing(data: account.Sizing): Draft<wire.Sizing> {
  return {
    askedMicroUsd: String(data.askedUsd),
    sizedMicroUsd: String(data.sizedUsd),
    by: sizingBases.stored(data.by),
    volatility: data.volatility && writeVolatility(data.volatility),
    clipped: data.clipped,
  };
}

function readSizing(message: wire.Sizing): account.Sizing {
  return {
    askedUsd: usd(message, 'askedMicroUsd'),
    sizedUsd: usd(message, 'sizedMicroUsd'),
    by: sizingBases.read(message, 'by'),
    ...present({ volatility: maybePart(message, 'volatility', readVolatility) }),
    clipped: message.clipped,
  };
}

function writeVolatility(data: account.VolatilityMeasure): Draft<wire.VolatilityMeasure> {
  return {
    multiplierRatioMicro: String(data.multiplier),
    points: data.points,
    rhoRatioMicro: data.rho?.toString(),
  };
}

function readVolatility(message: wire.VolatilityMeasure): account.VolatilityMeasure {
  return {
    multiplier: ratio(message, 'multiplierRatioMicro'),
    points: message.points,
    rho: maybe(message, 'rhoRatioMicro', ratio),
  };
}

export const checkUnits = closedList<account.Check['unit'], wire.CheckUnit>({
  usd: wire.CheckUnit.USD,
  ratio: wire.CheckUnit.RATIO,
  count: wire.CheckUnit.COUNT,
  ms: wire.CheckUnit.MS,
  none: wire.CheckUnit.NONE,
});

export const marketStatuses = closedList<account.MarketView['status'], wire.MarketStatus>({
  open: wire.MarketStatus.OPEN,
  closed: wire.MarketStatus.CLOSED,
  resolved: wire.MarketStatus.RESOLVED,
  disputed: wire.MarketStatus.DISPUTED,
});

export const sizingBases = closedList<account.Sizing['by'], wire.SizingBasis>({
  signal: wire.SizingBasis.SIGNAL,
  fixed_usd: wire.SizingBasis.FIXED_USD,
  equity_pct: wire.SizingBasis.EQUITY_PCT,
  proportional: wire.SizingBasis.PROPORTIONAL,
});
