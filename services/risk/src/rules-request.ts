/** Risk rules as a person writes them, checked as a whole before any of them counts. */
import { money, type account } from '@sluice/domain';
import { z } from 'zod';

const decimal = <Amount extends bigint>(
  read: (text: string) => Amount,
  check: (amount: Amount) => string | undefined,
) =>
  z
    .union([z.string().max(32), z.number()], { error: 'must be a decimal' })
    .transform((value, context) => {
      let message: string | undefined = 'must be a decimal with at most 6 places';
      try {
        const amount = read(String(value));
        message = check(amount);
        if (message === undefined) return amount;
      } catch {
        // Said by the message.
      }
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });

const dollars = decimal(money.usd, (amount) => (amount < 0n ? 'must not be negative' : undefined));
const fractionOfOne = decimal(money.ratio, (amount) =>
  amount < 0n || amount > money.MICROS ? 'must lie between 0 and 1' : undefined,
);
const count = z.number().int().min(0).max(1_000_000);

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Column names of lt_risk_rules, and ours. */
export const RulesRequest = z.strictObject({
  max_signal_age_ms: z.number().int().min(1).max(86_400_000).optional(),
  daily_budget_usd: dollars.optional(),
  daily_budget_pct: fractionOfOne.optional(),
  max_position_size_usd: dollars.optional(),
  max_position_size_pct: fractionOfOne.optional(),
  max_total_exposure_usd: dollars.optional(),
  max_total_exposure_pct: fractionOfOne.optional(),
  max_positions_per_market: count.optional(),
  max_concurrent_positions: count.optional(),
  max_spread_pct: fractionOfOne.optional(),
  time_zone: z.string().refine(isTimeZone, 'is no time zone this machine knows').optional(),
});

export function toRiskRules(request: z.infer<typeof RulesRequest>): account.RiskRules {
  const rules = {
    maxSignalAgeMs: request.max_signal_age_ms,
    dailyBudgetUsd: request.daily_budget_usd,
    dailyBudgetPct: request.daily_budget_pct,
    maxPositionSizeUsd: request.max_position_size_usd,
    maxPositionSizePct: request.max_position_size_pct,
    maxTotalExposureUsd: request.max_total_exposure_usd,
    maxTotalExposurePct: request.max_total_exposure_pct,
    maxPositionsPerMarket: request.max_positions_per_market,
    maxConcurrentPositions: request.max_concurrent_positions,
    maxSpreadPct: request.max_spread_pct,
    timeZone: request.time_zone,
  };
  const set = Object.entries(rules).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set);
}
