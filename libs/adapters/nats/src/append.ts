/** Stores facts and comes back only when it is certain what became of them. */
import type { JetStreamManager } from '@nats-io/jetstream';
import type { Instant } from '@sluice/domain';
import {
  LedgerIntegrityError,
  LedgerUnavailableError,
  streamName,
  type AppendOutcome,
  type Appending,
} from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.js';
import type { NatsLink } from './connect.js';
import { factsToStore, recorded, storedAt, type FactToStore } from './fact-message.js';
import type { LedgerObserver } from './metrics.js';
import { publishFacts } from './publish.js';
import { standingAfter, standingAnywhere, standingAt, type Standing } from './read-back.js';
import { pauseMs } from './until-answered.js';

export type AppendContext = LedgerObserver & {
  readonly link: NatsLink;
  /** Reads through the leader on the same connection. */
  readonly manager: JetStreamManager;
  readonly source: string;
  readonly now: () => Instant;
  readonly appendDeadlineMs: number;
};

/** Longer than the election of a new leader, which takes up to ten seconds. */
export const APPEND_DEADLINE_MS = 20_000;
/** What one atomic batch of the broker holds. */
export const APPEND_FACTS_MAX = 1_000;

const TRY_TIMEOUT_MS = 2_000;
/** So many answers in a row that say nothing, or so long without one, and we try another server. */
const UNKNOWN_ANSWERS_MAX = 3;
const UNKNOWN_MAX_MS = 2_000;

/**
 * @throws LedgerUnavailableError when the deadline passes without a certain answer,
 * LedgerIntegrityError when the broker will never store them or an id stands for something else.
 */
export async function append(context: AppendContext, appending: Appending): Promise<AppendOutcome> {
  const count = appending.facts.length;
  if (count < 1 || count > APPEND_FACTS_MAX) {
    throw new RangeError(`an append holds 1 to ${APPEND_FACTS_MAX} facts, was ${count}`);
  }
  const facts = factsToStore(appending, { source: context.source, at: context.now() });
  const end = Date.now() + context.appendDeadlineMs;
  let stuck = { answers: 0, since: Date.now() };
  let why = 'nothing was tried';

  for (let tries = 0; Date.now() < end; tries += 1) {
    const answer = await tryOnce(context, facts, appending.expected.revision, end);
    const standing = await judge(context, facts, appending, answer);
    if (standing.kind !== 'nothing') return counted(context, standing, answer);

    context.onOutcome?.('unknown');
    why = 'detail' in answer ? answer.detail : 'what was acknowledged could not be read back';
    stuck = { ...stuck, answers: stuck.answers + 1 };
    if (stuck.answers >= UNKNOWN_ANSWERS_MAX || Date.now() - stuck.since >= UNKNOWN_MAX_MS) {
      context.link.changeServer();
      stuck = { answers: 0, since: Date.now() };
    }
    await sleep(pauseMs(tries));
  }
  throw new LedgerUnavailableError(
    `could not learn within ${context.appendDeadlineMs} ms whether ${streamName(appending.stream)} ` +
      `took ${count} facts of cause ${appending.causeId}: ${why}`,
  );
}

async function tryOnce(
  { link }: AppendContext,
  facts: readonly FactToStore[],
  revision: number,
  end: number,
): Promise<Answer> {
  if (!link.connected()) return { kind: 'unknown', detail: 'no connection to a broker' };
  const timeoutMs = Math.max(1, Math.min(TRY_TIMEOUT_MS, end - Date.now()));
  return publishFacts(link.connection, facts, { revision, timeoutMs });
}

/** `nothing` means it is still not known. A look that fails tells nothing either. */
async function judge(
  context: AppendContext,
  facts: readonly FactToStore[],
  appending: Appending,
  answer: Answer,
): Promise<Standing> {
  const { manager } = context;
  const { revision } = appending.expected;
  switch (answer.kind) {
    case 'unknown':
      return { kind: 'nothing' };
    case 'refused':
      context.onOutcome?.('fail_stop');
      throw new LedgerIntegrityError(
        `could not store ${facts.map(({ type }) => type).join(', ')} on ` +
          `${streamName(appending.stream)}: ${answer.detail}`,
      );
    case 'acknowledged': {
      const first = answer.seq - facts.length + 1;
      return answer.duplicate
        ? looked(() => standingAt(manager, facts, { first, revision }))
        : { kind: 'stored', recorded: facts.map((fact, n) => recorded(storedAt(fact, first + n))) };
    }
    case 'repeated':
      return looked(async () => {
        const next = await standingAfter(manager, facts, revision);
        return next.kind === 'nothing' ? standingAnywhere(manager, facts, revision) : next;
      });
    case 'moved':
      return looked(async () => {
        const next = await standingAfter(manager, facts, revision);
        const expectedTooMuch = answer.lastSeq !== undefined && answer.lastSeq < revision;
        return next.kind === 'nothing' && expectedTooMuch ? { kind: 'conflict' } : next;
      });
  }
}

async function looked(look: () => Promise<Standing>): Promise<Standing> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof LedgerIntegrityError) throw error;
    return { kind: 'nothing' };
  }
}

function counted(context: AppendContext, outcome: AppendOutcome, answer: Answer): AppendOutcome {
  const fresh = answer.kind === 'acknowledged' && !answer.duplicate;
  if (outcome.kind === 'conflict') context.onOutcome?.('conflict');
  else context.onOutcome?.(fresh ? 'stored' : 'duplicate');
  return outcome;
}
