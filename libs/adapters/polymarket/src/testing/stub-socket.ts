/** A WebSocket of the venue that does what a spec tells it to. For specs. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export type StubSocket = {
  readonly url: string;
  /** What clients sent, pings apart, over all connections. */
  readonly heard: unknown[];
  readonly connections: () => number;
  /** While true, pings are answered. */
  answering: boolean;
  say(message: unknown): void;
  drop(): void;
  stop(): Promise<void>;
};

export async function startStubSocket(): Promise<StubSocket> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  let connections = 0;
  const heard: unknown[] = [];
  const stub: StubSocket = {
    ...{ heard, answering: true, connections: () => connections },
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    say(message) {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      for (const client of server.clients) client.send(text);
    },
    drop() {
      for (const client of server.clients) client.terminate();
    },
    async stop() {
      stub.drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on('connection', (client: WebSocket) => {
    connections += 1;
    client.on('message', (frame: Buffer) => {
      const text = frame.toString();
      if (text !== 'PING') heard.push(JSON.parse(text));
      else if (stub.answering) client.send('PONG');
    });
  });
  return stub;
}

/** Throws when it did not happen within 5 s. */
export async function until(happened: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!happened()) {
    if (Date.now() > deadline) throw new Error('It did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
