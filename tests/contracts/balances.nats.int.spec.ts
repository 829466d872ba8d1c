/** Balances on a real broker keep the contract of balances. */
import { startNatsServer } from '@sluice/local';
import { connectBalances } from '@sluice/nats';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { balancesContract } from './balances.contract.js';

balancesContract('balances on a broker', async () => {
  const storeDir = await mkdtemp(join(tmpdir(), 'sluice-balances-'));
  const server = await startNatsServer({ name: 'solo', storeDir });
  const [writer, reader] = await Promise.all([
    connectBalances({ servers: server.url, source: 'writer' }),
    connectBalances({ servers: server.url, source: 'reader' }),
  ]);
  return {
    writer,
    reader,
    close: async () => {
      await Promise.all([writer.close(), reader.close()]);
      await server.stop();
      await rm(storeDir, { recursive: true, force: true });
    },
  };
});
