/** The largest numbers that the design's columns hold: what is larger is shown as these. */
import { money } from '@sluice/domain';

/** decimal(12, 2) and decimal(10, 2). */
export const USD_12_MAX = money.usd('9999999999.99');
export const USD_10_MAX = money.usd('99999999.99');
/** decimal(5, 3), decimal(6, 4) and decimal(4, 2). */
export const RATIO_5_3_MAX = money.ratio('99.999');
export const RATIO_6_4_MAX = money.ratio('99.9999');
export const RATIO_4_2_MAX = money.ratio('99.99');
/** integer. */
export const INTEGER_MAX = 2_147_483_647;

/** As a decimal, no farther from zero than the column reaches. */
export function within(amount: bigint, max: bigint): string {
  if (amount > max) return money.decimal(max);
  return money.decimal(amount < 0n - max ? 0n - max : amount);
}

export const wholeWithin = (count: number, max: number): number => Math.min(count, max);
