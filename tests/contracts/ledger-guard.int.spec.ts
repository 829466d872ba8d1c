/** A service refuses a ledger that could lose or change what it acknowledged. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startNatsServer, type NatsServer } from '@sluice/local';
import { connectLedger, LEDGER_STREAM, ledgerConfig } from '@sluice/nats';
import { LedgerIntegrityError, LedgerUnavailableError } from '@sluice/ports';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let storeDir: string;
let server: NatsServer;

beforeAll(async () => {
  storeDir = await mkdtemp(join(tmpdir(), 'sluice-guard-'));
  server = await startNatsServer({ name: 'careless', storeDir, syncAlways: false });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await rm(storeDir, { recursive: true, force: true });
}, 30_000);

const connecting = () => ({ servers: server.url, source: 'test', replicas: 1 });

describe('a service that connects to a ledger', () => {
  it('refuses when there is none and it may not make one', async () => {
    await expect(connectLedger(connecting())).rejects.toThrow(/no stream LEDGER/);
  });

  it('refuses a server that acknowledges before it syncs', async () => {
    const connected = connectLedger({
      ...connecting(),
      monitorUrl: server.monitorUrl,
      create: true,
    });
    await expect(connected).rejects.toThrow(LedgerIntegrityError);
    await expect(connected).rejects.toThrow(/sync_interval: always/);
  });

  it('names every difference from the ledger it must be', async () => {
    await remake({ deny_delete: false, max_age: 3_600_000_000_000, allow_rollup_hdrs: true });
    const connected = connectLedger({ ...connecting(), create: true });
    await expect(connected).rejects.toThrow(LedgerIntegrityError);
    await expect(connected).rejects.toThrow(/deny_delete is false, must be true/);
    await expect(connected).rejects.toThrow(/max_age is 3600000000000, must be 0/);
    await expect(connected).rejects.toThrow(/allow_rollup_hdrs is true, must not be set/);
    await remake({});
    await (await connectLedger(connecting())).close();
    await expect(connectLedger({ ...connecting(), replicas: 3 })).rejects.toThrow(
      /num_replicas is 1, must be 3/,
    );
  });

  it('gives up when nobody answers', async () => {
    const nobody = { servers: 'nats://127.0.0.1:1', source: 'test', replicas: 1 };
    const connected = connectLedger({ ...nobody, connectTimeoutMs: 500 });
    await expect(connected).rejects.toThrow(LedgerUnavailableError);
  });
});

async function remake(different: Partial<StreamConfig>): Promise<void> {
  const connection = await connect({ servers: server.url });
  const { streams } = await jetstreamManager(connection);
  await streams.delete(LEDGER_STREAM).catch(() => undefined);
  const { deny_purge: _, ...config } = ledgerConfig(1);
  const denied = different.allow_rollup_hdrs === true ? {} : { deny_purge: true };
  await streams.add({ ...config, ...denied, ...different });
  await connection.close();
}
