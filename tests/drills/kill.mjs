/**
 * `npm run drill:kill`: rests orders at the paper venue, has one more on its way, kills the account,
 * and asks the venue, past all of our own code, whether anything is left. Exits 1 when it is.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chain, ClobClient } from '@polymarket/clob-client-v2';
import { createWalletClient, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';
import { call, startPaperRun, temporaryFolder } from '../../deploy/local/dist/index.js';

const RESTING = 6;
/** The connection breaks at once, and the order lands this long after. */
const LANDS_AFTER_MS = 4_000;
const STRATEGY = 'drill';
const RULES = {
  daily_budget_usd: '600',
  max_position_size_usd: '25',
  max_positions_per_market: 50,
  max_spread_pct: '1',
  max_slippage_pct: '1',
  max_signal_age_ms: 60_000,
  max_latency_ms: 60_000,
};
const print = (line = '') => process.stdout.write(`${line}\n`);

const facts = [];
const dataDir = temporaryFolder();
print('starting a whole Sluice with its paper venue …');
const run = await startPaperRun({
  dataDir,
  venueArgs: ['--markets', '2', '--duration', '600', '--seed', '7', '--wait'],
  extra: { risk: { LEDGER_LAG_MAX_MS: '60000' } },
  say: () => undefined,
  onFact: (fact) => facts.push(fact),
  drive: () => ({ stop: () => Promise.resolve() }),
}).catch(async (error) => {
  await rm(dataDir, { recursive: true, force: true });
  throw error;
});

let left = Infinity;
try {
  left = await drill(run.stack);
} catch (error) {
  print(`the drill could not be carried out: ${error.message}`);
} finally {
  await run.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.exit(left === 0 ? 0 : 1);

/** How many orders the venue lists at the end. */
async function drill(stack) {
  const { accountId, venue } = stack;
  const registration = { strategyId: STRATEGY, accountId, capitalUsd: '1000' };
  await call(stack, 'risk', 'POST', '/strategies', registration);
  const rules = { accountId, rules: RULES, why: 'limits of the drill' };
  await call(stack, 'risk', 'PUT', `/strategies/${STRATEGY}/rules`, rules);
  const atVenue = await venueClient(venue);
  for (const { tokenIds } of venue.markets) {
    await until('book with two sides', () => {
      const quote = stack.quotes.last(tokenIds[0]);
      return quote !== undefined && quote.bids.length > 0 && quote.asks.length > 0;
    });
  }

  const send = (number) => {
    const { conditionId, tokenIds } = venue.markets[number % venue.markets.length];
    const wish = { side: 'BUY', sizeUsd: '1', limitPrice: '0.02', orderType: 'GTC' };
    const who = { source: 'drill', externalId: `drill-${number}`, strategyId: STRATEGY };
    const signal = { ...who, ...wish, conditionId, tokenId: tokenIds[0] };
    return call(stack, 'signal-ingest', 'POST', '/signals', signal);
  };
  for (let number = 0; number < RESTING; number += 1) await send(number);
  await until(`${RESTING} orders resting`, () => {
    const refused = ofType('SignalRefused')[0];
    if (refused !== undefined) throw new Error(`risk refused: ${refused.data.sentence}`);
    return ofType('OrderAccepted').length === RESTING;
  });
  const late = { fault: 'order_lands_late', parameters: { delayMs: LANDS_AFTER_MS } };
  const control = new URL('/control/faults', venue.control);
  const armed = await fetch(control, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(late),
  });
  if (!armed.ok) throw new Error(`the venue did not arm the fault: ${await armed.text()}`);
  await send(RESTING);
  await until('order on its way', () => ofType('OrderRequested').length === RESTING + 1);
  const before = await atVenue.getOpenOrders();
  print(`${before.length} orders rest at the venue, one more is on its way; killing the account …`);
  print();

  const killedMs = Date.now();
  const kill = { why: 'the drill', flatten: false };
  await call(stack, 'risk', 'POST', `/accounts/${accountId}/kill`, kill);
  let emptyMs;
  while (ofType('KillVerified').length === 0) {
    if (Date.now() - killedMs > 60_000) break;
    const open = await atVenue.getOpenOrders();
    // What lands late is open again: only the last time counts.
    if (open.length > 0) emptyMs = undefined;
    else emptyMs ??= Date.now() - killedMs;
    await sleep(50);
  }
  const isOver = () => ofType('OrderClosed', 'OrderRejected').length === RESTING + 1;
  await until('end of every order', isOver, 30_000).catch((error) => print(error.message));

  const since = (at) => `${Math.max(0, Date.parse(at) - killedMs)} ms`;
  print(
    `${'order'.padEnd(16)} ${'end'.padEnd(12)} ${'after the kill'.padStart(14)}  asked to cancel`,
  );
  for (const { data } of ofType('OrderRequested')) {
    const ofOrder = (...types) =>
      ofType(...types).find((fact) => fact.data.orderId === data.orderId);
    const end = ofOrder('OrderClosed', 'OrderRejected');
    const how =
      end === undefined ? 'NONE' : end.type === 'OrderClosed' ? end.data.reason : 'rejected';
    const when = end === undefined ? '' : since(end.data.at);
    const asked = ofOrder('OrderCancelRequested') === undefined ? 'in the sweep' : 'by itself too';
    print(`${data.orderHash.slice(0, 14)}…  ${how.padEnd(12)} ${when.padStart(14)}  ${asked}`);
  }
  print();
  for (const { data } of ofType('KillSwept')) {
    const { sweep, cancelled, stillOpen, inDoubt } = data;
    const counts = `${cancelled} cancelled, ${stillOpen} still open, ${inDoubt} in doubt`;
    print(`sweep ${sweep} after ${since(data.at)}: ${counts}`);
  }
  const verified = ofType('KillVerified')[0];
  print(`empty at the venue after ${emptyMs ?? '?'} ms, as an independent client sees it`);
  print(verified === undefined ? 'NOT VERIFIED' : `verified after ${verified.data.tookMs} ms`);
  const open = await atVenue.getOpenOrders();
  print(`open at the venue at the end: ${open.length}`);
  return verified === undefined || !isOver() ? Math.max(1, open.length) : open.length;
}

function ofType(...types) {
  return facts.filter(({ type }) => types.includes(type));
}

async function venueClient({ clob, rpc, privateKey }) {
  const account = privateKeyToAccount(privateKey);
  const signer = createWalletClient({ account, chain: polygon, transport: http(rpc) });
  const at = { host: clob, chain: Chain.POLYGON, signer };
  return new ClobClient({ ...at, creds: await new ClobClient(at).createOrDeriveApiKey() });
}

async function until(what, holds, timeoutMs = 30_000) {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`within ${timeoutMs} ms there was no ${what}`);
    await sleep(25);
  }
}
