/** `npm run test:crash`: prints the crash matrix and fails on any difference. */
import { parseArgs } from 'node:util';
import { differences, plansFor, runJourney, SERVICES } from '../../deploy/local/dist/index.js';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '1000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`Usage: npm run test:crash -- [--from <run>] [--to <run>]
  --from, --to  only these runs, by their number (default all)`);
  process.exit(0);
}
const [from, to] = [Number(values.from), Number(values.to)];
if (!(from >= 1 && to >= from)) {
  console.error('--from and --to must be numbers of runs, the first is 1');
  process.exit(2);
}

const say = () => undefined;
const startedMs = Date.now();
const seconds = () => ((Date.now() - startedMs) / 1000).toFixed(0).padStart(4);

process.stdout.write('the undisturbed run …\n');
const undisturbed = await runJourney({}, say);
if (!undisturbed.tieOut || undisturbed.venueOrders !== undisturbed.ledgerOrders) {
  process.stdout.write(`the undisturbed run is not right: ${JSON.stringify(undisturbed)}\n`);
  process.exit(1);
}
const plans = plansFor(undisturbed.points);
const points = SERVICES.reduce((sum, name) => sum + undisturbed.points[name].length, 0);
process.stdout.write(`${points} crash points in ${plans.length} runs\n\n`);

let passed = 0;
let failed = 0;
for (const [index, plan] of plans.entries()) {
  if (index + 1 < from || index + 1 > to) continue;
  let found;
  try {
    found = differences(undisturbed, await runJourney(plan, say, undisturbed.facts), plan);
  } catch (error) {
    found = [String(error)];
  }
  for (const [service, point] of Object.entries(plan)) {
    const verdict = found.length === 0 ? 'same' : 'DIFFERENT';
    process.stdout.write(`${seconds()} s  ${service.padEnd(14)} ${point.padEnd(60)} ${verdict}\n`);
  }
  for (const line of found) process.stdout.write(`        run ${index + 1}: ${line}\n`);
  if (found.length === 0) passed += Object.keys(plan).length;
  else failed += Object.keys(plan).length;
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
