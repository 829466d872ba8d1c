/**
 * How long Sluice takes from a signal to an order that the venue holds, held against the bare
 * official client on the same machine at the same moment. The two take turns, so that only the
 * ratios matter. Durations of Sluice end when the venue's answer is there, as the client's do.
 * Targets: twice the client's time in the middle, three times for the slowest hundredth.
 */
import { parseArgs } from 'node:util';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClobClient, OrderType, Side, SignatureTypeV2 } from '@polymarket/clob-client-v2';
import { call, startPaperRun, temporaryFolder } from '@sluice/local';
import { createWalletClient, http } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';

const USAGE = `Usage: npm run bench:execution -- [--orders <number>] [--seconds <number>]
  --orders   orders placed by each, one after the other (default 300)
  --seconds  how long each of the steady rates lasts (default 10)`;

const P50_RATIO_MAX = 2;
const P99_RATIO_MAX = 3;
const RATES = [10, 50];
const WARM_UP = 40;
const RESTING_PRICE = '0.02';
const SHARES = 10;
const SIZE_USD = '0.2';
const SIGNALS = { SIGNALS_PER_SECOND: '1000', SIGNALS_BURST: '1000' };
const STRATEGY = 'bench';
const KILLED_ORDERS = 10;
const ANSWER_MAX_MS = 60_000;
/** A kill is verified only when nothing sent before it can still land. */
const VERIFIED_MAX_MS = 120_000;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const orders = Number(values.orders);
const seconds = Number(values.seconds);

/** Far from every default, so that nothing but the limits' own cost is measured. */
const RULES = {
  daily_budget_usd: '100000',
  max_position_size_usd: '1000',
  max_positions_per_market: 100_000,
  max_concurrent_positions: 100_000,
  max_total_exposure_usd: '100000',
  max_spread_pct: '0.9',
  max_slippage_pct: '0.9',
  max_signal_age_ms: 120_000,
  max_latency_ms: 120_000,
};

const say = (line) => process.stderr.write(`${line}\n`);
const now = () => performance.timeOrigin + performance.now();

/** When the venue had answered each signal's order, and when risk refused it; epoch milliseconds. */
const ended = new Map();
/** Who waits for the end of a signal. */
const waiting = new Map();
const facts = [];
function onFact(fact) {
  facts.push(fact);
  const end = (signalId, how) => {
    ended.set(signalId, how);
    waiting.get(signalId)?.();
  };
  if (fact.type === 'OrderAccepted') end(fact.data.signalId, Date.parse(fact.data.at));
  if (fact.type === 'OrderRejected') end(fact.data.signalId, new Error(fact.data.reason));
  if (fact.type === 'SignalRefused') {
    end(fact.data.signal.signalId, new Error(fact.data.sentence));
  }
}

