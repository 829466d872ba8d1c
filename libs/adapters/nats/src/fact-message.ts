/** A fact between our words and a message of the broker, both ways, checked both ways. */
import type { StoredMsg } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import {
  decodeFact,
  encodeFact,
  factId,
  fromHeaders,
  parseSubject,
  requireKnownFact,
  subjectOf,
  toHeaders,
  UnknownFactError,
  type StoredEnvelope,
} from '@sluice/contracts';
import type { Fact, Instant } from '@sluice/domain';
import {
  LedgerIntegrityError,
  streamName,
  type Appending,
  type Position,
  type Recorded,
} from '@sluice/ports';

/** A fact on its way to the ledger, the same bytes on every try. */
export type FactToStore = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
};

/** A message as the ledger holds it. */
export type StoredMessage = {
  readonly position: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
};

/**
 * @throws MalformedFactError, MalformedEnvelopeError or RangeError for what could not be read back.
 */
export function factsToStore(
  appending: Appending,
  by: { readonly source: string; readonly at: Instant },
): readonly FactToStore[] {
  const { stream, facts, expected, causeId, journeyId } = appending;
  const subject = subjectOf(stream);
  return facts.map((fact, index) => {
    const id = factId({ causeId, stream, index });
    const envelope = {
      id,
      type: fact.type,
      stream: { aggregate: stream.aggregate, id: stream.id },
      source: by.source,
      at: by.at,
      journeyId,
      causeId,
      version: expected.version + 1 + index,
      // Positions inside an atomic batch follow each other, so all of it names what came before it.
      previousPosition: expected.revision,
    };
    return {
      id,
      type: fact.type,
      subject,
      headers: toHeaders(envelope),
      payload: encodeFact(fact),
    };
  });
}

/** @throws UnknownFactError for a fact of a newer version, LedgerIntegrityError for anything else. */
export function readFact(message: StoredMessage): Recorded & { readonly previousPosition: number } {
  const { schemaVersion, ...envelope } = readEnvelope(message);
  return { ...envelope, data: readData(message, { ...envelope, schemaVersion }) } as ReturnType<
    typeof readFact
  >;
}

/**
 * As others see it: without what only the chain's check needs. Its data is read when somebody first
 * asks for it, for most who follow the ledger want little of what stands there.
 * @throws as {@link readFact}, for a malformed payload when its data is asked for.
 */
export function recorded(message: StoredMessage): Recorded {
  const { previousPosition: _, schemaVersion, ...envelope } = readEnvelope(message);
  let data: Fact['data'] | undefined;
  return {
    ...envelope,
    get data() {
      data ??= readData(message, { ...envelope, schemaVersion });
      return data;
    },
  } as Recorded;
}

function readEnvelope(message: StoredMessage) {
  return reading(message, () => {
    const place = parseSubject(message.subject);
    const { stream, traceparent: _, ...envelope } = fromHeaders(message.headers);
    if (streamName(stream) !== streamName(place)) {
      throw new RangeError(`its envelope says ${streamName(stream)}`);
    }
    requireKnownFact(envelope.type, envelope.schemaVersion);
    return { ...envelope, stream: place, position: message.position as Position };
  });
}

function readData(
  message: StoredMessage,
  { type, schemaVersion }: Pick<StoredEnvelope, 'type' | 'schemaVersion'>,
): Fact['data'] {
  return reading(message, () => decodeFact(type, message.payload, schemaVersion).data);
}

function reading<Result>({ position, subject }: StoredMessage, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownFactError) throw error;
    throw new LedgerIntegrityError(
      `the message at position ${position} on ${subject} is no fact: ${String(error)}`,
      { cause: error },
    );
  }
}

/** What {@link factsToStore} made, as it stands once the broker said where. */
export const storedAt = (fact: FactToStore, position: number): StoredMessage => ({
  position,
  subject: fact.subject,
  headers: fact.headers,
  payload: new TextEncoder().encode(fact.payload),
});

/** True when `found` is this very fact: same subject, id, kind and bytes. */
export const isSameFact = (found: StoredMessage, fact: FactToStore): boolean =>
  found.subject === fact.subject &&
  found.headers['ce-id'] === fact.id &&
  found.headers['ce-type'] === fact.type &&
  new TextDecoder().decode(found.payload) === fact.payload;

export function messageHeaders(values: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(values)) made.set(name, value);
  return made;
}

export const readHeaders = (found: MsgHdrs | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((found?.keys() ?? []).map((name) => [name, found?.last(name) ?? '']));

export const fromStored = (found: StoredMsg): StoredMessage => ({
  position: found.seq,
  subject: found.subject,
  headers: readHeaders(found.header),
  payload: found.data,
});
