/** Quotes in passing: published without waiting, the last of each token kept by the broker. */
import {
  DiscardPolicy,
  jetstreamManager,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { decodeQuote, encodeQuote, QUOTE_SUBJECTS, quoteSubject } from '@sluice/contracts';
import type { account, TokenId } from '@sluice/domain';
import type { Quotes } from '@sluice/ports';
import { connectNats, type NatsConnecting, type NatsLink } from './connect.js';
import { directBatch } from './direct-batch.js';
import type { StoredMessage } from './fact-message.js';
import type { LedgerLog } from './metrics.js';
import { untilAnswered } from './until-answered.js';

export type QuotesConnecting = NatsConnecting & {
  readonly replicas: number;
  /** Makes the stream of last quotes when there is none; only an operator's user may. */
  readonly create?: boolean;
  readonly log?: LedgerLog;
};

export const QUOTES_STREAM = 'QUOTES';

const READ_TIMEOUT_MS = 2_000;
const MAKE_DEADLINE_MS = 20_000;
/** A quote that is not there soon is replaced by the next one. */
const KEPT_DEADLINE_MS = 3_000;
/** What the broker answers at most to one question for last values. */
const TOKENS_MAX = 1_024;
/** An hour; nothing is decided on an older quote. */
const KEPT_FOR_NS = 3_600_000_000_000;
const KEPT_BYTES_MAX = 64 * 1_024 * 1_024;
const STREAM_NAME_IN_USE = 10058;

/** The last quote of each token, in memory: lost when all brokers stop, and that is right. */
const quotesConfig = (replicas: number) =>
  ({
    name: QUOTES_STREAM,
    subjects: [QUOTE_SUBJECTS],
    retention: RetentionPolicy.Limits,
    storage: StorageType.Memory,
    discard: DiscardPolicy.Old,
    max_msgs_per_subject: 1,
    max_bytes: KEPT_BYTES_MAX,
    max_age: KEPT_FOR_NS,
    num_replicas: replicas,
    allow_direct: true,
  }) satisfies Partial<StreamConfig>;

/**
 * Resolves when what the broker kept is known, or cannot be had: its stream rests in memory and is
 * gone after a restart of the last server. @throws LedgerUnavailableError when no server answers.
 */
export async function connectQuotes(connecting: QuotesConnecting): Promise<Quotes> {
  const link = await connectNats(connecting, 'quotes');
  try {
    if (connecting.create === true) await createQuotes(link, connecting.replicas);
    return await quotesOver(link, connecting.log);
  } catch (error) {
    await link.close();
    throw error;
  }
}

async function quotesOver(link: NatsLink, log: LedgerLog | undefined): Promise<Quotes> {
  const { connection } = link;
  const lasts = new Map<TokenId, account.Quote>();
  const watchers = new Set<(quote: account.Quote) => void>();
  const learn = (payload: Uint8Array): void => {
    const quote = decodeQuote(payload);
    const known = lasts.get(quote.tokenId);
    if (known !== undefined && known.at > quote.at) return;
    lasts.set(quote.tokenId, quote);
    watchers.forEach((watcher) => watcher(quote));
  };
  const learnOrWarn = (payload: Uint8Array, subject: string): void => {
    try {
      learn(payload);
    } catch (error) {
      log?.warn({ subject, error: String(error) }, 'Unreadable quote');
    }
  };
  const readKept = async (): Promise<void> => {
    const asking = { what: 'read the last quotes', deadlineMs: KEPT_DEADLINE_MS, link };
    try {
      const kept = await untilAnswered(asking, () => keptQuotes(link));
      for (const { payload, subject } of kept) learnOrWarn(payload, subject);
    } catch (error) {
      log?.warn({ error: String(error) }, 'Only quotes published from now on are known');
    }
  };

  // Listening comes first, so that nothing falls between what was kept and what is heard.
  connection.subscribe(QUOTE_SUBJECTS, {
    callback: (error, message) => {
      if (error === null) learnOrWarn(message.data, message.subject);
    },
  });
  await readKept();
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'reconnect') await readKept();
    }
  })();

  return {
    publish: (quote) =>
      Promise.resolve().then(() => {
        connection.publish(quoteSubject(quote.tokenId), encodeQuote(quote));
      }),
    last: (tokenId) => lasts.get(tokenId),
    watch: (onQuote) => {
      watchers.add(onQuote);
      return { stop: () => void watchers.delete(onQuote) };
    },
    close: () => link.close(),
  };
}

async function keptQuotes({ connection }: NatsLink): Promise<readonly StoredMessage[]> {
  const request = { multi_last: [QUOTE_SUBJECTS], batch: TOKENS_MAX };
  const { messages } = await directBatch(connection, QUOTES_STREAM, request, READ_TIMEOUT_MS);
  return messages;
}

async function createQuotes(link: NatsLink, replicas: number): Promise<void> {
  const asking = { what: 'make the stream of quotes', deadlineMs: MAKE_DEADLINE_MS, link };
  const manager = await jetstreamManager(link.connection, { checkAPI: false });
  await untilAnswered(asking, async () => {
    try {
      await manager.streams.add(quotesConfig(replicas));
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NAME_IN_USE) throw error;
    }
  });
}
