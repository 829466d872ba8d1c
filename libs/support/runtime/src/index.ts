export { Needs, type AuthenticatedRequest, type Caller, type Role } from './access.js';
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
export { orderIdOf, signalIdOf, uuidFrom } from './ids.js';
export { createLogger, type Logger } from './logs.js';
export { Metrics } from './metrics.js';
export {
  runService,
  whenRunning,
  type Parts,
  type Running,
  type ServiceDefinition,
} from './service.js';
export { repeatedly, type Repetition } from './repeatedly.js';
export { packFact, unpackFact } from './stored-facts.js';
export type { EffectHandler } from '@sluice/postgres';
