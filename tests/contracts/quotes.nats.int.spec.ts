/** Quotes on a real broker keep the contract of quotes. */
import { startNatsServer } from '@sluice/local';
import { connectQuotes } from '@sluice/nats';
import type { Quotes } from '@sluice/ports';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quotesContract } from './quotes.contract.js';

quotesContract('quotes on a broker', async () => {
  const storeDir = await mkdtemp(join(tmpdir(), 'sluice-quotes-'));
  const server = await startNatsServer({ name: 'solo', storeDir });
  const opened: Quotes[] = [];
  const open = async (): Promise<Quotes> => {
    const connecting = { servers: server.url, source: 'test', replicas: 1, create: true };
    const quotes = await connectQuotes(connecting);
    opened.push(quotes);
    return quotes;
  };
  return {
    writer: await open(),
    join: open,
    close: async () => {
      await Promise.all(opened.map((quotes) => quotes.close()));
      await server.stop();
      await rm(storeDir, { recursive: true, force: true });
    },
  };
});
