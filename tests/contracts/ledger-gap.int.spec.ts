/** A missing fact is noticed by whoever reads past it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { startNatsServer, type NatsServer } from '@sluice/local';
import { LedgerIntegrityError } from '@sluice/ports';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectNats, type NatsLink } from '../../libs/adapters/nats/src/connect.js';
import { LEDGER_STREAM, ledgerConfig } from '../../libs/adapters/nats/src/ensure-ledger.js';
import { openFeed } from '../../libs/adapters/nats/src/feed.js';

let server: NatsServer;
let storeDir: string;
let link: NatsLink;

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), 'sluice-feed-'));
  server = await startNatsServer({ name: 'solo', storeDir });
  link = await connectNats({ servers: server.url, source: 'test' }, 'follow');
}, 60_000);
afterAll(async () => {
  await link?.close();
  await server?.stop();
  await rm(storeDir, { recursive: true, force: true });
}, 30_000);

it('gives what stands before a missing message, and then says that one is missing', async () => {
  const manager = await jetstreamManager(link.connection);
  const { deny_delete: _, ...config } = ledgerConfig(1);
  await manager.streams.add(config);
  for (const text of ['1', '2', '3', '4', '5']) {
    await link.connection.request('evt.alert.00.a', text, { timeout: 2_000 });
  }
  await manager.streams.deleteMessage(LEDGER_STREAM, 3);

  const first = await openFeed({ link, manager, after: 0 });
  const taken = await first.take(10);
  expect(taken.map(({ position }) => position)).toEqual([1, 2]);
  expect(await first.take(10)).toEqual([]);
  first.close();

  const second = await openFeed({ link, manager, after: 2 });
  await expect(second.take(10)).rejects.toThrow(LedgerIntegrityError);
  second.close();
});
