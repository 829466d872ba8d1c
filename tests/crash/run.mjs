/** `npm run test:crash`: prints the crash matrix and fails on any difference. */
import { differences, plansFor, runJourney, SERVICES } from '../../deploy/local/dist/index.js';

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
