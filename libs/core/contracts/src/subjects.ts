/**
 * Where a fact stands on the ledger: one literal subject per stream, evt.<aggregate>.<pp>.<id>.
 * The partition is part of the subject for ever, so neither the hash nor the number may change.
 */
import { hashOf } from '@sluice/domain';

export const AGGREGATES = [
  'signal',
  'account',
  'order',
  'exit',
  'market',
  'redemption',
  'alert',
  'kill',
  'venue',
  'wallet',
] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export const PARTITIONS = 64;
export const ID_LENGTH_MAX = 200;

/** Every fact there is. */
export const LEDGER_SUBJECTS = 'evt.>';
/** Every quote there is. */
export const QUOTE_SUBJECTS = 'md.*';
/** Every wallet's balance there is. */
export const BALANCE_SUBJECTS = 'bal.*';

/**
 * FNV-1a of 32 bits modulo 64, which is the server's partition(64, ...) as well.
 * Throws RangeError on what is not ASCII: the server hashes bytes, we hash characters.
 */
export function partitionOf(partitionKey: string): number {
  if (!ASCII.test(partitionKey)) {
    throw new RangeError(`A partition key is ASCII, was "${partitionKey}"`);
  }
  return hashOf(partitionKey) % PARTITIONS;
}

/** Throws RangeError when the id or the partition key cannot be part of a subject. */
export function subjectOf(stream: {
  readonly aggregate: Aggregate;
  readonly id: string;
  readonly partitionKey: string;
}): string {
  const { aggregate, id, partitionKey } = stream;
  requireAggregate(aggregate, aggregate);
  requireId(id, `The id of a stream of ${aggregate}`);
  requireId(partitionKey, `The partition key of ${aggregate}.${id}`);
  return `evt.${aggregate}.${twoDigits(partitionOf(partitionKey))}.${id}`;
}

/** Throws RangeError when the subject is not one that {@link subjectOf} gives. */
export function parseSubject(subject: string): {
  readonly aggregate: Aggregate;
  readonly id: string;
  readonly partition: number;
} {
  const [prefix, aggregate = '', digits = '', id = '', ...rest] = subject.split('.');
  const partition = Number(digits);
  if (prefix !== 'evt' || rest.length > 0 || !/^\d\d$/.test(digits) || partition >= PARTITIONS) {
    throw new RangeError(`A fact's subject is evt.<aggregate>.<00 to 63>.<id>, was "${subject}"`);
  }
  requireAggregate(aggregate, subject);
  requireId(id, `The id in "${subject}"`);
  return { aggregate, id, partition };
}

/** Where the quotes of one token travel. Throws RangeError like {@link subjectOf}. */
export function quoteSubject(tokenId: string): string {
  requireId(tokenId, 'The token of a quote');
  return `md.${tokenId}`;
}

/** Where the balance of one account's wallet travels. Throws RangeError like {@link subjectOf}. */
export function balanceSubject(accountId: string): string {
  requireId(accountId, 'The account of a balance');
  return `bal.${accountId}`;
}

export function isAggregate(word: string): word is Aggregate {
  return (AGGREGATES as readonly string[]).includes(word);
}

const ID = /^[A-Za-z0-9_-]+$/;
const ASCII = /^[\x00-\x7f]*$/;

const twoDigits = (partition: number): string => String(partition).padStart(2, '0');

function requireAggregate(word: string, where: string): asserts word is Aggregate {
  if (!isAggregate(word)) {
    throw new RangeError(`An aggregate is one of ${AGGREGATES.join(', ')}, was "${where}"`);
  }
}

function requireId(id: string, what: string): void {
  if (id.length > ID_LENGTH_MAX) {
    throw new RangeError(`${what} has at most ${ID_LENGTH_MAX} characters, had ${id.length}`);
  }
  if (!ID.test(id)) {
    throw new RangeError(`${what} has letters, digits, "-" and "_" only, was "${id}"`);
  }
}
