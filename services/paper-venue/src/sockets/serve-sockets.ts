/** Opens the venue's WebSocket channels on its HTTP server. */
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Channel } from './market-channel.js';

const FRAME_BYTES_MAX = 256_000;
const CONNECTIONS_MAX = 500;

/** Returns the way to close every connection. */
export const serveSockets = (
  server: Server,
  channels: Readonly<Record<string, Channel>>,
): (() => Promise<void>) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_BYTES_MAX });
  server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const channel = channels[path];
    if (channel === undefined || sockets.clients.size >= CONNECTIONS_MAX) {
      socket.end(`HTTP/1.1 ${channel === undefined ? '404 Not Found' : '503 Full'}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => channel.accept(opened));
  });
  return async () => {
    for (const channel of Object.values(channels)) channel.close();
    for (const client of sockets.clients) client.terminate();
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
  };
};
