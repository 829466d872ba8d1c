/** Stops the servers of a test run and removes what they wrote. */
import { rm } from 'node:fs/promises';

export default async function tearDown() {
  const servers = globalThis.sluiceTestServers;
  if (servers === undefined) return;
  await servers.postgres.stop();
  await rm(servers.directory, { recursive: true, force: true });
}
