/** `npm run test:redemption`: the redemption matrix, one line a cell; fails on any that is not right. */
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  cellsOf,
  startRedemptionRun,
  MATRIX_MARKETS,
  MATRIX_OUTCOMES,
  MATRIX_TROUBLES,
  MATRIX_WALLETS,
} from '../../deploy/local/dist/index.js';

const USAGE = `Usage: npm run test:redemption -- [--wallet <name>]... [--market <name>]... [--outcome <name>]...
                                  [--trouble <name>]... [--at-once <number>] [--help]
Redeems in every cell of the matrix and compares what the chain paid with what it had to pay and with
what the ledger books. Without a name of a kind, all of that kind are run.
  --wallet   ${MATRIX_WALLETS.join(', ')}
  --market   ${MATRIX_MARKETS.join(', ')}
  --outcome  ${MATRIX_OUTCOMES.join(', ')}: what is held when the market ends
  --trouble  ${MATRIX_TROUBLES.join(', ')}
  --at-once  how many wallets are tried at the same time, each with a Sluice of its own (default 2)`;
const MICRO = 1_000_000;
const several = { type: 'string', multiple: true };

const { values } = parseArgs({
  options: {
    ...{ wallet: several, market: several, outcome: several, trouble: several },
    'at-once': { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const startedMs = Date.now();
const print = (line = '') => process.stdout.write(`${line}\n`);
const progress = (line) => {
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${line}\n`);
};
const { wallet, market, outcome, trouble } = values;
const asked = Object.entries({ wallet, market, outcome, trouble });
const cells = choose(Object.fromEntries(asked.filter(([, names]) => names !== undefined)));
if (cells.length === 0) fault('no cell is left: this wallet has no relayer');
const atOnce = Number(values['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1) fault('--at-once must be a number from 1');

const HEADS = ['wallet', 'market', 'held', 'trouble'];
const WIDTHS = [11, 12, 5, 19];
const text = (words) => words.map((word, index) => word.padEnd(WIDTHS[index])).join(' ');
const amounts = (words) => words.map((word) => word.padStart(10)).join(' ');
const usd = (micro) => (Number(micro) / MICRO).toFixed(6);

print(`${cells.length} cells\n`);
print(`${text(HEADS)} ${amounts(['expected', 'chain', 'ledger'])}  redeemed`);
const passed = new Set();
const failed = new Set();
let [paidMicroUsd, twice] = [0n, 0];
const waiting = MATRIX_WALLETS.filter((name) => cells.some((cell) => cell.wallet === name));
const lanes = Math.min(waiting.length, atOnce);
await Promise.all(
  Array.from({ length: lanes }, async (_, lane) => {
    // One after the other: starting is the busiest moment.
    await sleep(lane * 10_000);
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await tryWallet(name);
  }),
);

for (const cell of failed) {
  const options = Object.entries(cell).map(([part, name]) => `--${part} ${name}`);
  print(`\nrun it again: npm run test:redemption -- ${options.join(' ')}`);
}
const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1);
print(`\n$${usd(paidMicroUsd)} redeemed in ${minutes} minutes`);
print(`${twice === 0 ? 'nothing' : twice} redeemed twice`);
print(`${passed.size} passed, ${failed.size} failed`);
process.exit(passed.size === cells.length && failed.size === 0 ? 0 : 1);

async function tryWallet(name) {
  const own = cells.filter((cell) => cell.wallet === name);
  const left = new Set(own);
  let run;
  try {
    progress(`${name}: starting a Sluice, ${own.length} cells`);
    run = await startRedemptionRun(name, own, progress);
    for (const troubleName of run.troubles) {
      progress(`${name}: ${troubleName}`);
      for (const result of await run.run(troubleName)) {
        left.delete(result.cell);
        tell(result);
      }
    }
    for (const result of await run.redeemedSince()) tell(result);
  } catch (error) {
    print(`${name}: ${error.stack ?? error}`);
    for (const cell of left) failed.add(cell);
  } finally {
    await run?.stop();
  }
}

function tell({ cell, expectedMicroUsd, chainMicroUsd, ledgerMicroUsd, redeemed, violations }) {
  const names = text([cell.wallet, cell.market, cell.outcome, cell.trouble]);
  const paid = amounts([expectedMicroUsd, chainMicroUsd, ledgerMicroUsd].map(usd));
  const verdict = violations.length === 0 ? 'right' : 'WRONG';
  print(`${names} ${paid}  ${redeemed} times  ${verdict}`);
  for (const line of violations) print(`         ${line}`);
  // One that is redeemed once more is told once more.
  if (!passed.has(cell) && !failed.has(cell)) paidMicroUsd += chainMicroUsd;
  if (redeemed > 1) twice += 1;
  if (violations.length === 0) {
    passed.add(cell);
    return;
  }
  failed.add(cell);
  passed.delete(cell);
}

function choose(filter) {
  try {
    return cellsOf(filter);
  } catch (error) {
    return fault(error.message);
  }
}

function fault(message) {
  print(`${message}\n\n${USAGE}`);
  process.exit(2);
}
