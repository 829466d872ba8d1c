/** The command line of `npm run risk:tape`. */
import { parseArgs } from 'node:util';

export const HELP = `The risk tape: what the account would decide, without any server.

  npm run --silent risk:tape -- [--rules rules.yaml] < tape.jsonl > decisions.jsonl

  --rules <file>     rules of strategies before the tape sets any: "defaults" and "strategies" by id,
                     or one strategy's columns for all of them
  --help             this text

A tape has one JSON object a line, in the order of time; services/risk/src/tape/README.md has every
type of line, and an example. A line that cannot be read ends it with code 2, and its number and
field on stderr.
`;

export type Options = { readonly help: boolean; readonly rules: string | undefined };

/** Throws an error that names the option. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
  return { help: values.help === true, rules: values.rules };
}

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  rules: { type: 'string' },
} as const;
