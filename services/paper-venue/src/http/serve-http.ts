/** The venue's HTTP server: reads bounded requests, finds the route, writes the answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { aroundRequest } from '../faults/around-request.js';
import { failed, findRoute, type Answer, type Routes } from './route.js';

const BODY_BYTES_MAX = 1_000_000;
const CONNECTIONS_MAX = 2_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 30_000;

export type HttpOptions = {
  readonly routes: Routes;
  /** Serves a request, unless it strikes it with a fault. */
  readonly around: ReturnType<typeof aroundRequest>;
  readonly log: (line: string) => void;
};

export const createHttpServer = (options: HttpOptions): Server => {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    (request, response) => {
      void serve(options, request, response);
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  return server;
};

const serve = async (
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const method = request.method ?? 'GET';
  try {
    const url = new URL(request.url ?? '/', 'http://venue');
    const body = await readBytes(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      write(response, failed(413, `body is larger than ${BODY_BYTES_MAX} bytes`));
      return;
    }
    const path = url.pathname;
    const route = findRoute(options.routes, method, path);
    if (route === undefined) {
      write(response, failed(404, 'not found'));
      return;
    }
    const { headers } = request;
    const asked = { method, path, query: url.searchParams, headers, body, id: route.id };
    const answer = await options.around(route.name, asked, route.handle);
    if (answer === 'reset') request.socket.destroy();
    else write(response, answer);
  } catch (error) {
    options.log(`${method} ${request.url ?? ''} failed: ${String(error)}`);
    if (!response.headersSent) write(response, failed(500, 'could not run the execution'));
  }
};

/** Undefined when the body is too large. */
const readBytes = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const write = (response: ServerResponse, answer: Answer): void => {
  const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    ...answer.headers,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};