const dataDir = temporaryFolder();
const run = await startPaperRun({
  ...{ dataDir, say, onFact, logLevel: 'warn' },
  venueArgs: ['--markets', '1', '--duration', '3600', '--seed', '7', '--wait', '--tier', 'silver'],
  extra: {
    'signal-ingest': SIGNALS,
    risk: { LEDGER_LAG_MAX_MS: '600000' },
    // The service's own pace; the local stack compares every second, and the orders here all rest.
    executor: { VENUE_ORDERS_PER_SECOND: '180', RECONCILE_INTERVAL_MS: '20000' },
  },
  drive: () => ({ stop: () => Promise.resolve() }),
});
try {
  process.exitCode = (await measure(run.stack)) ? 0 : 1;
} finally {
  await run.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(stack) {
  await register(stack, STRATEGY, '100000', RULES);
  const places = { client: await bareClient(stack), sluice: sluice(stack) };
  say('warming up …');
  for (let index = 0; index < WARM_UP; index += 1) {
    for (const place of Object.values(places)) await place();
  }

  say(`${orders} orders each, in turns …`);
  const single = { client: [], sluice: [] };
  for (let index = 0; index < orders; index += 1) {
    for (const [who, place] of Object.entries(places)) single[who].push(await place());
  }
  const rows = [rowOf('one by one', single)];
  say(stepsOf());
  for (const perSecond of RATES) {
    say(`${perSecond} orders a second for ${seconds} s each …`);
    const steady = {};
    for (const [who, place] of Object.entries(places)) steady[who] = await atRate(place, perSecond);
    rows.push(rowOf(`${perSecond} a second`, steady));
  }
  console.table(rows.map(({ shown }) => shown));
  const blockedMs = await breachToBlocked(stack);
  console.log(`from a fill that breaches a limit to the first refusal: ${blockedMs.toFixed(0)} ms`);
  const { cancelledMs, verifiedMs } = await killToVerified(stack);
  console.log(
    `from a kill to the last of ${KILLED_ORDERS} cancels: ${cancelledMs.toFixed(0)} ms, ` +
      `until nothing sent before it can land any more: ${verifiedMs.toFixed(0)} ms`,
  );

  const [{ p50, p99 }] = rows;
  const said = (met) => (met ? 'met' : 'MISSED');
  const verdict = (name, ratio, max) =>
    console.log(
      `${name}: ${ratio.toFixed(2)} times the client's, at most ${max}: ${said(ratio <= max)}`,
    );
  verdict('p50', p50, P50_RATIO_MAX);
  verdict('p99', p99, P99_RATIO_MAX);
  return p50 <= P50_RATIO_MAX && p99 <= P99_RATIO_MAX;
}

async function register({ accountId, ...stack }, strategyId, capitalUsd, rules) {
  await call(stack, 'risk', 'POST', '/strategies', { strategyId, accountId, capitalUsd });
  const why = 'the benchmark';
  await call(stack, 'risk', 'PUT', `/strategies/${strategyId}/rules`, { accountId, rules, why });
}

/**
 * Makes, signs and posts one order with nothing but the official client; gives milliseconds. It has a
 * wallet of its own: what somebody else does with ours would be a drift, and work, for Sluice.
 */
async function bareClient({ venue }) {
  const { clob: host, rpc, control, markets } = venue;
  const account = privateKeyToAccount(generatePrivateKey());
  const ask = async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const asked = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${control}${path}`, asked);
    if (!response.ok) throw new Error(`the venue refused ${path}: ${await response.text()}`);
    return response.json();
  };
  const { wallet } = await ask('/wallets', { owner: account.address, type: 2, approve: true });
  await ask('/fund', { wallet, usd: '100000' });
  const signer = createWalletClient({ account, chain: polygon, transport: http(rpc) });
  const signatureType = SignatureTypeV2.POLY_GNOSIS_SAFE;
  const shared = { host, chain: 137, signer, signatureType, funderAddress: wallet };
  const creds = await new ClobClient(shared).createOrDeriveApiKey();
  const client = new ClobClient({ ...shared, creds });
  const wish = { tokenID: markets[0].tokenIds[0], price: Number(RESTING_PRICE), size: SHARES };
  return async () => {
    const startedMs = now();
    const order = await client.createOrder({ ...wish, side: Side.BUY });
    const answer = await client.postOrder(order, OrderType.GTC);
    if (answer.success !== true) throw new Error(`the venue said ${JSON.stringify(answer)}`);
    return now() - startedMs;
  };
}

/** Sends one signal over HTTP and waits until the venue has its order; gives milliseconds. */
function sluice(stack) {
  let last = 0;
  return async () => {
    last += 1;
    const startedMs = now();
    const signalId = await send(stack, entry(stack, `${STRATEGY}-${last}`));
    return (await endOf(signalId)) - startedMs;
  };
}

function entry({ venue: { markets } }, externalId, differing = {}) {
  return {
    ...{ externalId, strategyId: STRATEGY, side: 'BUY', orderType: 'GTC' },
    ...{ conditionId: markets[0].conditionId, tokenId: markets[0].tokenIds[0] },
    ...{ sizeUsd: SIZE_USD, limitPrice: RESTING_PRICE, ...differing },
  };
}

async function send(stack, signal) {
  const response = await fetch(`${stack.services['signal-ingest'].url}/signals`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stack.adminToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(signal),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()).signalId;
}

async function endOf(signalId) {
  if (!ended.has(signalId)) {
    const late = new AbortController();
    const told = new Promise((resolve) => waiting.set(signalId, resolve));
    const tooLate = sleep(ANSWER_MAX_MS, true, { signal: late.signal }).catch(() => false);
    if (await Promise.race([told, tooLate])) throw new Error(`signal ${signalId} came to nothing`);
    late.abort();
    waiting.delete(signalId);
  }
  const end = ended.get(signalId);
  if (end instanceof Error) throw end;
  return end;
}

/** Starts orders at a steady pace, whatever becomes of those before. */
async function atRate(place, perSecond) {
  const started = [];
  const firstMs = now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await sleep(Math.max(0, firstMs + (index * 1_000) / perSecond - now()));
    started.push(place());
  }
  return Promise.all(started);
}

/** Buys at a price whose fee and spread alone exceed the largest drawdown, and asks for more. */
async function breachToBlocked(stack) {
  const strategyId = 'breach';
  await register(stack, strategyId, '20', { ...RULES, max_drawdown_pct: '0.001' });
  const wish = { strategyId, sizeUsd: '15', limitPrice: '0.97', orderType: 'FAK' };
  const breaching = await send(stack, entry(stack, 'breach', wish));
  await endOf(breaching);
  for (let tries = 0; tries < 1_000; tries += 1) {
    const signalId = await send(stack, entry(stack, `after-${tries}`, { strategyId }));
    const refused = await endOf(signalId).then(
      () => undefined,
      (error) => error,
    );
    if (refused === undefined) continue;
    const { data } = facts.find(
      ({ type, data }) => type === 'SignalRefused' && data.signal.signalId === signalId,
    );
    if (!['drawdown_exceeded', 'strategy_paused'].includes(data.code)) throw refused;
    const fill = facts.find(
      ({ type, data }) => type === 'OrderFilled' && data.signalId === breaching,
    );
    return Date.parse(data.at) - Date.parse(fill.data.at);
  }
  throw new Error('a thousand signals passed after a breach');
}

/** Kills a strategy with orders at the venue. */
async function killToVerified(stack) {
  const strategyId = 'killed';
  await register(stack, strategyId, '1000', RULES);
  const placed = Array.from({ length: KILLED_ORDERS }, (_, index) =>
    send(stack, entry(stack, `killed-${index}`, { strategyId })).then(endOf),
  );
  await Promise.all(placed);
  const startedMs = now();
  const kill = { why: 'the benchmark', flatten: false };
  await call(stack, 'risk', 'POST', `/strategies/${strategyId}/kill`, kill);
  const verified = () => facts.find(({ type }) => type === 'KillVerified');
  const closed = () =>
    facts.filter(({ type, data }) => type === 'OrderClosed' && data.strategyId === strategyId);
  while (verified() === undefined || closed().length < KILLED_ORDERS) {
    if (now() - startedMs > VERIFIED_MAX_MS) throw new Error('the kill was not verified');
    await sleep(10);
  }
  const since = (at) => Date.parse(at) - startedMs;
  return {
    cancelledMs: Math.max(...closed().map(({ data }) => since(data.at))),
    verifiedMs: since(verified().data.at),
  };
}

/** Where the time goes, by the instants of the facts. */
function stepsOf() {
  const STEPS = ['SignalReceived', 'SignalApproved', 'OrderRequested', 'OrderAccepted'];
  const times = new Map();
  for (const { type, data } of facts) {
    if (!STEPS.includes(type)) continue;
    const of = times.get(data.signalId) ?? {};
    times.set(data.signalId, { ...of, [type]: Date.parse(data.at ?? data.receivedAt) });
  }
  return STEPS.slice(1)
    .map((to, index) => {
      const took = [...times.values()]
        .map((of) => of[to] - of[STEPS[index]])
        .filter((ms) => Number.isFinite(ms))
        .toSorted((one, other) => one - other);
      return `${STEPS[index]} → ${to}: ${took[Math.floor(took.length / 2)]} ms`;
    })
    .join(', ');
}

function rowOf(load, { client, sluice: ours }) {
  const at = (numbers, part) =>
    numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length * part)];
  const [p50, p99] = [0.5, 0.99].map((part) => at(ours, part) / at(client, part));
  const ms = (numbers, part) => at(numbers, part).toFixed(1);
  return {
    ...{ p50, p99 },
    shown: {
      load,
      'client p50 ms': ms(client, 0.5),
      'sluice p50 ms': ms(ours, 0.5),
      'p50 ratio': p50.toFixed(2),
      'client p99 ms': ms(client, 0.99),
      'sluice p99 ms': ms(ours, 0.99),
      'p99 ratio': p99.toFixed(2),
    },
  };
}
