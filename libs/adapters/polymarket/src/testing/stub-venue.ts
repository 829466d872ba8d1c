/** A venue that says what a spec wants it to say, over real HTTP. For specs. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Recorded } from './recorded.js';

export type Heard = { readonly route: string; readonly url: string; readonly body: string };
export type Reply = Recorded | ((response: ServerResponse) => void);

export type StubVenue = {
  readonly host: string;
  readonly heard: Heard[];
  /** Answers of a route such as "POST /order", in turn; the last one stays. */
  answer(route: string, ...replies: Reply[]): void;
  stop(): Promise<void>;
};

export async function startStubVenue(): Promise<StubVenue> {
  const heard: Heard[] = [];
  const replies = new Map<string, Reply[]>();
  const reply = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const url = request.url ?? '';
    const route = `${request.method ?? ''} ${url.split('?')[0] ?? ''}`;
    heard.push({ route, url, body });
    const queue = replies.get(route) ?? [];
    const next = queue.length > 1 ? queue.shift() : queue[0];
    if (typeof next === 'function') {
      next(response);
      return;
    }
    const { status, body: answer } = next ?? { status: 404, body: { error: `no ${route}` } };
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => reply(request, response, body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer: (route, ...queue) => void replies.set(route, queue),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
