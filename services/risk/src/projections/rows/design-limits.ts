/** The largest amounts that the design's columns hold: what is larger is shown as these. */
import { money } from '@sluice/domain';

export const USD_12_MAX = money.usd('9999999999.99');
export const USD_10_MAX = money.usd('99999999.99');

export const atMostUsd = (amount: bigint, max: money.MicroUsd): string =>
  money.decimal(amount > max ? max : amount);
