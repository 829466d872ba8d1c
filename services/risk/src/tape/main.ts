/** Where `npm run risk:tape` starts. */
import { messageOf } from './malformed-line.js';
import { runTape } from './run-tape.js';

try {
  process.exitCode = await runTape(process.argv.slice(2), process);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
