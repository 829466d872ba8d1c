/** Numbers as the venue writes them, read exactly into millionths and handed back exactly. */
import { money } from '@sluice/domain';
import { z } from 'zod';

/** A decimal as text, or as the JSON number some endpoints use; ".48" and "" (nothing yet) occur. */
export const Decimal = z.union([z.string(), z.number()]).transform(String);

/** Millionths of a venue decimal. Throws RangeError on more than 6 places or no number. */
export function readMicros(text: string): bigint {
  if (text === '') return 0n;
  return money.usd(text.startsWith('.') ? `0${text}` : text);
}

/**
 * Millionths as the floating-point number the official client wants. Throws RangeError when that
 * number would not print the same decimal again.
 */
export function toClientNumber(micros: bigint): number {
  const text = money.decimal(micros);
  const number = Number(text);
  if (String(number) !== text) {
    throw new RangeError(`${text} cannot be handed to the venue's client exactly`);
  }
  return number;
}

/** An instant from ISO text, unix seconds or unix milliseconds, all of which the venue uses. */
export function readInstant(text: string): string {
  const number = Number(text);
  const instant = Number.isFinite(number)
    ? new Date(number > MILLISECONDS_FROM ? number : number * 1000)
    : new Date(text);
  if (text === '' || Number.isNaN(instant.getTime())) {
    throw new RangeError(`A time of the venue is ISO text or unix time, was "${text}"`);
  }
  return instant.toISOString();
}

/** Above this a unix time is in milliseconds. */
const MILLISECONDS_FROM = 1e12;
