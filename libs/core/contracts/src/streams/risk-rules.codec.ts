/** A strategy's limits as stored; an absent limit stays absent. */
import type { account } from '@sluice/domain';
import { closedList } from '../fields/closed-list.js';
import type { Draft } from '../fields/message-codec.js';
import { count, countOf, maybe, present, ratio, usd } from '../fields/read.js';
import * as wire from '../gen/sluice/ledger/v1/account_pb.js';

type Rules = account.RiskRules;

export function writeRules(data: Rules): Draft<wire.RiskRules> {
  return {
    maxSignalAgeMs: milliseconds(data, 'maxSignalAgeMs'),
    timeZone: data.timeZone,
    budgetWindow: data.budgetWindow && budgetWindows.stored(data.budgetWindow),
    dailyBudgetMicroUsd: data.dailyBudgetUsd?.toString(),
    dailyBudgetRatioMicro: data.dailyBudgetPct?.toString(),
    weeklyBudgetMicroUsd: data.weeklyBudgetUsd?.toString(),
    monthlyBudgetMicroUsd: data.monthlyBudgetUsd?.toString(),

    fixedMicroUsd: data.fixedUsd?.toString(),
    equityRatioMicro: data.equityPct?.toString(),
    proportionalRatioMicro: data.proportional?.toString(),

    maxPositionSizeMicroUsd: data.maxPositionSizeUsd?.toString(),
    maxPositionSizeRatioMicro: data.maxPositionSizePct?.toString(),
    onOversize: data.onOversize && oversizeAnswers.stored(data.onOversize),
    maxTotalExposureMicroUsd: data.maxTotalExposureUsd?.toString(),
    maxTotalExposureRatioMicro: data.maxTotalExposurePct?.toString(),
    maxPositionsPerMarket: data.maxPositionsPerMarket,
    maxConcurrentPositions: data.maxConcurrentPositions,

    maxDrawdownRatioMicro: data.maxDrawdownPct?.toString(),
    drawdownResumeThresholdRatioMicro: data.drawdownResumeThresholdPct?.toString(),
    maxConsecutiveLosses: data.maxConsecutiveLosses,
    streakCooldownMs: milliseconds(data, 'streakCooldownMs'),

    maxSlippageRatioMicro: data.maxSlippagePct?.toString(),
    maxSpreadRatioMicro: data.maxSpreadPct?.toString(),
    minLiquidityMicroUsd: data.minLiquidityUsd?.toString(),
    maxLatencyMs: milliseconds(data, 'maxLatencyMs'),
    maxEventLossMicroUsd: data.maxEventLossUsd?.toString(),

    breakerTripCount: data.breakerTripCount,
    breakerWindowMs: milliseconds(data, 'breakerWindowMs'),
    breakerCooldownMs: milliseconds(data, 'breakerCooldownMs'),

    useVolatilityAdjustment: data.useVolatilityAdjustment,
    volatilityLookbackDays: data.volatilityLookbackDays,
    lowVolatilityMultiplierRatioMicro: data.lowVolatilityMultiplier?.toString(),
    highVolatilityMultiplierRatioMicro: data.highVolatilityMultiplier?.toString(),

    enableStopLoss: data.enableStopLoss,
    stopLossRatioMicro: data.stopLossPct?.toString(),
    enableTakeProfit: data.enableTakeProfit,
    takeProfitRatioMicro: data.takeProfitPct?.toString(),
    trailingStopRatioMicro: data.trailingStopPct?.toString(),
    timeStopMs: milliseconds(data, 'timeStopMs'),
    exitMaxSlippageRatioMicro: data.exitMaxSlippagePct?.toString(),
  };
}

