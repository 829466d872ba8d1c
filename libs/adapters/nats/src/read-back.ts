/** Looks up, through the leader, what stands where our facts should be, and judges it. */
import type { JetStreamManager } from '@nats-io/jetstream';
import { LedgerIntegrityError, type AppendOutcome } from '@sluice/ports';
import { isSameFact, recorded, type FactToStore, type StoredMessage } from './fact-message.js';
import { messageAt, nextOn } from './leader.js';

export type Standing = AppendOutcome | { readonly kind: 'nothing' };

/**
 * What follows `revision` on the subject. Ours can only be the very next, for they were stored only
 * if nothing stood between.
 */
export async function standingAfter(
  manager: JetStreamManager,
  facts: readonly FactToStore[],
  revision: number,
): Promise<Standing> {
  const found: StoredMessage[] = [];
  for (const { subject } of facts) {
    const next = (found.at(-1)?.position ?? revision) + 1;
    const message = await nextOn(manager, subject, next);
    if (message === undefined) break;
    found.push(message);
  }
  if (found.length === 0) return { kind: 'nothing' };
  return facts.every((fact, index) => isAt(found[index], fact))
    ? { kind: 'stored', recorded: found.map(recorded) }
    : { kind: 'conflict' };
}

/** Judges what the broker calls a duplicate of the first of `facts`, or of the only one. */
export async function standingAt(
  manager: JetStreamManager,
  facts: readonly FactToStore[],
  places: { readonly first: number; readonly revision: number },
): Promise<Standing> {
  const found: StoredMessage[] = [];
  for (const [index, fact] of facts.entries()) {
    const stored = await messageAt(manager, places.first + index);
    if (stored === undefined) return { kind: 'nothing' };
    if (!isSameFact(stored, fact)) return differing(stored, fact, places.revision);
    found.push(stored);
  }
  return { kind: 'stored', recorded: found.map(recorded) };
}

/** Finds ids the broker knows on a stream that has moved past them. */
export async function standingAnywhere(
  manager: JetStreamManager,
  facts: readonly FactToStore[],
  revision: number,
): Promise<Standing> {
  const [head] = facts;
  if (head === undefined) return { kind: 'nothing' };
  let message = await nextOn(manager, head.subject, 1);
  for (let looked = 0; message !== undefined && looked < LOOKED_MAX; looked += 1) {
    if (message.headers['ce-id'] === head.id) {
      return standingAt(manager, facts, { first: message.position, revision });
    }
    message = await nextOn(manager, head.subject, message.position + 1);
  }
  return { kind: 'nothing' };
}

/** Facts of one stream read one by one before we say we cannot tell. */
const LOOKED_MAX = 10_000;

/**
 * One id, two facts. If ours was decided without having seen the other, deciding again settles it;
 * if it was seen, two causes share a name and one would be lost.
 */
function differing(found: StoredMessage, fact: FactToStore, revision: number): Standing {
  if (found.subject === fact.subject && found.position > revision) return { kind: 'conflict' };
  throw new LedgerIntegrityError(
    `could not store ${fact.type} on ${fact.subject}: its id ${fact.id} belongs to another fact, ` +
      `${found.headers['ce-type'] ?? 'unnamed'} on ${found.subject} at position ${found.position}`,
  );
}

const isAt = (found: StoredMessage | undefined, fact: FactToStore): boolean =>
  found !== undefined && isSameFact(found, fact);
