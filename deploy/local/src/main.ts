/** `npm start`: a whole Sluice on this machine, its journeys on the screen, and a clean end. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HELP, readOptions, type Options } from './options.js';
import { startPaperRun, type PaperRun } from './run-paper.js';
import { temporaryFolder } from './temporary-folder.js';
import { lineFor } from './view.js';

async function start(options: Options): Promise<number> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const view = options.quiet ? (): void => undefined : say;
  const dataDir = options.dataDir === undefined ? temporaryFolder() : resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });

  let asked: () => void = () => undefined;
  const askedToStop = new Promise<'asked'>((done) => (asked = () => done('asked')));
  process.on('SIGINT', asked);
  process.on('SIGTERM', asked);

  let run: PaperRun | undefined;
  try {
    const starting = startPaperRun({
      dataDir,
      venueArgs: options.venueArgs,
      say: view,
      onFact: (fact) => {
        const line = lineFor(fact);
        if (line !== undefined) view(line);
      },
    });
    run = await starting;
    view(greeting(run, dataDir));

    const ended = options.exit
      ? await Promise.race([askedToStop, run.finished().then(() => 'finished' as const)])
      : await askedToStop;
    if (ended === 'asked' && options.report === undefined) return options.exit ? 1 : 0;
    const report = await run.report();
    if (options.report !== undefined) {
      writeFileSync(resolve(options.report), `${JSON.stringify(report, null, 2)}\n`);
      view(`report written to ${options.report}`);
    }
    view(`ledger, venue and chain ${report.tieOut.ok ? 'agree' : 'DISAGREE'} on every amount`);
    if (ended === 'asked' && !options.exit) return 0;
    return report.tieOut.ok && ended === 'finished' ? 0 : 1;
  } finally {
    view('stopping …');
    await run?.stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

function greeting({ stack }: PaperRun, dataDir: string): string {
  const urls = Object.entries(stack.urls).map(([name, url]) => `  ${name.padEnd(16)} ${url}`);
  const [market] = stack.venue.markets;
  const signal = {
    externalId: 'my-first',
    strategyId: 'demo-yes',
    conditionId: market?.conditionId,
    tokenId: market?.tokenIds[0],
    side: 'BUY',
    sizeUsd: '10',
    limitPrice: '0.95',
  };
  return [
    '',
    'Sluice is at work. Everything is here:',
    ...urls,
    `  ${'data and logs'.padEnd(16)} ${dataDir}`,
    '',
    'A signal of your own, while it runs:',
    `  curl -X POST ${stack.services['signal-ingest'].url}/signals \\`,
    `    -H "authorization: Bearer $(node -p "require('${dataDir}/secrets.json').adminToken")" \\`,
    `    -H 'content-type: application/json' -d '${JSON.stringify(signal)}'`,
    '',
  ].join('\n');
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else process.exitCode = await start(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
process.exit();
