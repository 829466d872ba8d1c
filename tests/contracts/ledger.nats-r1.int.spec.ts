/** The ledger on one real broker keeps the ledger's contract. */
import { startNatsServer } from '@sluice/local';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerContract } from './ledger.contract.js';
import { ledgerOn } from './nats-ledgers.js';

ledgerContract('the ledger on one broker', async () => {
  const storeDir = await mkdtemp(join(tmpdir(), 'sluice-ledger-r1-'));
  const server = await startNatsServer({ name: 'solo', storeDir });
  return ledgerOn({
    servers: [server.url],
    monitorUrl: [server.monitorUrl],
    replicas: 1,
    stop: async () => {
      await server.stop();
      await rm(storeDir, { recursive: true, force: true });
    },
  });
});
