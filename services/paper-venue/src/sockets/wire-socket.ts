/** The manners of the venue's sockets: text frames, PING and PONG, and no patience for slow readers. */
import type { RawData, WebSocket } from 'ws';

const BUFFERED_BYTES_MAX = 16_000_000;

/** Hands on every JSON frame; answers PING; ignores what is neither. */
export const onText = (socket: WebSocket, read: (json: unknown) => void): void => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (raw: RawData) => {
    const text = textOf(raw);
    if (text === 'PING') {
      send(socket, 'PONG');
      return;
    }
    const json = parse(text);
    if (json !== undefined) read(json);
  });
};

/** A reader that lets this much pile up is cut off rather than kept in memory. */
export const send = (socket: WebSocket, text: string): void => {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > BUFFERED_BYTES_MAX) socket.terminate();
  else socket.send(text);
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
