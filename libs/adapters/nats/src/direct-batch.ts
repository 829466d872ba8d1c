/** Reads many stored messages in one request from any replica, with a deadline of its own. */
import { createInbox, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { readHeaders, type StoredMessage } from './fact-message.js';

export type DirectRequest =
  | { readonly seq: number; readonly next_by_subj: string; readonly batch: number }
  | { readonly multi_last: readonly string[]; readonly batch: number };

export type DirectBatch = {
  readonly messages: readonly StoredMessage[];
  /** How many more the replica holds. */
  readonly pending: number;
};

const NO_RESULTS = 404;
const END_OF_BATCH = 204;

/** @throws Error when the batch is broken, refused or not finished within `timeoutMs`. */
export function directBatch(
  connection: NatsConnection,
  stream: string,
  request: DirectRequest,
  timeoutMs: number,
): Promise<DirectBatch> {
  return new Promise((resolve, reject) => {
    const messages: StoredMessage[] = [];
    const inbox = createInbox();
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      subscription.unsubscribe();
      settle();
    };
    const fail = (why: string): void =>
      end(() => reject(new Error(`direct get of ${stream}: ${why}`)));
    const subscription = connection.subscribe(inbox, {
      callback: (error, message) => {
        if (error !== null) return fail(String(error));
        const code = message.headers?.code ?? 0;
        if (code === NO_RESULTS) return end(() => resolve({ messages: [], pending: 0 }));
        if (code === END_OF_BATCH) {
          const pending = Number(message.headers?.get('Nats-Num-Pending') ?? 0);
          return end(() => resolve({ messages, pending }));
        }
        if (code !== 0) return fail(`${code} ${message.headers?.description ?? ''}`);
        const broken = chainFault(message, messages.at(-1));
        if (broken !== undefined) return fail(broken);
        messages.push(storedMessage(message));
      },
    });
    const timer = setTimeout(() => fail(`not finished within ${timeoutMs} ms`), timeoutMs);
    connection.publish(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(request), { reply: inbox });
  });
}

/** Each message names the one before it in the same answer, so a lost one shows. */
function chainFault(message: Msg, before: StoredMessage | undefined): string | undefined {
  const named = Number(message.headers?.get('Nats-Last-Sequence') || 0);
  if (before === undefined || named === before.position) return undefined;
  return `after ${before.position} came a message that follows ${named}`;
}

function storedMessage(message: Msg): StoredMessage {
  const headers = readHeaders(message.headers);
  return {
    position: Number(headers['Nats-Sequence']),
    subject: headers['Nats-Subject'] ?? '',
    headers,
    payload: message.data,
  };
}
