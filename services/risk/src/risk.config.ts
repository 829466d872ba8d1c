/** Everything the risk service reads from its environment. */
import { commonShape, readConfig } from '@sluice/runtime';

export const riskConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('risk', commonShape, environment);
