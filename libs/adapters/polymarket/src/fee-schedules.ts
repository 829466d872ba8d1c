/** The fee schedule of each market we traded, asked once in a while and kept in between. */
import type { fee, ConditionId } from '@sluice/domain';
import { UnreadableAnswerError } from './errors.js';
import { readMarketTerms, type MarketTermsContext } from './market-terms.js';

/** Throws what reading the market's terms throws, or UnreadableAnswerError for an unknown market. */
export type FeeSchedules = (conditionId: ConditionId) => Promise<fee.FeeSchedule>;

export function feeSchedules(context: MarketTermsContext, nowMs: () => number): FeeSchedules {
  const kept = new Map<
    ConditionId,
    { readonly schedule: fee.FeeSchedule; readonly untilMs: number }
  >();
  return async (conditionId) => {
    const known = kept.get(conditionId);
    if (known !== undefined && known.untilMs > nowMs()) return known.schedule;

    const terms = await readMarketTerms(context, conditionId);
    if (terms === undefined) {
      throw new UnreadableAnswerError(`Could not find the fee of ${conditionId}: it is not listed`);
    }
    const oldest = kept.keys().next();
    if (kept.size >= MARKETS_MAX && oldest.done !== true) kept.delete(oldest.value);
    kept.set(conditionId, { schedule: terms.fee, untilMs: nowMs() + KEPT_MS });
    return terms.fee;
  };
}

const MARKETS_MAX = 1_000;
const KEPT_MS = 5 * 60_000;
