import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examples } from '@sluice/domain/testing';
import { alertingConfig } from './alerting.config.js';
import { channelsOf } from './channels.js';

const common = {
  NATS_URL: 'nats://127.0.0.1:4222',
  POSTGRES_URL: 'postgres://sluice@127.0.0.1/sluice',
};
const mail = { SMTP_URL: 'smtp://127.0.0.1:25', SMTP_FROM: 'a@b.example', SMTP_TO: 'c@d.example' };
const configured = (variables: Record<string, string>) =>
  channelsOf(alertingConfig({ ...common, ...variables }));

describe('the ways to reach people', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());
  const listen = async () => {
    const calls: IncomingHttpHeaders[] = [];
    const listening = createServer((request, response) => {
      calls.push(request.headers);
      response.end();
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const { port } = listening.address() as AddressInfo;
    return { calls, url: `http://127.0.0.1:${port}/` };
  };
  const page = examples.alertRaised().data;

  it('are those that are configured', async () => {
    const channels = configured({ WEBHOOK_URL: 'http://127.0.0.1:9/', ...mail });
    expect(channels.map(({ name }) => name)).toStrictEqual(['webhook', 'email']);
    expect(configured(mail).map(({ name }) => name)).toStrictEqual(['email']);
    for (const channel of channels) await channel.close();
  });

  it.each([{}, { SMTP_URL: mail.SMTP_URL }, { SMTP_URL: mail.SMTP_URL, SMTP_TO: mail.SMTP_TO }])(
    'are never none: silence must be chosen: %p',
    (variables) => {
      expect(() => configured(variables)).toThrow(/alerting cannot start:\n {2}.*SMTP_URL/);
    },
  );

  it('sign what they post when a secret is configured', async () => {
    const { calls, url } = await listen();
    const [webhook] = configured({ WEBHOOK_URL: url, WEBHOOK_SECRET: 'a shared secret' });
    expect(await webhook?.deliver(page)).toMatchObject({ kind: 'delivered' });
    expect(calls).toMatchObject([
      { 'x-sluice-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/) },
    ]);
    await webhook?.close();
  });

  it('sign nothing without one', async () => {
    const { calls, url } = await listen();
    const [webhook] = configured({ WEBHOOK_URL: url });
    await webhook?.deliver(page);
    expect(calls[0]).not.toHaveProperty('x-sluice-signature');
    await webhook?.close();
  });
});
