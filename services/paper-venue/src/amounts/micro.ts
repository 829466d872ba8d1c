/** Money, prices and sizes as integers of a millionth, and the decimal text the wire carries. */

export const ONE = 1_000_000n;

const DECIMAL = /^(\d{1,30})(?:\.(\d{1,6})0*)?$/;

export const parseMicro = (text: string): bigint => {
  const match = DECIMAL.exec(text);
  if (match === null) throw new Error(`"${text}" is not a decimal of at most six places`);
  const [, whole = '0', fraction = ''] = match;
  return BigInt(whole) * ONE + BigInt(fraction.padEnd(6, '0'));
};

export const formatMicro = (micro: bigint): string => {
  const sign = micro < 0n ? '-' : '';
  const digits = (micro < 0n ? -micro : micro).toString().padStart(7, '0');
  const whole = digits.slice(0, -6);
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};

/** What shares cost at a price. Both parties use this one number, so no micro is lost between them. */
export const notional = (shares: bigint, price: bigint): bigint => (shares * price) / ONE;

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
