/** The least that any entry of a strategy costs, whatever its signal asks for. */
import { account, money } from '@sluice/domain';

/** The venue's grid takes less than a cent off a size. */
const GRID_USD = 10_000n;

/** Its own size, were the market at its wildest and cut as its rules say, but what the venue takes. */
export function leastEntry(
  strategy: account.Strategy,
  rules: account.RiskRules,
  orderMinUsd: bigint,
): bigint {
  const calm = ownSize(strategy, rules);
  const wild = rules.useVolatilityAdjustment === true ? money.fraction(calm, lowest(rules)) : calm;
  const cut = rules.onOversize === 'clip' ? lesser(wild, largest(strategy, rules)) : wild;
  return greatest(cut - GRID_USD, orderMinUsd, 1n);
}

/** Nothing where the signal names the size. */
function ownSize(strategy: account.Strategy, rules: account.RiskRules): money.MicroUsd {
  if (rules.fixedUsd !== undefined) return rules.fixedUsd;
  return rules.equityPct === undefined
    ? money.noUsd
    : money.fraction(account.equity(strategy), rules.equityPct);
}

const largest = (strategy: account.Strategy, rules: account.RiskRules): money.MicroUsd =>
  rules.maxPositionSizeUsd ??
  money.fraction(
    account.equity(strategy),
    rules.maxPositionSizePct ?? account.DEFAULTS.maxPositionSizePct,
  );

const lowest = ({
  lowVolatilityMultiplier: low = account.DEFAULTS.lowVolatilityMultiplier,
  highVolatilityMultiplier: high = account.DEFAULTS.highVolatilityMultiplier,
}: account.RiskRules): money.Ratio => (low < high ? low : high);

const lesser = (one: bigint, other: bigint): bigint => (one < other ? one : other);

const greatest = (...amounts: readonly bigint[]): bigint =>
  amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
