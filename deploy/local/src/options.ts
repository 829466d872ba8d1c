/** The command line of `npm start`. */
import { parseArgs } from 'node:util';

export const HELP = `Sluice on one machine, in paper mode: every server, the paper venue, the five services.

  npm start -- [options]

  --replay <path>    trade a recorded market (a csv.gz file, or a folder of them)
  --speed <n>        tape seconds per second (default 1; a recorded game wants about 200)
  --seed <n>         another invented market (default 1)
  --markets <n>      how many invented markets at once (default 2)
  --duration <s>     length of an invented market at speed 1 (default 20)
  --exit             end when every market is resolved and everything is redeemed or confirmed
  --report <file>    write a JSON report at the end
  --data-dir <dir>   keep all state there and continue from it (default: a temporary folder)
  --quiet            only say what is wrong
  --help             this text

Without --exit it runs until Ctrl-C.
`;

export type Options = {
  readonly help: boolean;
  readonly exit: boolean;
  readonly quiet: boolean;
  readonly report: string | undefined;
  readonly dataDir: string | undefined;
  readonly venueArgs: readonly string[];
};

/** Throws an error that names the option and what was found. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
  const { replay, speed, seed, markets, duration } = values;
  for (const [name, text] of Object.entries({ speed, seed, markets, duration })) {
    if (text !== undefined && !(Number(text) >= 0 && text.trim() !== '')) {
      throw new Error(`--${name} must be a number that is not negative, was "${text}"`);
    }
  }
  if (replay !== undefined && (seed ?? markets ?? duration) !== undefined) {
    throw new Error('--seed, --markets and --duration are for invented markets, not for --replay');
  }
  const invented = { seed: seed ?? '1', markets: markets ?? '2', duration: duration ?? '20' };
  const chosen = replay === undefined ? invented : { replay };
  const venueArgs = Object.entries({ ...chosen, speed: speed ?? '1' }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);
  return {
    help: values.help === true,
    exit: values.exit === true,
    quiet: values.quiet === true,
    report: values.report,
    dataDir: values['data-dir'],
    venueArgs: [...venueArgs, '--wait'],
  };
}

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  exit: { type: 'boolean' },
  quiet: { type: 'boolean' },
  replay: { type: 'string' },
  speed: { type: 'string' },
  seed: { type: 'string' },
  markets: { type: 'string' },
  duration: { type: 'string' },
  report: { type: 'string' },
  'data-dir': { type: 'string' },
} as const;
