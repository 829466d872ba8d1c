/** A whole Sluice on one machine. */
export { startPostgres, type LocalPostgres, type StartingPostgres } from './servers/postgres.js';
export { findNatsServer, type NatsBinary } from './servers/nats-binary.js';
export { startNatsCluster, type NatsCluster } from './servers/nats-cluster.js';
export { ledgerUsers, permissionsOf, type LedgerService } from './servers/nats-permissions.js';
export {
  startNatsServer,
  type NatsServer,
  type NatsServerSettings,
} from './servers/nats-server.js';
export { differences, plansFor, runJourney, type CrashPlan, type Outcome } from './crash-matrix.js';
export {
  episodeFrom,
  nameOf as nameOfEpisode,
  startFaultRuns,
  type Episode,
  type EpisodeResult,
  type FaultRuns,
} from './fault-matrix.js';
export {
  cellsOf,
  nameOfCell,
  MARKETS as MATRIX_MARKETS,
  OUTCOMES as MATRIX_OUTCOMES,
  TROUBLES as MATRIX_TROUBLES,
  WALLETS as MATRIX_WALLETS,
  type Cell,
} from './redemption/cells.js';
export {
  startRedemptionRun,
  type CellResult,
  type RedemptionRun,
} from './redemption/redemption-matrix.js';
export { startPaperRun, type PaperRun, type PaperRunSettings } from './run-paper.js';
export { call } from './call-service.js';
export { officialClient } from './official-client.js';
export { temporaryFolder } from './temporary-folder.js';
export { SERVICES, startStack, type ServiceName, type Stack } from './stack/stack.js';
