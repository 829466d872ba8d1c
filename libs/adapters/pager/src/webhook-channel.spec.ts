import { afterEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@sluice/ports';
import { webhookChannel } from './webhook-channel.js';

const page: Page = {
  alertId: 'order-1-rejected',
  kind: 'order_rejected',
  severity: 'WARNING',
  title: 'Order rejected',
  message: 'The venue refused the order: not enough balance / allowance',
  accountId: 'main',
  strategyId: 'copy-1',
  at: '2026-11-22T10:00:00.000Z',
};

describe('webhookChannel', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const receiver = async (
    answer: (
      request: { body: string; headers: IncomingMessage['headers'] },
      to: ServerResponse,
    ) => void,
  ): Promise<string> => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => answer({ body, headers: request.headers }, response));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  };

  it('posts the alert under its own id, signed, and keeps the receipt the receiver gives', async () => {
    const seen: { body: string; headers: IncomingMessage['headers'] }[] = [];
    const url = await receiver((request, response) => {
      seen.push(request);
      response.setHeader('x-receipt-id', 'r-77').end();
    });
    const channel = webhookChannel({ name: 'ops', url, timeoutMs: 2_000, hmacSecret: 'shh' });

    expect(await channel.deliver(page)).toEqual({ kind: 'delivered', receipt: 'r-77' });

    const { body, headers } = seen[0] ?? { body: '', headers: {} };
    expect(headers['idempotency-key']).toBe(page.alertId);
    const hmac = createHmac('sha256', 'shh').update(body).digest('hex');
    expect(headers['x-sluice-signature']).toBe(`sha256=${hmac}`);
    expect(JSON.parse(body)).toMatchObject({ ...page, subject: '[WARNING] Order rejected' });
  });

  it.each([
    ['{"id":"abc"}', 'abc'],
    ['{"id":12}', '12'],
  ])('takes an id in the answer %s as the receipt', async (answer, receipt) => {
    const url = await receiver((_, response) => response.end(answer));
    const channel = webhookChannel({ name: 'ops', url, timeoutMs: 2_000 });
    expect(await channel.deliver(page)).toEqual({ kind: 'delivered', receipt });
  });

  it('takes status and date as the receipt of a receiver without words', async () => {
    const url = await receiver((_, response) => response.writeHead(204).end());
    const outcome = await webhookChannel({ name: 'ops', url, timeoutMs: 2_000 }).deliver(page);
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(JSON.stringify(outcome)).toContain('HTTP 204 at ');
  });

  it('does not wait for the end of an endless answer', async () => {
    const url = await receiver((_, response) => response.write('x'.repeat(100_000)));
    const outcome = await webhookChannel({ name: 'ops', url, timeoutMs: 5_000 }).deliver(page);
    expect(outcome.kind).toBe('delivered');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['refuses', (response) => response.writeHead(500).end('sorry')],
    ['redirects', (response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['hangs up', (response) => response.destroy()],
    ['is silent', () => undefined],
  ])('calls it failed, to be tried again, when the receiver %s', async (_, answer) => {
    const url = await receiver((_request, response) => answer(response));
    const channel = webhookChannel({ name: 'ops', url: `${url}?token=secret`, timeoutMs: 300 });
    const outcome = await channel.deliver(page);
    expect(outcome.kind).toBe('failed');
    expect(JSON.stringify(outcome)).not.toContain('secret');
    await channel.close();
  });
});
