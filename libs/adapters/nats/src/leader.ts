/** Reads stored messages through the leader, who alone knows all that was acknowledged. */
import type { JetStreamManager, MsgRequest } from '@nats-io/jetstream';
import { LEDGER_STREAM } from './ensure-ledger.js';
import { fromStored, type StoredMessage } from './fact-message.js';

/** The first message of a subject at or after a position. */
export async function nextOn(
  manager: JetStreamManager,
  subject: string,
  seq: number,
): Promise<StoredMessage | undefined> {
  const query: MsgRequest & { readonly next_by_subj: string } = { seq, next_by_subj: subject };
  const message = await manager.streams.getMessage(LEDGER_STREAM, query);
  return message === null ? undefined : fromStored(message);
}

/** The message at a position, whatever its subject. */
export async function messageAt(
  manager: JetStreamManager,
  seq: number,
): Promise<StoredMessage | undefined> {
  const message = await manager.streams.getMessage(LEDGER_STREAM, { seq });
  return message === null ? undefined : fromStored(message);
}
