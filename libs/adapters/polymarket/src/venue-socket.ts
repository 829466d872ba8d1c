/**
 * One of the venue's WebSockets, kept open for ever: subscribed first, then pinged, watched for
 * silence, and opened again with growing pauses.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Log } from './log.js';

export type VenueSocketOptions = {
  readonly url: string;
  /** Names the socket in the log. */
  readonly name: string;
  /** Sent first on every new connection; undefined while there is nothing to subscribe to. */
  readonly subscription: () => unknown;
  /** Each object of each frame. What it throws is logged, counted, and the stream goes on. */
  readonly onMessage: (message: unknown) => void;
  /** The venue has answered on a new connection, so the subscription before it stands. */
  readonly onSubscribed: () => void;
  readonly onLost: () => void;
  readonly log: Log;
  readonly timing?: Partial<SocketTiming>;
};

export type SocketTiming = {
  readonly pingEveryMs: number;
  /** Any frame counts, the answer to a ping included. */
  readonly silenceMaxMs: number;
  readonly openWithinMs: number;
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
};

export type VenueSocket = {
  /** Sends when connected; a new connection starts from `subscription` anyway. */
  send(message: unknown): void;
  /** Drops the connection, so that a fresh one brings fresh state. */
  reconnect(): void;
  stop(): Promise<void>;
  healthy(): boolean;
};

export function openVenueSocket(options: VenueSocketOptions): VenueSocket {
  const timing = { ...TIMING, ...options.timing };
  const stopping = new AbortController();
  let connection: Connection | undefined;

  const keepOpen = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const sinceMs = performance.now();
      connection = connect(options, timing);
      await connection.closed;
      if (connection.answered) options.onLost();
      // One that answers and breaks at once, again and again, is a failure too.
      const lasted = connection.answered && performance.now() - sinceMs > timing.retryMaxMs;
      await pause(retryAfterMs(failures, timing), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
      failures = lasted ? 0 : failures + 1;
    }
  };
  const kept = keepOpen();

  return {
    send: (message) => connection?.send(message),
    reconnect: () => connection?.end(),
    healthy: () => connection?.answered === true && connection.open,
    async stop() {
      stopping.abort();
      connection?.end();
      await kept;
    },
  };
}

type Connection = {
  readonly closed: Promise<void>;
  /** Whether the venue has sent anything yet. */
  answered: boolean;
  open: boolean;
  send(message: unknown): void;
  end(): void;
};

function connect(options: VenueSocketOptions, timing: SocketTiming): Connection {
  const { url, name, log } = options;
  const socket = new WebSocket(url, {
    handshakeTimeout: timing.openWithinMs,
    maxPayload: FRAME_BYTES_MAX,
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let unreadable = 0;
  const watchdog = setTimeout(() => {
    log(`${name}: nothing heard for ${timing.silenceMaxMs} ms, connecting again`);
    socket.terminate();
  }, timing.silenceMaxMs);
  const ping = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send('PING');
  }, timing.pingEveryMs);

  const connection: Connection = {
    closed,
    answered: false,
    open: false,
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    end: () => socket.terminate(),
  };

  socket.on('open', () => {
    connection.open = true;
    // The venue closes a connection that pings before it subscribes.
    connection.send(options.subscription());
    socket.send('PING');
  });
  socket.on('message', (frame: Buffer) => {
    watchdog.refresh();
    if (!connection.answered) {
      connection.answered = true;
      options.onSubscribed();
    }
    for (const message of messagesOf(frame.toString())) {
      try {
        options.onMessage(message);
      } catch (error) {
        unreadable += 1;
        log(`${name}: message ${unreadable} of this connection not understood: ${String(error)}`);
      }
    }
  });
  socket.on('error', (error) => log(`${name}: ${error.message}`));
  socket.on('close', () => {
    connection.open = false;
    clearTimeout(watchdog);
    clearInterval(ping);
  });
  return connection;
}

/** A frame holds one object or an array of them; anything that is not JSON is the venue's small talk. */
export function messagesOf(frame: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return [];
  }
  const messages: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return messages.filter((message) => typeof message === 'object' && message !== null);
}

/** Doubles per failure; up to a quarter is left to chance, so that many do not come back at once. */
function retryAfterMs(failures: number, { retryFirstMs, retryMaxMs }: SocketTiming): number {
  const doubled = retryFirstMs * 2 ** Math.min(failures, DOUBLINGS_MAX);
  return Math.min(doubled, retryMaxMs) * (0.75 + Math.random() / 4);
}

const TIMING: SocketTiming = {
  pingEveryMs: 10_000,
  silenceMaxMs: 25_000,
  openWithinMs: 10_000,
  retryFirstMs: 250,
  retryMaxMs: 10_000,
};
const DOUBLINGS_MAX = 16;
const FRAME_BYTES_MAX = 16 * 1024 * 1024;
