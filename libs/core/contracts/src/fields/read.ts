/**
 * Reads single fields of a stored message. Each answers in the words of the domain, or throws a
 * FieldFault that names the field; nothing is ever guessed or rounded.
 */
import { money, type Instant } from '@sluice/domain';
import { FieldFault, inside } from './fault.js';

/** 256 bits have 78 decimal digits, and the chain has no larger number. */
export const INTEGER_DIGITS_MAX = 78;

const INTEGER = /^(?:0|-?[1-9]\d*)$/;

export function integer<Field extends string>(message: Has<Field, string>, field: Field): bigint {
  return parseInteger(message[field], field);
}

export function integers<Field extends string>(
  message: Has<Field, readonly string[]>,
  field: Field,
): readonly bigint[] {
  return message[field].map((item, index) => parseInteger(item, `${field}[${index}]`));
}

export function usd<Field extends string>(
  message: Has<Field, string>,
  field: Field,
): money.MicroUsd {
  return integer(message, field) as money.MicroUsd;
}

export function shares<Field extends string>(
  message: Has<Field, string>,
  field: Field,
): money.MicroShares {
  return integer(message, field) as money.MicroShares;
}

export function ratio<Field extends string>(
  message: Has<Field, string>,
  field: Field,
): money.Ratio {
  return integer(message, field) as money.Ratio;
}

export function price<Field extends string>(
  message: Has<Field, string>,
  field: Field,
): money.Price {
  const micros = integer(message, field);
  try {
    return money.toPrice(micros);
  } catch (error) {
    throw new FieldFault(field, `is no price: ${String(micros)} micro-dollars`, { cause: error });
  }
}

/** A 64-bit whole number that must stay exact as a JavaScript number. */
export function count<Field extends string>(message: Has<Field, bigint>, field: Field): number {
  const exact = message[field];
  const value = Number(exact);
  if (!Number.isSafeInteger(value)) {
    throw new FieldFault(field, `is too large to be exact: ${String(exact)}`);
  }
  return value;
}

/** The same number on its way into the ledger. */
export function countOf(value: number, field: string): bigint {
  if (!Number.isSafeInteger(value)) {
    throw new FieldFault(field, `is no exact whole number: ${value}`);
  }
  return BigInt(value);
}

export function instant<Field extends string>(message: Has<Field, string>, field: Field): Instant {
  const text = message[field];
  const parsed = new Date(text);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString() !== text) {
    throw new FieldFault(field, `is no instant in UTC with milliseconds, was "${text}"`);
  }
  return text;
}

/** A message within the message that must be there. */
export function part<Whole, Field extends FieldOf<Whole>, Result>(
  message: Whole,
  field: Field,
  read: (part: Held<Whole, Field>) => Result,
): Result {
  const value = message[field];
  if (value === undefined) throw new FieldFault(field, 'is missing');
  return inside(field, () => read(value as Held<Whole, Field>));
}

/** A message within the message that may be absent. */
export function maybePart<Whole, Field extends FieldOf<Whole>, Result>(
  message: Whole,
  field: Field,
  read: (part: Held<Whole, Field>) => Result,
): Result | undefined {
  return message[field] === undefined ? undefined : part(message, field, read);
}

export function list<Field extends string, Whole extends Has<Field, readonly unknown[]>, Result>(
  message: Whole,
  field: Field,
  read: (item: Whole[Field][number]) => Result,
): readonly Result[] {
  return message[field].map((item, index) => inside(`${field}[${index}]`, () => read(item)));
}

/** A single field that may be absent, read like one that is there. */
export function maybe<Whole, Field extends FieldOf<Whole>, Result>(
  message: Whole,
  field: Field,
  read: (message: Has<Field, Held<Whole, Field>>, field: Field) => Result,
): Result | undefined {
  if (message[field] === undefined) return undefined;
  return read(message as Has<Field, Held<Whole, Field>>, field);
}

/** The same object without the keys that are undefined: absent, as the domain's optional keys are. */
export function present<Part extends object>(part: Part): Present<Part> {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== undefined),
  ) as Present<Part>;
}

type Has<Field extends string, Value> = { readonly [Name in Field]: Value };
type FieldOf<Whole> = string & keyof Whole;
/** What the field holds when it is there. */
type Held<Whole, Field extends keyof Whole> = Exclude<Whole[Field], undefined>;
type Present<Part> = { [Key in keyof Part]?: Exclude<Part[Key], undefined> };

function parseInteger(text: string, field: string): bigint {
  if (!INTEGER.test(text) || text.length > INTEGER_DIGITS_MAX + 1) {
    throw new FieldFault(field, `is no whole number in decimal, was "${text.slice(0, 100)}"`);
  }
  return BigInt(text);
}
