/** The manners of the venue's sockets: text frames, PING and PONG, and no patience for slow readers. */
import type { RawData, WebSocket } from 'ws';

const BUFFERED_BYTES_MAX = 16_000_000;

/** Hands on every JSON frame; answers PING; ignores what is neither. */
export const onText = (socket: WebSocket, read: (json: unknown) => void): void => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (raw: RawData) => {
    const text = textOf(raw);
    if (text === 'PING') {
      // A frozen connection still answers, which is what makes it look alive.
      write(socket, 'PONG');
      return;
    }
    const json = parse(text);
    if (json !== undefined) read(json);
  });
};

export const send = (socket: WebSocket, text: string | Buffer): void => {
  if ((silentUntil.get(socket) ?? 0) <= performance.now()) write(socket, text);
};

/** Nothing but PONG leaves by this connection for so long. */
export const silence = (socket: WebSocket, forMs: number): void => {
  silentUntil.set(socket, performance.now() + forMs);
};

const silentUntil = new WeakMap<WebSocket, number>();

/** A reader that lets this much pile up is cut off rather than kept in memory. */
const write = (socket: WebSocket, text: string | Buffer): void => {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > BUFFERED_BYTES_MAX) socket.terminate();
  else socket.send(text, { binary: false });
};

const textOf = (raw: RawData): string =>
  (Array.isArray(raw) ? Buffer.concat(raw) : Buffer.from(raw as Buffer)).toString('utf8').trim();

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
