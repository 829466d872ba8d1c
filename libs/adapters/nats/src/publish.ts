/** One try to store facts: a plain publish for one, an atomic batch made by hand for several. */
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { randomUUID } from 'node:crypto';
import { readAnswer, readFailure, type Answer } from './answer.js';
import { LEDGER_STREAM } from './ensure-ledger.js';
import { messageHeaders, type FactToStore } from './fact-message.js';

/** The whole batch is refused when the subject's last fact is not at `revision`. */
export async function publishFacts(
  connection: NatsConnection,
  facts: readonly FactToStore[],
  { revision, timeoutMs }: { readonly revision: number; readonly timeoutMs: number },
): Promise<Answer> {
  const batchId = randomUUID();
  const optionsOf = (fact: FactToStore, index: number): { readonly headers: MsgHdrs } => ({
    headers: messageHeaders({
      ...fact.headers,
      'Nats-Msg-Id': fact.id,
      'Nats-Expected-Stream': LEDGER_STREAM,
      ...(index === 0 ? { 'Nats-Expected-Last-Subject-Sequence': String(revision) } : {}),
      ...(facts.length === 1 ? {} : batchHeaders(batchId, index, facts.length)),
    }),
  });
  try {
    for (const [index, fact] of facts.entries()) {
      const options = optionsOf(fact, index);
      const last = index === facts.length - 1;
      if (index > 0 && !last) {
        connection.publish(fact.subject, fact.payload, options);
        continue;
      }
      const request = { ...options, timeout: timeoutMs };
      const { data } = await connection.request(fact.subject, fact.payload, request);
      // The first of a batch is answered with nothing, or with why there will be no batch.
      if (last || data.length > 0) return readAnswer(data);
    }
    return { kind: 'unknown', detail: 'nothing was published' };
  } catch (error) {
    return readFailure(error);
  }
}

const batchHeaders = (
  id: string,
  index: number,
  size: number,
): Readonly<Record<string, string>> => ({
  'Nats-Batch-Id': id,
  'Nats-Batch-Sequence': String(index + 1),
  ...(index === size - 1 ? { 'Nats-Batch-Commit': '1' } : {}),
});
