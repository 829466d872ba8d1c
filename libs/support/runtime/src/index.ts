export { Needs, ReadsOnly, Urgent, type AuthenticatedRequest } from './access.js';
export { configOrExit } from './config-or-exit.js';
export {
  address,
  commonShape,
  ConfigError,
  httpUrl,
  identifier,
  milliseconds,
  natsOf,
  port,
  privateKey,
  readConfig,
  webSocketUrl,
  type CommonConfig,
} from './config.js';
export { crashPoints, withCrashPoints, type CrashPoints } from './crash-points.js';
export { TheCall, type Call, type Transport } from './entrance.js';
export type { GrpcApi } from './grpc-server.js';
export { ERROR_METADATA } from './grpc-status.js';
export { orderIdOf, signalIdOf, uuidFrom } from './ids.js';
export { createLogger, type Logger } from './logs.js';
export { Metrics } from './metrics.js';
export { Accepts, Answers, Asks } from './openapi.js';
export { readRequest } from './read-request.js';
export {
  runService,
  whenRunning,
  type Parts,
  type Running,
  type ServiceDefinition,
} from './service.js';
export { repeatedly, type Repetition } from './repeatedly.js';
export { packFact, unpackFact } from './stored-facts.js';
export type { Caller, Role } from './tokens.js';
export type { EffectHandler, EffectOutcome } from '@sluice/postgres';
