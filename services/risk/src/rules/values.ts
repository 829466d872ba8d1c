/** How the values of risk rules are read: each schema says in its fault what it needs and found. */
import { z } from 'zod';

/** A whole number of these bounds, both included. */
export function wholeNumber(from: number, to: number) {
  const error = needs(`must be a whole number from ${from} to ${to}`);
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

export const yesOrNo = z.boolean({ error: needs('must be true or false') });

export const oneOf = <const Word extends string>(...words: readonly Word[]) =>
  z.enum(words, { error: needs(`must be ${words.map((word) => `"${word}"`).join(' or ')}`) });

/** IANA names only: an offset such as "+05:07" has midnights that no clock on a wall shows. */
export const timeZone = z
  .string({ error: needs('must be the name of a time zone') })
  .refine(isTimeZone, {
    error: needs('must be a time zone of the IANA database, such as "America/New_York"'),
  });

export type Bounds = {
  /** Included unless `isAbove`. */
  readonly from?: bigint;
  readonly isAbove?: boolean;
  readonly to?: bigint;
  readonly words: string;
};

/** A decimal in text or as a JSON number, read exactly. */
export function decimalWithin<Amount extends bigint>(
  read: (text: string) => Amount,
  bounds: Bounds,
) {
  const error = needs(`must be ${bounds.words}, with at most 6 decimals`);
  const written = z.union([z.string(), z.number()], { error });
  return written.transform(within(read, bounds, error));
}

/** {@link decimalWithin} in text only. */
export function decimalTextWithin<Amount extends bigint>(
  read: (text: string) => Amount,
  bounds: Bounds,
) {
  const error = needs(`must be ${bounds.words}, as text with at most 6 decimals`);
  return z.string({ error }).transform(within(read, bounds, error));
}

function within<Amount extends bigint>(
  read: (text: string) => Amount,
  { from, isAbove = false, to }: Bounds,
  error: (issue: { readonly input?: unknown }) => string,
) {
  return (given: string | number, context: z.RefinementCtx): Amount => {
    const amount = readOrNothing(read, String(given));
    const isWithin =
      amount !== undefined &&
      (from === undefined || (isAbove ? amount > from : amount >= from)) &&
      (to === undefined || amount <= to);
    if (isWithin) return amount;
    context.addIssue({ code: 'custom', message: error({ input: given }) });
    return z.NEVER;
  };
}

/** What was found instead, short enough to be read. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON has no infinity, and YAML has.
  const text = typeof value === 'number' ? String(value) : json(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'no plain value';
  }
}

export function needs(what: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => `${what}, was ${found(input)}`;
}

function readOrNothing<Amount>(read: (text: string) => Amount, text: string): Amount | undefined {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
