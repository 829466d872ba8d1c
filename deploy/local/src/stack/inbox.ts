/** Where the local Sluice's alerts arrive: a webhook that keeps them and shows them. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export type Inbox = {
  readonly url: string;
  readonly received: readonly { readonly id: string; readonly body: string }[];
  stop(): Promise<void>;
};

const BODY_MAX = 64 * 1_024;
const KEPT_MAX = 10_000;

export async function startInbox(): Promise<Inbox> {
  const received: { id: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
      if (body.length > BODY_MAX) request.destroy();
    });
    request.on('end', () => {
      const id = String(request.headers['idempotency-key'] ?? '');
      // The same alert twice is one alert.
      if (!received.some((alert) => alert.id === id) && received.length < KEPT_MAX) {
        received.push({ id, body });
      }
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: `inbox-${id}` }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/alerts`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
