/** A service that does not know what it needs to know refuses to start, and says all of it at once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { SERVICES, type ServiceName } from '@sluice/local';

jest.setTimeout(30_000);

const COMMON = ['NATS_URL', 'POSTGRES_URL'];
const NEEDS: Readonly<Record<ServiceName, readonly string[]>> = {
  'signal-ingest': [...COMMON, 'RPC_URL'],
  risk: COMMON,
  executor: [...COMMON, 'ACCOUNT_ID', 'WALLET_PRIVATE_KEY'],
  redemption: [...COMMON, 'ACCOUNT_ID', 'WALLET_PRIVATE_KEY', 'RPC_URL'],
  alerting: [...COMMON, 'WEBHOOK_URL'],
};

const SECRET = 'hunter2-is-no-key';
const WRONG = {
  NATS_URL: `http://risk:${SECRET}@broker`,
  POSTGRES_URL: `mysql://risk:${SECRET}@database/sluice`,
  WALLET_PRIVATE_KEY: SECRET,
  ACCOUNT_ID: `${SECRET} with blanks`,
  RPC_URL: `ftp://${SECRET}`,
  WEBHOOK_URL: `ftp://${SECRET}`,
  HTTP_PORT: '70000',
  LOG_LEVEL: SECRET,
};

describe.each(SERVICES)('%s', (service) => {
  it('names every variable that is missing, and ends with code 1', async () => {
    const { code, output } = await start(service, {});
    expect(code).toBe(1);
    expect(output).toContain(`${service} cannot start`);
    for (const name of NEEDS[service]) expect(output).toContain(name);
  });

  it('names every variable that is wrong, and repeats none of their values', async () => {
    const { code, output } = await start(service, WRONG);
    expect(code).toBe(1);
    for (const name of [...NEEDS[service], 'HTTP_PORT', 'LOG_LEVEL']) {
      expect(output).toContain(name);
    }
    expect(output).not.toContain(SECRET);
  });
});

describe('access tokens', () => {
  it('that are too short are refused by name, and are not repeated', async () => {
    const { code, output } = await start('risk', {
      NATS_URL: 'nats://127.0.0.1:1',
      POSTGRES_URL: 'postgres://risk@127.0.0.1:1/sluice',
      ADMIN_TOKENS: '[{"token":"hunter2","name":"ops","role":"admin"}]',
    });
    expect(code).toBe(1);
    expect(output).toContain('ADMIN_TOKENS');
    expect(output).not.toContain('hunter2');
  });
});

describe('alerts by mail', () => {
  it('need a sender and a receiver', async () => {
    const { code, output } = await start('alerting', { SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(output).toContain('SMTP_FROM and SMTP_TO');
  });
});

const ROOT = join(import.meta.dirname, '..', '..');

async function start(
  service: ServiceName,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const script = join(ROOT, 'services', service, 'dist', 'main.js');
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
