/** What an answer to an append means: the table of outcomes, measured on 2.15, in one place. */
import { PermissionViolationError } from '@nats-io/transport-node';

export type Answer =
  /** Stored: by this try, or by an earlier one (`duplicate`). */
  | { readonly kind: 'acknowledged'; readonly seq: number; readonly duplicate: boolean }
  /** The stream moved, perhaps by our own earlier try: read and decide. */
  | { readonly kind: 'moved'; readonly lastSeq: number | undefined; readonly detail: string }
  /** Some of these ids are stored already. */
  | { readonly kind: 'repeated'; readonly detail: string }
  /** Nothing is known: the same call again, on another server if need be. */
  | { readonly kind: 'unknown'; readonly detail: string }
  /** It will never be stored as things are: a person has to look. */
  | { readonly kind: 'refused'; readonly detail: string };

const WRONG_LAST_SEQUENCE = 10071;
const BATCH_HOLDS_DUPLICATE = 10201;
/** Conditions that pass: no leader, overload, our own twin still in flight, a batch half received. */
const PASSING: ReadonlySet<number> = new Set([
  10008, // JetStream system temporarily unavailable
  10158, // the same id is in process
  10163, // raft is behind
  10164, // the same subject is in process
  10167, // too many requests
  10176, // a message of the batch was lost
  10210, // too many batches in flight
  10211, // the batch waited too long for its end
]);

type PublishAck = {
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly err_code?: number; readonly description?: string };
};

export function readAnswer(data: Uint8Array): Answer {
  let ack: PublishAck;
  try {
    ack = JSON.parse(new TextDecoder().decode(data)) as PublishAck;
  } catch {
    return { kind: 'unknown', detail: 'an answer that is no acknowledgement' };
  }
  if (ack.error !== undefined) return readRefusal(ack.error);
  if (ack.seq === undefined || ack.seq <= 0) {
    return { kind: 'unknown', detail: 'acknowledged before it was stored' };
  }
  return { kind: 'acknowledged', seq: ack.seq, duplicate: ack.duplicate === true };
}

/** A request that failed before an answer came: only a permission is certain, and it is final. */
export function readFailure(error: unknown): Answer {
  const forbidden = forbiddenBy(error);
  if (forbidden !== undefined) return { kind: 'refused', detail: forbidden };
  return { kind: 'unknown', detail: error instanceof Error ? error.message : String(error) };
}

/** Why the broker does not permit something, if that is what an error says. */
export function forbiddenBy(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof PermissionViolationError) {
      return `the broker does not permit it: ${cause.message}`;
    }
  }
  return undefined;
}

function readRefusal(error: NonNullable<PublishAck['error']>): Answer {
  const code = error.err_code ?? 0;
  const detail = `${code} ${error.description ?? ''}`;
  if (code === WRONG_LAST_SEQUENCE) {
    const last = /sequence: (\d+)/.exec(error.description ?? '')?.[1];
    return { kind: 'moved', lastSeq: last === undefined ? undefined : Number(last), detail };
  }
  if (code === BATCH_HOLDS_DUPLICATE) return { kind: 'repeated', detail };
  return { kind: PASSING.has(code) ? 'unknown' : 'refused', detail };
}
