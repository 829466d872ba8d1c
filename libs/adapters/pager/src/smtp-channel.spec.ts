import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Page } from '@sluice/ports';
import { smtpChannel } from './smtp-channel.js';

const page: Page = {
  alertId: 'killed-main',
  kind: 'account_killed',
  severity: 'CRITICAL',
  title: 'Account main is killed',
  message: 'No order leaves until a person releases it.',
  accountId: 'main',
  strategyId: '',
  at: '2026-11-22T10:00:00.000Z',
};

/** Just enough of RFC 5321 to take a letter, or to refuse its receiver. */
function speakSmtp(socket: Socket, letters: string[], refused: boolean): void {
  let letter: string | undefined;
  let pending = '';
  const answerLine = (line: string): void => {
    if (letter !== undefined) {
      if (line !== '.') {
        letter += `${line}\n`;
        return;
      }
      letters.push(letter);
      letter = undefined;
      socket.write('250 2.0.0 queued as 42\r\n');
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'DATA') {
      letter = '';
      socket.write('354 go ahead\r\n');
    } else if (verb === 'QUIT') {
      socket.end('221 bye\r\n');
    } else if (verb === 'RCPT' && refused) {
      socket.write('550 5.1.1 no such person\r\n');
    } else {
      socket.write('250 ok\r\n');
    }
  };
  socket.write('220 post office\r\n');
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    pending += chunk.toString();
    const lines = pending.split('\r\n');
    pending = lines.pop() ?? '';
    lines.forEach(answerLine);
  });
}

describe('smtpChannel', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const postOffice = async (refused = false): Promise<{ url: string; letters: string[] }> => {
    const letters: string[] = [];
    const server = createServer((socket) => speakSmtp(socket, letters, refused)).listen(
      0,
      '127.0.0.1',
    );
    servers.push(server);
    await once(server, 'listening');
    return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, letters };
  };
  const people = { from: 'Sluice <sluice@desk.example>', to: 'trader@desk.example' };

  it('sends a letter and keeps its message id as the receipt', async () => {
    const { url, letters } = await postOffice();
    const channel = smtpChannel({ url, ...people });

    const first = await channel.deliver(page);
    const again = await channel.deliver(page);
    await channel.close();

    expect(first).toMatchObject({ kind: 'delivered' });
    expect(again).toEqual(first);
    const id = /<[0-9a-f]{32}@desk\.example>/.exec(JSON.stringify(first))?.[0] ?? 'no id';
    expect(letters).toHaveLength(2);
    expect(letters[0]).toContain(`Message-ID: ${id}`);
    expect(letters[0]).toContain('Subject: [CRITICAL] Account main is killed');
    expect(letters[0]).toContain('No order leaves until a person releases it.');
  });

  it('calls it failed when the receiver is refused', async () => {
    const { url } = await postOffice(true);
    const outcome = await smtpChannel({ url, ...people }).deliver(page);
    expect(outcome.kind).toBe('failed');
  });

  it('calls it failed, without the password, when nobody answers', async () => {
    const channel = smtpChannel({ url: 'smtp://me:secret@127.0.0.1:1', ...people, timeoutMs: 500 });
    const outcome = await channel.deliver(page);
    expect(outcome.kind).toBe('failed');
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});
