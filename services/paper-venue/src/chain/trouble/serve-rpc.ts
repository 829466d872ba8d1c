/** The public door of the chain: JSON-RPC over HTTP, passed on to anvil unless a trouble strikes. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ChainTrouble } from './create-chain-trouble.js';
import type { RpcAnswer, RpcCall } from './trouble.js';

const BODY_BYTES_MAX = 20_000_000;
const FORWARD_TIMEOUT_MS = 30_000;

export type RpcDoor = { readonly url: string; readonly close: () => Promise<void> };

/** Passes one call on; a node that cannot be reached answers with an error like any other. */
export const forwardTo =
  (nodeUrl: string) =>
  async ({ method, params }: RpcCall): Promise<RpcAnswer> => {
    const response = await fetch(nodeUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    });
    return (await response.json()) as RpcAnswer;
  };

/** Throws when it cannot listen there. */
export async function serveRpc({
  host = '127.0.0.1',
  port,
  forward,
  trouble,
}: {
  readonly host?: string | undefined;
  readonly port: number;
  readonly forward: (call: RpcCall) => Promise<RpcAnswer>;
  readonly trouble: ChainTrouble;
}): Promise<RpcDoor> {
  const obey = async (call: RpcCall): Promise<RpcAnswer | 'reset'> => {
    const struck = await trouble.strike(call);
    if (struck === undefined) return forward(call);
    switch (struck.kind) {
      case 'answered':
        return struck.answer;
      case 'answer_lost':
        await forward(call);
        return 'reset';
      case 'forwarded': {
        const answer = await forward(struck.call);
        if (struck.delayMs !== undefined) await sleep(struck.delayMs);
        return 'result' in answer && struck.reread !== undefined
          ? { result: struck.reread(answer.result) }
          : answer;
      }
    }
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return end(response, 405, failure(null, -32600, 'POST only'));
    const body = await readBody(request);
    if (body === undefined) return end(response, 413, failure(null, -32600, 'too large'));
    const read = requests.safeParse(parsed(body));
    if (!read.success) return end(response, 400, failure(null, -32600, 'Invalid request'));
    const calls = Array.isArray(read.data) ? read.data : [read.data];
    const answers: object[] = [];
    for (const { id, method, params } of calls) {
      const answer = await obey({ method, params });
      if (answer === 'reset') return void request.socket.destroy();
      answers.push({ ...answer, jsonrpc: '2.0', id });
    }
    return end(response, 200, Array.isArray(read.data) ? answers : answers[0]);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${bound}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const request = z.object({
  id: z.union([z.number(), z.string(), z.null()]).default(null),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
const requests = z.union([request, z.array(request).min(1)]);

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const failure = (id: null, code: number, message: string) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

const end = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
