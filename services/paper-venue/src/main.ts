/** Opens the paper venue from the command line and keeps it open until it is told to stop. */
import { greeting, readyLine } from './greet.js';
import { HELP, readFlags, type Flags } from './read-flags.js';
import { startPaperVenue, type PaperVenue } from './start-paper-venue.js';

const STOP_PATIENCE_MS = 15_000;

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const run = async ({ help, json, options }: Flags): Promise<void> => {
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const asked = askedToStop();
  const venue = await startPaperVenue(options);
  process.stdout.write(`${json ? readyLine(venue) : greeting(venue)}\n`);
  const why = await Promise.race([asked, venue.ended.then(() => 'gone' as const)]);
  if (why === 'gone') {
    tell('The chain of the paper venue is gone, so the venue closes');
    process.exitCode = 1;
  }
  await stop(venue);
};

const askedToStop = (): Promise<'asked'> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve('asked'));
    process.once('SIGINT', () => resolve('asked'));
    // Started by another process: when that is gone, so are we. It may be gone already.
    if (process.connected) process.once('disconnect', () => resolve('asked'));
    else if (process.send !== undefined) resolve('asked');
    // Listening to the channel must not keep a closed venue alive.
    process.channel?.unref();
  });

/** A venue that does not manage to close in time says so and ends all the same. */
const stop = async (venue: PaperVenue): Promise<void> => {
  const patience = setTimeout(() => {
    tell(`The paper venue did not close within ${STOP_PATIENCE_MS} ms`);
    process.exit(1);
  }, STOP_PATIENCE_MS);
  await venue.stop();
  clearTimeout(patience);
};

try {
  await run(readFlags(process.argv.slice(2), tell));
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
