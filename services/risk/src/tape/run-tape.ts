/** `npm run risk:tape` from its arguments to its exit code: lines in, decisions out, as they come. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { Output } from './decision-line.js';
import { faultWords, malformed, MalformedLine, messageOf } from './malformed-line.js';
import { LINE_BYTES_MAX, numberLines, type NumberedLine } from './number-lines.js';
import { HELP, readOptions, type Options } from './options.js';
import { TapePlayer } from './player.js';
import { readLine } from './read-line.js';
import { readRulesFile, rulesFileFaults, type RulesFile } from './rules-file.js';

export type Streams = {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
};

/** Everything was played, or nobody reads on. */
const PLAYED = 0;
/** The tape, the rules or the options are wrong; stderr says where. */
const WRONG = 2;

export async function runTape(args: readonly string[], streams: Streams): Promise<number> {
  const { stdout, stderr } = streams;
  const complain = (lines: readonly string[]): number => {
    stderr.write(lines.map((line) => `${line}\n`).join(''));
    return WRONG;
  };

  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    return complain([messageOf(error), '', HELP]);
  }
  if (options.help) {
    stdout.write(HELP);
    return PLAYED;
  }

  const { rules: rulesPath } = options;
  let rules: RulesFile | undefined;
  try {
    rules = rulesPath === undefined ? undefined : readRulesFile(readFileSync(rulesPath, 'utf8'));
  } catch (error) {
    return complain(rulesFileFaults(error).map((fault) => `${rulesPath ?? ''}: ${fault}`));
  }
  const met = new Set<string>();
  const player = new TapePlayer((strategyId) => {
    met.add(strategyId);
    return rules?.rulesFor(strategyId);
  });

  const ended = await play(player, streams);
  if (ended.kind === 'malformed') {
    return complain(ended.error.faults.map((fault) => `line ${ended.line}: ${faultWords(fault)}`));
  }
  const unmet = (rules?.strategyIds ?? []).filter((strategyId) => !met.has(strategyId));
  if (ended.kind === 'over' && unmet.length > 0) {
    stderr.write(`${rulesPath ?? ''}: no line registered ${unmet.join(', ')}\n`);
  }
  return PLAYED;
}

type Ended =
  | { readonly kind: 'over' | 'nobody_reads' }
  | { readonly kind: 'malformed'; readonly line: number; readonly error: MalformedLine };

/** Leaving the loop ends the reading too. */
async function play(player: TapePlayer, { stdin, stdout }: Streams): Promise<Ended> {
  const output = orderlyOutput(stdout);
  for await (const lines of numberLines(stdin as AsyncIterable<Uint8Array | string>)) {
    const { outputs, fault } = playLines(player, lines);
    const text = outputs.map((told) => `${JSON.stringify(told)}\n`).join('');
    if (!(await output.write(text))) return { kind: 'nobody_reads' };
    if (fault !== undefined) return fault;
  }
  return { kind: 'over' };
}

/** As far as the lines can be read. */
function playLines(player: TapePlayer, lines: readonly NumberedLine[]) {
  const outputs: Output[] = [];
  for (const { number, text } of lines) {
    try {
      if (text === undefined) {
        throw malformed('', `must be UTF-8 text of at most ${LINE_BYTES_MAX} bytes`);
      }
      outputs.push(...player.play(readLine(text)));
    } catch (error) {
      if (!(error instanceof MalformedLine)) throw error;
      return { outputs, fault: { kind: 'malformed', line: number, error } as const };
    }
  }
  return { outputs, fault: undefined };
}

type OrderlyOutput = {
  /** Waits while the reader is slower than we are. False once nobody reads any more. */
  write(text: string): Promise<boolean>;
};

function orderlyOutput(stdout: Writable): OrderlyOutput {
  let broken: Error | undefined;
  stdout.on('error', (error) => {
    broken = error;
  });
  const isRead = (): boolean => {
    if (broken === undefined) return true;
    if ('code' in broken && broken.code === 'EPIPE') return false;
    throw broken;
  };
  return {
    write: async (text) => {
      if (text !== '' && isRead() && !stdout.write(text)) {
        // What breaks it is kept by the listener above.
        await once(stdout, 'drain').catch(() => undefined);
      }
      return isRead();
    },
  };
}
