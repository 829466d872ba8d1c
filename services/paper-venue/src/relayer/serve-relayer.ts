/** The relayer's own door: an HTTP server beside the venue's, as the real one is a host of its own. */
import type { AddressInfo } from 'node:net';
import type { OtherKeys } from '../auth/other-keys.js';
import { createHttpServer } from '../http/serve-http.js';
import { relayerRoutes } from './relayer-routes.js';
import type { Relayer } from './relayer.js';

export type RelayerDoor = { readonly url: string; readonly close: () => Promise<void> };

export const serveRelayer = async (
  relayer: Relayer,
  options: {
    readonly keys: OtherKeys;
    readonly nowMs: () => number;
    readonly host: string;
    /** 0 = any free port. */
    readonly port: number;
    readonly log: (line: string) => void;
  },
): Promise<RelayerDoor> => {
  const server = createHttpServer({
    routes: relayerRoutes(relayer, options.keys, options.nowMs),
    /* Whatever was answered, the answer is what gets lost. */
    around: async (route, request, serve) => {
      const answer = await serve(request);
      const lost = route === 'POST /submit' && answer.status === 200;
      return lost && relayer.troubles.take('answer_lost') !== undefined ? 'reset' : answer;
    },
    log: options.log,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
