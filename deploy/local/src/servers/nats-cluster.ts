/** Several nats-servers as one cluster on this machine, for tests of what survives. */
import { join } from 'node:path';
import { findNatsServer } from './nats-binary.js';
import { freePort } from './nats-port.js';
import type { NatsUser } from './nats-permissions.js';
import { startNatsServer, type NatsServer } from './nats-server.js';

export type NatsCluster = {
  readonly urls: readonly string[];
  readonly monitorUrls: readonly string[];
  /** The running server of a name, as given in a stream's leader. */
  server(name: string): NatsServer;
  readonly names: readonly string[];
  /** Starts a killed server again on its own store and ports. */
  restart(name: string): Promise<NatsServer>;
  stop(): Promise<void>;
};

export type NatsClusterSettings = {
  /** Each server keeps its store in a folder of its own below. */
  readonly storeDir: string;
  readonly users?: readonly NatsUser[];
};

export async function startNatsCluster(
  size: number,
  { storeDir, users }: NatsClusterSettings,
): Promise<NatsCluster> {
  const { path: program } = await findNatsServer();
  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const routes = ports.map((port) => `nats-route://127.0.0.1:${port}`);
  const names = ports.map((_, index) => `node-${index + 1}`);
  const started = await Promise.allSettled(
    ports.map((port, index) =>
      startNatsServer({
        name: names[index] ?? '',
        storeDir: join(storeDir, names[index] ?? ''),
        cluster: { name: 'sluice', port, routes },
        program,
        ...(users === undefined ? {} : { users }),
      }),
    ),
  );
  const servers = new Map<string, NatsServer>();
  for (const start of started) {
    if (start.status === 'fulfilled') servers.set(start.value.settings.name, start.value);
  }
  const stop = async (): Promise<void> => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  };
  const failed = started.find((start) => start.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }

  const server = (name: string): NatsServer => {
    const found = servers.get(name);
    if (found === undefined) throw new Error(`no server ${name} in ${names.join(', ')}`);
    return found;
  };
  return {
    urls: [...servers.values()].map(({ url }) => url),
    monitorUrls: [...servers.values()].map(({ monitorUrl }) => monitorUrl),
    names,
    server,
    restart: async (name) => {
      const again = await startNatsServer(server(name).settings);
      servers.set(name, again);
      return again;
    },
    stop,
  };
}
