/** `npm run test:mutation`: breaks the account in every way, once each, and says what no spec noticed. */
import { Stryker } from '@stryker-mutator/core';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import config from './stryker.config.mjs';

const HELP = `Mutation testing of the account: each mutant is one change to its code, which a spec must notice.

  npm run test:mutation -- [options]

  --mutate <glob>    only these files, or lines of one: --mutate 'libs/core/domain/src/account/gate.ts:50-66';
                     may be given several times
  --law-runs <n>     random histories for each law and mutant (20)
  --concurrency <n>  mutants at a time (${config.concurrency})
  --words            also change sentences that only people read
  --help             this text

Ends with 1 when the score is below ${config.thresholds.break}: the part of all mutants that compile which a spec noticed.
All results: ${config.jsonReporter.fileName}
`;

const { values: options } = parseArgs({
  options: {
    mutate: { type: 'string', multiple: true },
    'law-runs': { type: 'string', default: '20' },
    concurrency: { type: 'string', default: String(config.concurrency) },
    words: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  process.stdout.write(HELP);
  process.exit();
}

process.chdir(join(import.meta.dirname, '../..'));
// Outside the checkout, where neither lint nor other test runs find the copies.
const sandboxes = mkdtempSync(join(tmpdir(), 'sluice-mutation-'));
process.on('exit', () => rmSync(sandboxes, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    process.stderr.write(`stopped by ${signal}\n`);
    process.exit(1);
  });
}

process.env.SLUICE_TEST_SERVERS = 'off';
process.env.SLUICE_LAW_RUNS = String(positive('law-runs'));
if (options.words) process.env.SLUICE_MUTATE_WORDS = 'on';

const stryker = new Stryker({
  configFile: 'tests/mutation/stryker.config.mjs',
  tempDirName: sandboxes,
  concurrency: positive('concurrency'),
  ...(options.mutate && { mutate: [...options.mutate, '!**/*.spec.ts'] }),
});
// Stryker has said what went wrong, such as a spec that fails already.
const results = await stryker.runMutationTest().catch(() => process.exit(1));

const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];
const count = (statuses, mutants = results) =>
  mutants.filter(({ status }) => statuses.includes(status)).length;

// The code as it was changed: the checkout may have moved on meanwhile.
const report = JSON.parse(readFileSync(config.jsonReporter.fileName, 'utf8'));
list('that ran until the time limit, which counts as noticed', ['Timeout']);
list('that no spec noticed', UNNOTICED);

process.stdout.write('\nscore  noticed  unnoticed  file\n');
for (const file of [...new Set(results.map(({ fileName }) => fileName))].sort()) {
  const mutants = results.filter(({ fileName }) => fileName === file);
  process.stdout.write(`${row(mutants)}  ${relative('.', file)}\n`);
}
process.stdout.write(`${row(results)}  in all\n`);
process.stdout.write(
  `\nleft out: ${count(['CompileError'])} that do not compile, ${count(['Ignored'])} sentences,` +
    ` ${count(['RuntimeError'])} that do not load\n`,
);

const { break: enough } = config.thresholds;
const score = scoreOf(results);
// Without any mutant there is no score: a pattern that finds nothing must not pass.
const passed = score !== undefined && score >= enough;
process.stdout.write(
  `score ${score?.toFixed(2) ?? 'none'}, ${passed ? 'at least' : 'below'} ${enough}\n`,
);
process.exitCode = passed ? 0 : 1;

function list(title, statuses) {
  const mutants = results.filter(({ status }) => statuses.includes(status)).sort(byPlace);
  process.stdout.write(`\n${mutants.length} mutants ${title}\n`);
  for (const mutant of mutants) process.stdout.write(`${described(mutant)}\n`);
}

function scoreOf(mutants) {
  const noticed = count(NOTICED, mutants);
  const all = noticed + count(UNNOTICED, mutants);
  return all === 0 ? undefined : (100 * noticed) / all;
}

function row(mutants) {
  const part = scoreOf(mutants)?.toFixed(1) ?? '-';
  const cells = [part, count(NOTICED, mutants), count(UNNOTICED, mutants)];
  return cells.map((cell, index) => String(cell).padStart([5, 7, 9][index])).join('  ');
}

function described({ fileName, location: { start, end }, replacement, status }) {
  const file = relative('.', fileName);
  const lines = report.files[file].source.split('\n').slice(start.line - 1, end.line);
  lines.push(lines.pop().slice(0, end.column - 1));
  lines.unshift(lines.shift().slice(start.column - 1));
  const place = `${file}:${start.line}:${start.column}`;
  const note = status === 'NoCoverage' ? '  (no spec runs it)' : '';
  return `  ${place}  ${short(lines.join(' '))} → ${short(replacement)}${note}`;
}

function short(code) {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

function byPlace(one, other) {
  const [a, b] = [one.location.start, other.location.start];
  return one.fileName.localeCompare(other.fileName) || a.line - b.line || a.column - b.column;
}

function positive(name) {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value > 0) return value;
  process.stderr.write(`--${name} must be a positive whole number, not "${options[name]}"\n`);
  process.exit(2);
}
