/** How a service that is wrongly configured ends: with its faults, and without a stack trace. */
import { ConfigError } from './config.js';

/**
 * Gives what `read` gives: `const config = configOrExit(() => riskConfig(process.env))`. When that
 * is a ConfigError, its message is all the process still says, on stderr, and its exit code is 1.
 */
export function configOrExit<Config>(read: () => Config): Config {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
