/** Everything the risk service reads from its environment. */
import { commonShape, milliseconds, readConfig } from '@sluice/runtime';

const shape = {
  ...commonShape,
  /** How often what is held is valued anew as books move. */
  MARK_EQUITY_MS: milliseconds.default(10_000),
  /** How far this service may be behind the ledger before every account's entries stop. */
  LEDGER_LAG_MAX_MS: milliseconds.default(5_000),
};

export const riskConfig = (environment: NodeJS.ProcessEnv) =>
  readConfig('risk', shape, environment);
