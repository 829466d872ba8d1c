/** A strategy's limits as stored; an absent limit stays absent. */
import type { account } from '@sluice/domain';
import type { Draft } from '../fields/message-codec.js';
import { count, countOf, maybe, present, ratio, usd } from '../fields/read.js';
import type * as wire from '../gen/sluice/ledger/v1/account_pb.js';

export function writeRules(data: account.RiskRules): Draft<wire.RiskRules> {
  return {
    maxSignalAgeMs:
      data.maxSignalAgeMs === undefined
        ? undefined
        : countOf(data.maxSignalAgeMs, 'maxSignalAgeMs'),
    dailyBudgetMicroUsd: data.dailyBudgetUsd?.toString(),
    dailyBudgetRatioMicro: data.dailyBudgetPct?.toString(),
    maxPositionSizeMicroUsd: data.maxPositionSizeUsd?.toString(),
    maxPositionSizeRatioMicro: data.maxPositionSizePct?.toString(),
    maxTotalExposureMicroUsd: data.maxTotalExposureUsd?.toString(),
    maxTotalExposureRatioMicro: data.maxTotalExposurePct?.toString(),
    maxPositionsPerMarket: data.maxPositionsPerMarket,
    maxConcurrentPositions: data.maxConcurrentPositions,
    maxSpreadRatioMicro: data.maxSpreadPct?.toString(),
    timeZone: data.timeZone,
  };
}

export function readRules(message: wire.RiskRules): account.RiskRules {
  return present({
    maxSignalAgeMs: maybe(message, 'maxSignalAgeMs', count),
    dailyBudgetUsd: maybe(message, 'dailyBudgetMicroUsd', usd),
    dailyBudgetPct: maybe(message, 'dailyBudgetRatioMicro', ratio),
    maxPositionSizeUsd: maybe(message, 'maxPositionSizeMicroUsd', usd),
    maxPositionSizePct: maybe(message, 'maxPositionSizeRatioMicro', ratio),
    maxTotalExposureUsd: maybe(message, 'maxTotalExposureMicroUsd', usd),
    maxTotalExposurePct: maybe(message, 'maxTotalExposureRatioMicro', ratio),
    maxPositionsPerMarket: message.maxPositionsPerMarket,
    maxConcurrentPositions: message.maxConcurrentPositions,
    maxSpreadPct: maybe(message, 'maxSpreadRatioMicro', ratio),
    timeZone: message.timeZone,
  });
}
