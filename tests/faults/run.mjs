/** `npm run test:faults`: every fault by itself, then combinations drawn from seeds, one line each. */
import { parseArgs } from 'node:util';
import { episodeFrom, nameOfEpisode, startFaultRuns } from '../../deploy/local/dist/index.js';

const USAGE = `Usage: npm run test:faults -- [--schedules <number>] [--rate <share>] [--seed <text>]
                              [--episode <name>]... [--help]
  --schedules  seeded combinations after every fault by itself (default 200)
  --rate       share of requests, trades and frames that a combination strikes (default 0.15)
  --seed       first part of every seed; the same one gives the same episodes (default "sluice")
  --episode    run only this one, by the name a failure printed; may be repeated`;
const EPISODES_OF_A_FAULT = 2;
const IDLE_MAX_SHARE = 0.1;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '200' },
    rate: { type: 'string', default: '0.15' },
    seed: { type: 'string', default: 'sluice' },
    episode: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const { seed } = values;
const range = (count) => Array.from({ length: count }, (_, index) => index + 1);
const runs = await startFaultRuns((line) => process.stderr.write(`${line}\n`));
const every = runs.kinds
  .filter(({ fault }) => fault !== 'answer_replaced')
  .flatMap(({ fault }) =>
    range(EPISODES_OF_A_FAULT).map((n) => ({ kind: 'fault', fault, seed: `${seed}-${n}` })),
  );
const drawn = range(Number(values.schedules)).map((n) => ({
  ...{ kind: 'schedule', rate: Number(values.rate), seed: `${seed}-${n}` },
}));
const episodes = values.episode?.map(episodeFrom) ?? [...every, ...drawn];
process.stdout.write(`${episodes.length} episodes\n\n`);

const failed = [];
let idle = 0;
for (const [index, episode] of episodes.entries()) {
  const name = nameOfEpisode(episode);
  const { violations, fired, orders, tookMs } = await runs
    .run(episode)
    .catch((error) => ({ violations: [String(error)], fired: [], orders: 0, tookMs: 0 }));
  if (orders === 0) idle += 1;
  const verdict = violations.length === 0 ? 'right' : 'WRONG';
  const counts = `${fired.length} faults, ${orders} orders, ${(tookMs / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${String(index + 1).padStart(4)}  ${name.padEnd(44)} ${counts}  ${verdict}\n`,
  );
  if (violations.length === 0) continue;
  failed.push(name);
  for (const line of violations) process.stdout.write(`        ${line}\n`);
  for (const line of fired) process.stdout.write(`        struck: ${line}\n`);
}
await runs.stop();

for (const name of failed) {
  process.stdout.write(`\nrun it again: npm run test:faults -- --episode "${name}"\n`);
}
// Episodes that place nothing prove nothing.
const isProof = idle <= episodes.length * IDLE_MAX_SHARE;
if (!isProof) process.stdout.write(`\n${idle} of ${episodes.length} episodes placed no order\n`);
process.stdout.write(`\n${episodes.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 && isProof ? 0 : 1);
