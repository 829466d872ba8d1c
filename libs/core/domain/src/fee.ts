/**
 * The venue's taker fee: shares × rate × (p·(1 − p))^exponent in pUSD, at 5 decimals.
 * Source: the venue's fee page; rounded down to 0.00001 as in recorded on-chain fills.
 */
import { MICROS, type MicroShares, type MicroUsd, type Price, type Ratio } from './money.js';

export type FeeSchedule = { readonly rate: Ratio; readonly exponent: number };

export const noFee: FeeSchedule = { rate: 0n as Ratio, exponent: 1 };

const FIVE_DECIMALS = 10n;

export function takerFee(size: MicroShares, at: Price, { rate, exponent }: FeeSchedule): MicroUsd {
  return floorToFiveDecimals(exactFee(size, at, { rate, exponent })) as MicroUsd;
}

/** The most the venue may charge for this order: its fee rounded up, for reservations. */
export function takerFeeMax(size: MicroShares, at: Price, schedule: FeeSchedule): MicroUsd {
  const { numerator, denominator } = exactFee(size, at, schedule);
  const unit = denominator * FIVE_DECIMALS;
  return (((numerator + unit - 1n) / unit) * FIVE_DECIMALS) as MicroUsd;
}

type Exact = { readonly numerator: bigint; readonly denominator: bigint };

function exactFee(size: MicroShares, at: Price, { rate, exponent }: FeeSchedule): Exact {
  const variance = at * (MICROS - at);
  const power = BigInt(exponent);
  return {
    numerator: size * rate * variance ** power,
    denominator: MICROS * (MICROS * MICROS) ** power,
  };
}

function floorToFiveDecimals({ numerator, denominator }: Exact): bigint {
  return (numerator / (denominator * FIVE_DECIMALS)) * FIVE_DECIMALS;
}
