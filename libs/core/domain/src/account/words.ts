/** Numbers as people read them, for sentences. */
import { decimal } from '../money.js';

/** Cents at least, more places only when they matter: "$12.40". */
export function dollars(micros: bigint): string {
  const [whole = '0', places = ''] = decimal(micros < 0n ? -micros : micros).split('.');
  return `${micros < 0n ? '-' : ''}$${whole}.${places.padEnd(2, '0')}`;
}

/** "7.5 %". */
export const percent = (ratio: bigint): string =>
  ratio >= INFINITE ? 'infinite' : `${decimal(ratio * 100n)} %`;

export const things = (count: bigint, one: string, many = `${one}s`): string =>
  `${count} ${count === 1n ? one : many}`;

/** Stands for a fraction without end, such as the slippage in a book too thin: a million. */
export const INFINITE = 1_000_000_000_000n;
