/** The standard health service of gRPC, saying what our own probes say. */
import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { HealthImplementation, protoPath } from 'grpc-health-check';
import { loadContract } from './grpc-contract.js';
import type { Health } from './health.js';

/** A watcher learns of a change after this at the latest. */
const LOOK_EVERY_MS = 500;

export type GrpcHealth = {
  addTo(server: Server): void;
  /** From here on it is not fit to work, for ever. */
  stop(): void;
};

/** Answers for the whole server, asked by the empty name, and for each service by its own. */
export function grpcHealth(health: Health, services: readonly string[]): GrpcHealth {
  const names = ['', ...services];
  const implementation = new HealthImplementation();
  let told: 'SERVING' | 'NOT_SERVING' | undefined;
  const tell = (ready: boolean): void => {
    const status = ready ? 'SERVING' : 'NOT_SERVING';
    if (status === told) return;
    told = status;
    for (const name of names) implementation.setStatus(name, status);
  };
  const look = () => tell(health.report().ready);
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    addTo: (server) => implementation.addToServer(server),
    stop: () => {
      clearInterval(timer);
      tell(false);
    },
  };
}

/** For reflection, which tells a client how to ask. */
export const healthContract = (): PackageDefinition => loadContract([protoPath]);
