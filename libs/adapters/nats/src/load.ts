/** Reads one stream from its first fact or after a revision, and checks that none is missing. */
import type { JetStreamManager } from '@nats-io/jetstream';
import { subjectOf } from '@sluice/contracts';
import {
  EMPTY,
  LedgerIntegrityError,
  streamName,
  type Loaded,
  type Revision,
  type StreamId,
} from '@sluice/ports';
import type { NatsLink } from './connect.js';
import { directBatch } from './direct-batch.js';
import { LEDGER_STREAM } from './ensure-ledger.js';
import { readFact, type StoredMessage } from './fact-message.js';
import { nextOn } from './leader.js';
import { untilAnswered } from './until-answered.js';

export type LoadContext = {
  readonly link: NatsLink;
  /** Reads through the leader. */
  readonly manager: JetStreamManager;
};

const LOAD_DEADLINE_MS = 20_000;
const DIRECT_TRIES_MAX = 2;
const DIRECT_TIMEOUT_MS = 2_000;
const DIRECT_BATCH_MAX = 1_000;
/** Far more than any stream will hold; a load that needs more is itself a fault. */
const FACTS_MAX = 1_000_000;

type Read = (from: number, subject: string) => Promise<readonly StoredMessage[]>;

/**
 * A lagging replica may leave out the newest facts; the append that follows then conflicts.
 * @throws LedgerIntegrityError when facts are missing or `from` is no revision of this stream,
 * LedgerUnavailableError after the deadline, UnknownFactError for a fact of a newer version.
 */
export function load(
  { link, manager }: LoadContext,
  stream: StreamId,
  from: Revision = EMPTY,
): Promise<Loaded> {
  const subject = subjectOf(stream);
  const asking = { what: `load ${streamName(stream)}`, deadlineMs: LOAD_DEADLINE_MS, link };
  return untilAnswered(asking, async (tries) => {
    const direct = tries < DIRECT_TRIES_MAX;
    const read = direct ? fromAnyReplica(link) : fromLeader(manager);
    // The fact at `from` is read as well: it proves that the snapshot and the ledger are of one piece.
    const messages = await read(Math.max(from, 1), subject);
    const anchored = from === EMPTY || messages[0]?.position === from;
    if (!anchored && direct) throw new Error(`the replica has nothing at position ${from} yet`);
    if (!anchored) {
      throw new LedgerIntegrityError(`${streamName(stream)} has no fact at position ${from}`);
    }
    return checked(stream, messages, from);
  });
}

const fromAnyReplica =
  ({ connection }: NatsLink): Read =>
  async (from, subject) => {
    const messages: StoredMessage[] = [];
    for (let pending = 1; pending > 0 && messages.length < FACTS_MAX;) {
      const seq = (messages.at(-1)?.position ?? from - 1) + 1;
      const request = { seq, next_by_subj: subject, batch: DIRECT_BATCH_MAX };
      const batch = await directBatch(connection, LEDGER_STREAM, request, DIRECT_TIMEOUT_MS);
      messages.push(...batch.messages);
      pending = batch.messages.length === 0 ? 0 : batch.pending;
    }
    return messages;
  };

const fromLeader =
  (manager: JetStreamManager): Read =>
  async (from, subject) => {
    const messages: StoredMessage[] = [];
    for (let seq = from; messages.length < FACTS_MAX;) {
      const message = await nextOn(manager, subject, seq);
      if (message === undefined) break;
      messages.push(message);
      seq = message.position + 1;
    }
    return messages;
  };

function checked(stream: StreamId, messages: readonly StoredMessage[], from: Revision): Loaded {
  const facts = messages.map(readFact);
  for (const [index, fact] of facts.entries()) {
    const before = facts[index - 1];
    const first = before === undefined && from === EMPTY;
    const version = before === undefined ? (first ? 1 : fact.version) : before.version + 1;
    const previous = before === undefined ? (first ? 0 : fact.previousPosition) : before.position;
    // Later facts of one atomic batch name what stood before the batch, and follow at once.
    const inBatch =
      before !== undefined &&
      fact.previousPosition === before.previousPosition &&
      fact.position === before.position + 1;
    if (fact.version === version && (fact.previousPosition === previous || inBatch)) continue;
    throw new LedgerIntegrityError(
      `${streamName(stream)} is broken at position ${fact.position}: it is version ${fact.version} ` +
        `after ${fact.previousPosition}, must be version ${version} after ${previous}`,
    );
  }
  const last = facts.at(-1);
  return {
    facts: facts
      .filter(({ position }) => position > from)
      .map(({ previousPosition: _, ...f }) => f),
    revision: (last?.position ?? EMPTY) as Revision,
    version: last?.version ?? 0,
  };
}
