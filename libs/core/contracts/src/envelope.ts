/**
 * What stands around every fact on the ledger: CloudEvents in binary mode, one header a field.
 * The contract is proto/sluice/ledger/v1/envelope.proto.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '@sluice/domain';
import { MalformedEnvelopeError } from './errors.js';
import { decodeHeader, encodeHeader } from './header-value.js';
import { isAggregate, type Aggregate } from './subjects.js';
import { FIRST_SCHEMA_VERSION, schemaVersionOf } from './upcast.js';

export const HEADERS = {
  id: 'ce-id',
  type: 'ce-type',
  source: 'ce-source',
  at: 'ce-time',
  specVersion: 'ce-specversion',
  subject: 'ce-subject',
  contentType: 'ce-datacontenttype',
  journeyId: 'ce-correlationid',
  causeId: 'ce-causationid',
  version: 'sluice-version',
  previousPosition: 'sluice-previous',
  schemaVersion: 'sluice-schema',
  traceparent: 'traceparent',
} as const;

export type Envelope = {
  /** See {@link factId}. */
  readonly id: string;
  /** The fact's name. */
  readonly type: string;
  readonly stream: { readonly aggregate: Aggregate; readonly id: string };
  /** The service that writes it. */
  readonly source: string;
  readonly at: Instant;
  /** Empty for what no signal started; then it has no header. */
  readonly journeyId: string;
  readonly causeId: string;
  /** 1, 2, 3 … within the stream. */
  readonly version: number;
  /** Position of the stream's fact before this one, 0 for none. */
  readonly previousPosition: number;
  readonly traceparent?: string;
};

/** An envelope as it was found, with the version of the payload's shape for `decodeFact`. */
export type StoredEnvelope = Envelope & { readonly schemaVersion: number };

/** Throws {@link MalformedEnvelopeError} when the headers could not be read back. */
export function toHeaders(envelope: Envelope): Readonly<Record<string, string>> {
  const { journeyId, stream, traceparent } = envelope;
  const values: Readonly<Record<string, string>> = {
    [HEADERS.id]: envelope.id,
    [HEADERS.type]: envelope.type,
    [HEADERS.source]: envelope.source,
    [HEADERS.at]: envelope.at,
    [HEADERS.specVersion]: SPEC_VERSION,
    [HEADERS.subject]: `${stream.aggregate}.${stream.id}`,
    [HEADERS.contentType]: CONTENT_TYPE,
    ...(journeyId !== '' && { [HEADERS.journeyId]: journeyId }),
    [HEADERS.causeId]: envelope.causeId,
    [HEADERS.version]: String(envelope.version),
    [HEADERS.previousPosition]: String(envelope.previousPosition),
    [HEADERS.schemaVersion]: String(schemaVersionOf(envelope.type)),
    ...(traceparent !== undefined && { [HEADERS.traceparent]: traceparent }),
  };
  const headers = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, encodeHeader(name, value)]),
  );
  fromHeaders(headers);
  return headers;
}

/** Throws {@link MalformedEnvelopeError} naming the header that is missing or malformed. */
export function fromHeaders(headers: Readonly<Record<string, string | undefined>>): StoredEnvelope {
  const read = (name: string): string | undefined => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return value === undefined || value === '' ? undefined : decodeHeader(name, value);
  };
  const must = (name: string): string => {
    const value = read(name);
    if (value === undefined) throw new MalformedEnvelopeError(name, 'is missing');
    return value;
  };
  requireConstant(HEADERS.specVersion, must(HEADERS.specVersion), SPEC_VERSION);
  requireConstant(HEADERS.contentType, must(HEADERS.contentType), CONTENT_TYPE);
  const schemaVersion = read(HEADERS.schemaVersion) ?? String(FIRST_SCHEMA_VERSION);
  const traceparent = read(HEADERS.traceparent);

  return {
    id: must(HEADERS.id),
    type: must(HEADERS.type),
    stream: parseStream(must(HEADERS.subject)),
    source: must(HEADERS.source),
    at: parseInstant(must(HEADERS.at)),
    journeyId: read(HEADERS.journeyId) ?? '',
    causeId: must(HEADERS.causeId),
    version: parseWhole(HEADERS.version, must(HEADERS.version), 1),
    previousPosition: parseWhole(HEADERS.previousPosition, must(HEADERS.previousPosition), 0),
    schemaVersion: parseWhole(HEADERS.schemaVersion, schemaVersion, FIRST_SCHEMA_VERSION),
    ...(traceparent !== undefined && { traceparent }),
  };
}

/**
 * The id of the fact that one cause leaves on one stream: 32 hex digits, always the same, so that a
 * repeat is recognised. Each part carries its length, so no two different causes can look alike.
 */
export function factId(origin: {
  readonly causeId: string;
  readonly stream: { readonly aggregate: Aggregate; readonly id: string };
  /** Place among the facts of one append, from 0. */
  readonly index: number;
}): string {
  const { causeId, stream, index } = origin;
  const parts = [causeId, `${stream.aggregate}.${stream.id}`, String(index)];
  const joined = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  return createHash('sha256').update(joined).digest('hex').slice(0, FACT_ID_LENGTH);
}

export const FACT_ID_LENGTH = 32;

const SPEC_VERSION = '1.0';
const CONTENT_TYPE = 'application/json';

function requireConstant(name: string, found: string, expected: string): void {
  if (found !== expected) {
    throw new MalformedEnvelopeError(name, `must be "${expected}", was "${found}"`);
  }
}

function parseStream(subject: string): Envelope['stream'] {
  const dot = subject.indexOf('.');
  const aggregate = subject.slice(0, Math.max(dot, 0));
  const id = subject.slice(dot + 1);
  if (!isAggregate(aggregate) || id === '') {
    throw new MalformedEnvelopeError(HEADERS.subject, `must be <aggregate>.<id>, was "${subject}"`);
  }
  return { aggregate, id };
}

function parseInstant(text: string): Instant {
  const parsed = new Date(text);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString() !== text) {
    throw new MalformedEnvelopeError(
      HEADERS.at,
      `must be an instant in UTC with milliseconds, was "${text}"`,
    );
  }
  return text;
}

function parseWhole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^(?:0|[1-9]\d*)$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new MalformedEnvelopeError(name, `must be a whole number from ${least}, was "${text}"`);
  }
  return value;
}