export function readRules(message: wire.RiskRules): Rules {
  return present({
    maxSignalAgeMs: maybe(message, 'maxSignalAgeMs', count),
    timeZone: message.timeZone,
    budgetWindow: maybe(message, 'budgetWindow', budgetWindows.read),
    dailyBudgetUsd: maybe(message, 'dailyBudgetMicroUsd', usd),
    dailyBudgetPct: maybe(message, 'dailyBudgetRatioMicro', ratio),
    weeklyBudgetUsd: maybe(message, 'weeklyBudgetMicroUsd', usd),
    monthlyBudgetUsd: maybe(message, 'monthlyBudgetMicroUsd', usd),

    fixedUsd: maybe(message, 'fixedMicroUsd', usd),
    equityPct: maybe(message, 'equityRatioMicro', ratio),
    proportional: maybe(message, 'proportionalRatioMicro', ratio),

    maxPositionSizeUsd: maybe(message, 'maxPositionSizeMicroUsd', usd),
    maxPositionSizePct: maybe(message, 'maxPositionSizeRatioMicro', ratio),
    onOversize: maybe(message, 'onOversize', oversizeAnswers.read),
    maxTotalExposureUsd: maybe(message, 'maxTotalExposureMicroUsd', usd),
    maxTotalExposurePct: maybe(message, 'maxTotalExposureRatioMicro', ratio),
    maxPositionsPerMarket: message.maxPositionsPerMarket,
    maxConcurrentPositions: message.maxConcurrentPositions,

    maxDrawdownPct: maybe(message, 'maxDrawdownRatioMicro', ratio),
    drawdownResumeThresholdPct: maybe(message, 'drawdownResumeThresholdRatioMicro', ratio),
    maxConsecutiveLosses: message.maxConsecutiveLosses,
    streakCooldownMs: maybe(message, 'streakCooldownMs', count),

    maxSlippagePct: maybe(message, 'maxSlippageRatioMicro', ratio),
    maxSpreadPct: maybe(message, 'maxSpreadRatioMicro', ratio),
    minLiquidityUsd: maybe(message, 'minLiquidityMicroUsd', usd),
    maxLatencyMs: maybe(message, 'maxLatencyMs', count),
    maxEventLossUsd: maybe(message, 'maxEventLossMicroUsd', usd),

    breakerTripCount: message.breakerTripCount,
    breakerWindowMs: maybe(message, 'breakerWindowMs', count),
    breakerCooldownMs: maybe(message, 'breakerCooldownMs', count),

    useVolatilityAdjustment: message.useVolatilityAdjustment,
    volatilityLookbackDays: message.volatilityLookbackDays,
    lowVolatilityMultiplier: maybe(message, 'lowVolatilityMultiplierRatioMicro', ratio),
    highVolatilityMultiplier: maybe(message, 'highVolatilityMultiplierRatioMicro', ratio),

    enableStopLoss: message.enableStopLoss,
    stopLossPct: maybe(message, 'stopLossRatioMicro', ratio),
    enableTakeProfit: message.enableTakeProfit,
    takeProfitPct: maybe(message, 'takeProfitRatioMicro', ratio),
    trailingStopPct: maybe(message, 'trailingStopRatioMicro', ratio),
    timeStopMs: maybe(message, 'timeStopMs', count),
    exitMaxSlippagePct: maybe(message, 'exitMaxSlippageRatioMicro', ratio),
  });
}

export const budgetWindows = closedList<NonNullable<Rules['budgetWindow']>, wire.BudgetWindow>({
  calendar: wire.BudgetWindow.CALENDAR,
  rolling: wire.BudgetWindow.ROLLING,
});

export const oversizeAnswers = closedList<NonNullable<Rules['onOversize']>, wire.OversizeAnswer>({
  refuse: wire.OversizeAnswer.REFUSE,
  clip: wire.OversizeAnswer.CLIP,
});

type Milliseconds = Extract<keyof Rules, `${string}Ms`>;

const milliseconds = (data: Rules, name: Milliseconds): bigint | undefined =>
  data[name] === undefined ? undefined : countOf(data[name], name);
