/** The ledger on JetStream: one immutable stream, one literal subject per aggregate. */
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { systemClock, type Ledger, type LedgerExtent, type Position } from '@sluice/ports';
import type { Instant } from '@sluice/domain';
import { append, APPEND_DEADLINE_MS } from './append.js';
import { connectNats, type NatsConnecting, type NatsLink } from './connect.js';
import { createLedger, LEDGER_STREAM, verifyLedger } from './ensure-ledger.js';
import { follow } from './follow.js';
import { load } from './load.js';
import type { LedgerLog, LedgerObserver } from './metrics.js';
import { openTail } from './tail.js';
import { untilAnswered } from './until-answered.js';

export type LedgerConnecting = NatsConnecting &
  LedgerObserver & {
    /** 1 on one server, 3 in a cluster. The stream must have exactly so many. */
    readonly replicas: number;
    /** Monitoring addresses ("http://host:port"), to check that servers sync before they answer. */
    readonly monitorUrl?: string | readonly string[];
    /** Makes the stream when there is none; only an operator's user may. */
    readonly create?: boolean;
    readonly log?: LedgerLog;
    readonly now?: () => Instant;
    /** How long an append looks for certainty. */
    readonly appendDeadlineMs?: number;
    /** The connection ended and will not come back: end the process. */
    readonly onConnectionLost?: (error: Error) => void;
  };

const READ_TIMEOUT_MS = 2_000;
const FOLLOW_TIMEOUT_MS = 1_000;
const EXTENT_DEADLINE_MS = 20_000;
const VERIFY_DEADLINE_MS = 20_000;
const silent: LedgerLog = { warn: () => undefined };

/**
 * Connects once for appends and loads and once for following, so that catching up never delays an
 * acknowledgement. @throws LedgerIntegrityError when the ledger is not what it must be,
 * LedgerUnavailableError when nobody answers.
 */
export async function connectLedger(connecting: LedgerConnecting): Promise<Ledger> {
  const log = connecting.log ?? silent;
  const writing = await connectNats(connecting, 'append');
  const reading = await connectNats(connecting, 'follow').catch(async (error: unknown) => {
    await writing.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await Promise.all([writing.close(), reading.close()]);
  };
  try {
    const manager = await managerOf(writing, READ_TIMEOUT_MS);
    if (connecting.create === true) await createLedger(manager, connecting.replicas);
    const { created } = await verified(connecting, writing, manager);
    const followManager = await managerOf(reading, FOLLOW_TIMEOUT_MS);
    return ledgerOver({ connecting, log, writing, reading, manager, followManager, created });
  } catch (error) {
    await close();
    throw error;
  }
}

type Wiring = {
  readonly connecting: LedgerConnecting;
  readonly log: LedgerLog;
  readonly writing: NatsLink;
  readonly reading: NatsLink;
  readonly manager: JetStreamManager;
  readonly followManager: JetStreamManager;
  readonly created: string;
};

function ledgerOver(wiring: Wiring): Ledger {
  const { connecting, writing, reading, manager, followManager, log, created } = wiring;
  const { onOutcome, onLag, onConnectionLost } = connecting;
  const observer: LedgerObserver = {
    ...(onOutcome === undefined ? {} : { onOutcome }),
    ...(onLag === undefined ? {} : { onLag }),
  };
  const appends = {
    ...observer,
    link: writing,
    manager,
    source: connecting.source,
    now: connecting.now ?? (() => systemClock.now()),
    appendDeadlineMs: connecting.appendDeadlineMs ?? APPEND_DEADLINE_MS,
  };
  const tail = openTail({ link: reading, manager: followManager });
  const follows = {
    ...{ ...observer, link: reading, manager: followManager, incarnation: created, log, tail },
  };
  const subscriptions = new Set<ReturnType<typeof follow>>();
  let closing = false;
  for (const { closed } of [writing, reading]) {
    void closed.then((error) => {
      if (!closing) onConnectionLost?.(error instanceof Error ? error : new Error('closed'));
    });
  }
  return {
    append: (appending) => append(appends, appending),
    load: (stream, from) => load({ link: writing, manager }, stream, from?.revision),
    follow: (following) => {
      const subscription = follow(follows, following);
      subscriptions.add(subscription);
      const forget = (): void => void subscriptions.delete(subscription);
      subscription.done.then(forget, forget);
      return subscription;
    },
    extent: () => extentOf(writing, manager),
    close: async () => {
      closing = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      tail.close();
      await Promise.all([writing.close(), reading.close()]);
    },
  };
}

function verified(
  connecting: LedgerConnecting,
  link: NatsLink,
  manager: JetStreamManager,
): ReturnType<typeof verifyLedger> {
  const { monitorUrl = [], replicas } = connecting;
  const monitorUrls = typeof monitorUrl === 'string' ? [monitorUrl] : monitorUrl;
  const { connection } = link;
  const asking = { what: 'verify the ledger', deadlineMs: VERIFY_DEADLINE_MS, link };
  return untilAnswered(asking, () => verifyLedger({ connection, manager, replicas, monitorUrls }));
}

function extentOf(link: NatsLink, manager: JetStreamManager): Promise<LedgerExtent> {
  const asking = { what: "read the ledger's extent", deadlineMs: EXTENT_DEADLINE_MS, link };
  return untilAnswered(asking, async () => {
    const { created, state } = await manager.streams.info(LEDGER_STREAM);
    return {
      incarnation: created,
      first: state.first_seq as Position,
      last: state.last_seq as Position,
    };
  });
}

const managerOf = ({ connection }: NatsLink, timeout: number): Promise<JetStreamManager> =>
  jetstreamManager(connection, { timeout, checkAPI: false });
