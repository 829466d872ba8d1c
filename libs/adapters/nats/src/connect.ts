/** A connection to the brokers that never gives up by itself and says whether it stands. */
import {
  AuthorizationError,
  connect,
  deadline,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { LedgerUnavailableError } from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';

export type NatsConnecting = {
  readonly servers: string | readonly string[];
  /** The service's name: shown by the broker, and the user's name unless `user` says otherwise. */
  readonly source: string;
  readonly user?: string;
  readonly password?: string;
  /** How long to wait for the first connection. */
  readonly connectTimeoutMs?: number;
};

export type NatsLink = {
  readonly connection: NatsConnection;
  /** False while between servers: what is published then is lost. */
  connected(): boolean;
  /** Moves to another server, at most once per {@link RECONNECT_PAUSE_MS}. */
  changeServer(): void;
  /** Resolves when the connection is closed for good, with the error if nobody asked for it. */
  readonly closed: ReturnType<NatsConnection['closed']>;
  close(): Promise<void>;
};

const FIRST_CONNECTION_TIMEOUT_MS = 30_000;
const RECONNECT_WAIT_MS = 250;
const RECONNECT_PAUSE_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;

/** @throws LedgerUnavailableError when no server answers in time, or the broker refuses the user. */
export async function connectNats(connecting: NatsConnecting, role: string): Promise<NatsLink> {
  const { servers, source, user, password } = connecting;
  const options: NodeConnectionOptions = {
    servers: typeof servers === 'string' ? servers : [...servers],
    name: `${source} (${role})`,
    ...(password === undefined ? {} : { user: user ?? source, pass: password }),
    maxReconnectAttempts: -1,
    // We wait for the first connection ourselves: the client's own waiting cannot be ended.
    waitOnFirstConnect: false,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    reconnectJitter: RECONNECT_WAIT_MS,
    pingInterval: 5_000,
    maxPingOut: 2,
    timeout: 2_000,
    noRandomize: false,
    ignoreClusterUpdates: false,
    noAsyncTraces: true,
  };
  const timeoutMs = connecting.connectTimeoutMs ?? FIRST_CONNECTION_TIMEOUT_MS;
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return link(await connect(options));
    } catch (cause) {
      const refused = cause instanceof AuthorizationError;
      if (!refused && Date.now() + RECONNECT_WAIT_MS < end) {
        await sleep(RECONNECT_WAIT_MS);
        continue;
      }
      throw new LedgerUnavailableError(
        refused
          ? `${String(servers)} does not accept ${user ?? source} and its password`
          : `${source} could not connect to ${String(servers)} within ${timeoutMs} ms: ${String(cause)}`,
        { cause },
      );
    }
  }
}

function link(connection: NatsConnection): NatsLink {
  let standing = true;
  let lastChange = 0;
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'reconnect') standing = true;
      if (type === 'disconnect' || type === 'staleConnection') standing = false;
      if (type === 'forceReconnect' || type === 'close') standing = false;
    }
  })();
  return {
    connection,
    connected: () => standing && !connection.isClosed(),
    changeServer: () => {
      if (!standing || Date.now() - lastChange < RECONNECT_PAUSE_MS) return;
      lastChange = Date.now();
      connection.reconnect().catch(() => undefined);
    },
    closed: connection.closed(),
    close: async () => {
      await deadline(connection.drain(), CLOSE_TIMEOUT_MS).catch(() => connection.close());
    },
  };
}
