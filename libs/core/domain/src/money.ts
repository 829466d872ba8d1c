/**
 * Money, size and price as integers. One unit is a millionth, the precision the chain settles in,
 * so nothing here is ever rounded by floating point.
 */
type Brand<Base, Name extends string> = Base & { readonly __brand: Name };

export type MicroUsd = Brand<bigint, 'MicroUsd'>;
export type MicroShares = Brand<bigint, 'MicroShares'>;
/** Micro-dollars for one whole share, above 0 and below 1_000_000. */
export type Price = Brand<bigint, 'Price'>;
/** A fraction in millionths: 70_000 is 7 %. */
export type Ratio = Brand<bigint, 'Ratio'>;

export const MICROS = 1_000_000n;

export const noUsd = 0n as MicroUsd;
export const noShares = 0n as MicroShares;

/** Reads a decimal such as "12.5" exactly. Throws RangeError on more than 6 decimals or no number. */
export function usd(decimal: string): MicroUsd {
  return parseMicros(decimal, 'An amount of dollars') as MicroUsd;
}

/** Reads a decimal number of shares exactly. Throws like {@link usd}. */
export function shares(decimal: string): MicroShares {
  return parseMicros(decimal, 'A number of shares') as MicroShares;
}

/** Reads a fraction such as "0.07" exactly. Throws like {@link usd}. */
export function ratio(decimal: string): Ratio {
  return parseMicros(decimal, 'A fraction') as Ratio;
}

/** Reads a price per share. Throws RangeError unless it lies between 0 and 1, both exclusive. */
export function price(decimal: string): Price {
  return toPrice(parseMicros(decimal, 'A price'));
}

/** Takes micro-dollars per share as a price. Throws RangeError unless between 0 and 1, exclusive. */
export function toPrice(micros: bigint): Price {
  if (micros <= 0n || micros >= MICROS) {
    throw new RangeError(`A price lies between 0 and 1, was ${decimal(micros)}`);
  }
  return micros as Price;
}

/** Writes millionths as the shortest exact decimal: 12_500_000 is "12.5". */
export function decimal(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const absolute = micros < 0n ? -micros : micros;
  const fraction = (absolute % MICROS).toString().padStart(6, '0').replace(/0+$/, '');
  return `${sign}${absolute / MICROS}${fraction === '' ? '' : `.${fraction}`}`;
}

/** What buying this many shares costs, rounded up: we never promise less than we may owe. */
export function cost(size: MicroShares, at: Price): MicroUsd {
  return divideUp(size * at, MICROS) as MicroUsd;
}

/** What selling this many shares brings, rounded down: we never count on more than we get. */
export function proceeds(size: MicroShares, at: Price): MicroUsd {
  return ((size * at) / MICROS) as MicroUsd;
}

/** A fraction of an amount, rounded down: a limit is never stretched. */
export function fraction(amount: MicroUsd, of: Ratio): MicroUsd {
  return ((amount * of) / MICROS) as MicroUsd;
}

export function sum(amounts: Iterable<MicroUsd>): MicroUsd {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total as MicroUsd;
}

export const plus = <Amount extends MicroUsd | MicroShares>(a: Amount, b: Amount): Amount =>
  (a + b) as Amount;

/** Never below zero, for amounts that only measure what is left. */
export const minusFloored = <Amount extends MicroUsd | MicroShares>(a: Amount, b: Amount): Amount =>
  (a > b ? a - b : 0n) as Amount;

export const divideUp = (dividend: bigint, divisor: bigint): bigint =>
  (dividend + divisor - 1n) / divisor;

export const floorTo = (value: bigint, step: bigint): bigint => value - (value % step);

const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,6})0*)?$/;

function parseMicros(text: string, what: string): bigint {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`${what} is a decimal with at most 6 places, was "${text}"`);
  const [, sign, whole = '0', fractionDigits = ''] = match;
  const micros = BigInt(whole) * MICROS + BigInt(fractionDigits.padEnd(6, '0'));
  return sign === '-' ? -micros : micros;
}
