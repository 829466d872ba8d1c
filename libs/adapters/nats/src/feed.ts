/** One ordered reading of the ledger from a position: pulled in bounded portions, never a gap. */
import { AckPolicy, DeliverPolicy, ReplayPolicy, type JetStreamManager } from '@nats-io/jetstream';
import { createInbox, type Msg } from '@nats-io/transport-node';
import { LedgerIntegrityError, type Recorded } from '@sluice/ports';
import { randomUUID } from 'node:crypto';
import type { NatsLink } from './connect.js';
import { LEDGER_STREAM } from './ensure-ledger.js';
import { readHeaders, recorded, type StoredMessage } from './fact-message.js';

/** A fact as it came, or why it cannot be read. */
export type Delivered =
  | { readonly position: number; readonly fact: Recorded }
  | { readonly position: number; readonly unreadable: Error };

export type Feed = {
  /**
   * Waits for facts, and once there is one and room for more, until `linger` resolves. An empty answer
   * means the feed is broken or closed: open another.
   */
  take(max: number, linger?: () => Promise<void>): Promise<readonly Delivered[]>;
  /** Messages behind what was taken, as far as the broker said. */
  behind(): number;
  /** When a message last came, in ms of the epoch. */
  lastMessageAt(): number;
  /** It is stuck: whoever reads from it opens another. */
  break(): void;
  /** Its reader has had enough. */
  close(): void;
};

export type OpeningFeed = {
  readonly link: NatsLink;
  readonly manager: JetStreamManager;
  readonly after: number;
};

const MS_NS = 1_000_000;
const PULL_MESSAGES = 500;
const BUFFER_MAX = 2_000;
const PULL_EXPIRES_MS = 2_000;
const HEARTBEAT_MS = 500;
/** Two heartbeats missed. */
const SILENCE_MAX_MS = 1_250;
/** The broker forgets a reader that has not asked for so long; ours then opens another. */
const FORGOTTEN_AFTER_MS = 30_000;
/** A pull that ended: no messages, timed out, too many waiting. Everything else breaks the feed. */
const PULL_OVER = /no messages|request timeout|exceeded maxwaiting|batch completed/i;

/** @throws Error when the broker does not make the consumer; LedgerIntegrityError from take(). */
export async function openFeed({ link, manager, after }: OpeningFeed): Promise<Feed> {
  const { connection } = link;
  const name = `follow-${randomUUID()}`;
  const inbox = createInbox();
  const buffer: Delivered[] = [];
  const pulls = new Map<string, number>();
  let wake: () => void = () => undefined;
  let next = after + 1;
  let pullNumber = 0;
  let pending = 0;
  let lastHeard = Date.now();
  let lastMessageAt = Date.now();
  let over = false;
  let closed = false;
  let gap: LedgerIntegrityError | undefined;

  const end = (): void => {
    if (over) return;
    over = true;
    clearInterval(watch);
    subscription.unsubscribe();
    wake();
  };
  const pull = (): void => {
    const asked = [...pulls.values()].reduce((sum, left) => sum + left, 0);
    if (over || asked + buffer.length + PULL_MESSAGES > BUFFER_MAX || asked >= PULL_MESSAGES)
      return;
    const reply = `${inbox}.${(pullNumber += 1)}`;
    if (pulls.size === 0) lastHeard = Date.now();
    pulls.set(reply, PULL_MESSAGES);
    const request = {
      batch: PULL_MESSAGES,
      expires: PULL_EXPIRES_MS * MS_NS,
      idle_heartbeat: HEARTBEAT_MS * MS_NS,
    };
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${LEDGER_STREAM}.${name}`;
    connection.publish(subject, JSON.stringify(request), { reply });
  };
  const onStatus = (message: Msg): void => {
    const code = message.headers?.code ?? 0;
    if (code === 100) return;
    pulls.delete(message.subject);
    if (!PULL_OVER.test(message.headers?.description ?? '')) return end();
    pull();
  };
  const onMessage = (message: Msg): void => {
    lastHeard = Date.now();
    const place = placeOf(message.reply);
    if (place === undefined) return onStatus(message);
    // It says where it stands on the ledger and not which pull asked for it: the oldest did.
    const [oldest] = pulls;
    if (oldest !== undefined && oldest[1] > 1) pulls.set(oldest[0], oldest[1] - 1);
    else if (oldest !== undefined) pulls.delete(oldest[0]);
    if (place.position < next) return;
    if (place.position > next) {
      // At the head the ledger itself has no such fact; later on, only this delivery lost it.
      if (next === after + 1) gap = gapBefore(place.position, next);
      return end();
    }
    next += 1;
    pending = place.pending;
    lastMessageAt = lastHeard;
    buffer.push(
      delivered({
        ...{ position: place.position, subject: message.subject, payload: message.data },
        headers: readHeaders(message.headers),
      }),
    );
    wake();
  };
  const subscription = connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => (error === null ? onMessage(message) : end()),
  });
  const watch = setInterval(() => {
    if (pulls.size > 0 && Date.now() - lastHeard > SILENCE_MAX_MS) end();
  }, HEARTBEAT_MS / 2);
  try {
    await manager.consumers.add(LEDGER_STREAM, {
      name,
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
      replay_policy: ReplayPolicy.Instant,
      inactive_threshold: FORGOTTEN_AFTER_MS * MS_NS,
      mem_storage: true,
      num_replicas: 1,
    });
  } catch (error) {
    end();
    throw error;
  }
  pull();

  return {
    take: async (max, linger) => {
      while (buffer.length === 0 && !over) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (buffer.length > 0 && buffer.length < max && !over) await linger?.();
      if (buffer.length === 0 && gap !== undefined) throw gap;
      const taken = buffer.splice(0, max);
      pull();
      return taken;
    },
    behind: () => pending + buffer.length,
    lastMessageAt: () => lastMessageAt,
    break: end,
    close: () => {
      if (closed) return;
      closed = true;
      buffer.length = 0;
      end();
      manager.consumers.delete(LEDGER_STREAM, name).catch(() => undefined);
    },
  };
}

function delivered(message: StoredMessage): Delivered {
  const { position } = message;
  try {
    return { position, fact: recorded(message) };
  } catch (error) {
    return { position, unreadable: error as Error };
  }
}

function gapBefore(position: number, wanted: number): LedgerIntegrityError {
  return new LedgerIntegrityError(
    `the ledger has a gap: after position ${wanted - 1} comes ${position}`,
  );
}

/** Where a delivered message stands, from the subject its acknowledgement would go to. */
function placeOf(
  reply: string | undefined,
): { readonly position: number; readonly pending: number } | undefined {
  const tokens = reply?.split('.') ?? [];
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK') return undefined;
  // Nine words, or from version two twelve with the domain and account in front.
  const skipped = tokens.length >= 11 ? 2 : 0;
  return { position: Number(tokens[5 + skipped]), pending: Number(tokens[8 + skipped]) };
}
