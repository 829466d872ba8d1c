export {
  adminCallsIn,
  type AdminCall,
  type AdminCallOutcome,
  type AdminCallRetention,
  type AdminCallsTable,
} from './admin-calls.js';
export { connectPostgres, PostgresConnectionError, type ConnectingPostgres } from './connect.js';
export { migrate, ownMigrations, type Migration } from './migrations.js';
export { acceptRestoredLedger, ProjectionFencedError } from './checkpoint.js';
export type { Reader, ReaderState, Reading } from './reader.js';
export { startProjection, type Projection, type StartingProjection } from './projection.js';
export { rebuildProjection, type Rebuilt } from './rebuild.js';
export { hashTables, type TablesHash } from './hash-tables.js';
export { upsertRows, type RowShape } from './upsert-rows.js';
export { startReactions, type StartingReactions } from './process-runner.js';
export type { DueEffect, Json, PendingEffect } from './pending-effects.js';
export {
  startEffects,
  type EffectHandler,
  type EffectOutcome,
  type Effects,
  type EffectsState,
  type StartingEffects,
} from './effects.js';
export { acquireLease, type AcquiringLease, type Lease } from './lease.js';
export { isTransient } from './transient.js';
export type { Log } from './log.js';
