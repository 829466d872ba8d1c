/**
 * Kills every service at each of its appends and outside calls, starts it again, and compares what
 * came of it with a run that nobody disturbed: same facts, same venue orders, same transactions.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPublicClient, http, type Hex } from 'viem';
import { call } from './call-service.js';
import { registerStrategies, STRATEGIES } from './demo-strategy.js';
import { startPaperRun, type PaperRun } from './run-paper.js';
import { temporaryFolder } from './temporary-folder.js';
import { SERVICES, type ServiceName, type Stack } from './stack/stack.js';

/** Where a service dies: "<point>#<n>", as its own crash log names it. */
export type CrashPlan = Partial<Record<ServiceName, string>>;

export type Outcome = {
  /** How often each type of fact stands on the ledger. */
  readonly facts: Readonly<Record<string, number>>;
  /** Orders the venue holds of our wallet, and how many of them the ledger asked for. */
  readonly venueOrders: number;
  readonly ledgerOrders: number;
  /** Transactions the wallet ever sent. */
  readonly walletTransactions: number;
  readonly tieOut: boolean;
  /** Services that died as planned. */
  readonly died: readonly ServiceName[];
  /** Every point passed, by service; only known of a run that nobody disturbed. */
  readonly points: Readonly<Record<string, readonly string[]>>;
};

/** The market stays open until everything is bought and settled, however long restarts take. */
const MARKET_SECONDS = '3600';
/** Orders are placed after any restart here; how old is too old is another test's matter. */
const PATIENCE = {
  RESEND_AGE_MAX_MS: '600000',
  APPROVAL_AGE_MAX_MS: '600000',
  LEDGER_LAG_MAX_MS: '600000',
};
const ENTRIES = 2;
const APPROVED = 'approved';
const TRADING_CLOSED = 'circuit_breaker_active';
const AGAIN_AFTER_MS = 500;
const AGAIN_MAX = 120;
const SETTLED_MAX_MS = 120_000;
const QUIET_MS = 3_000;
const LATE_MAX_MS = 60_000;
const STEP_MS = 50;
const ANY_PRICE = '0.97';
/** No limit that depends on the book of the moment. */
const RULES = {
  daily_budget_usd: '600',
  max_position_size_usd: '25',
  max_signal_age_ms: 600_000,
  max_latency_ms: 600_000,
  max_slippage_pct: '1',
};
/**
 * They follow the books, the clock of the moment or each start of executor, so no two runs tell them
 * equally often.
 */
const IN_PASSING = new Set([
  ...['EquityMarked', 'CollateralObserved', 'BreakerTripped', 'BreakerCleared'],
  ...['VenueUnreconciled', 'VenueReconciled', 'UserStreamLost', 'UserStreamRestored'],
]);

/** `expected`: the facts of the undisturbed run, waited for a while before they are compared. */
export async function runJourney(
  plan: CrashPlan,
  say: (line: string) => void,
  expected: Outcome['facts'] = {},
): Promise<Outcome> {
  const dataDir = temporaryFolder();
  const logs = Object.fromEntries(SERVICES.map((name) => [name, join(dataDir, `${name}.points`)]));
  const facts: Record<string, number> = {};
  const decided = new Map<string, string>();
  const extra = Object.fromEntries(
    SERVICES.map((name) => {
      const at = plan[name];
      const log = { SLUICE_CRASH_LOG: logs[name] ?? '' };
      return [name, { ...PATIENCE, ...(at === undefined ? log : { SLUICE_CRASH_AT: at }) }];
    }),
  );
  const run = await startPaperRun({
    dataDir,
    venueArgs: ['--markets', '1', '--duration', MARKET_SECONDS, '--seed', '7', '--wait'],
    extra,
    crashOnce: true,
    say,
    onFact: (fact) => {
      if (!IN_PASSING.has(fact.type)) facts[fact.type] = (facts[fact.type] ?? 0) + 1;
      if (fact.type === 'SignalApproved') decided.set(fact.data.signalId, APPROVED);
      if (fact.type !== 'SignalRefused') return;
      const { signal, code } = fact.data;
      decided.set(signal.signalId, code);
      if (code === TRADING_CLOSED) takeBack(facts, ['SignalReceived', 'SignalRefused']);
    },
    drive: () => ({ stop: () => Promise.resolve() }),
  });
  let right = false;
  try {
    await sendSignals(run.stack, decided);
    await whenSettled(run);
    await resolveMarkets(run.stack);
    await run.finished();
    await whenAllIsTold(facts, expected);
    const report = await run.report();
    const { venue } = run.stack;
    const client = createPublicClient({ transport: http(venue.rpc) });
    const walletTransactions = await client.getTransactionCount({ address: venue.account as Hex });
    right = true;
    return {
      facts: Object.fromEntries(Object.entries(facts).sort()),
      venueOrders: await countVenueOrders(run.stack),
      ledgerOrders: run.journeys.count('OrderRequested'),
      walletTransactions,
      tieOut: report.tieOut.ok,
      died: SERVICES.filter((name) => run.stack.services[name].child.starts() > 1),
      points: Object.fromEntries(
        SERVICES.map((name) => [name, crashPointsOf(linesOf(logs[name] ?? ''))]),
      ),
    };
  } finally {
    await run.stop();
    if (right) rmSync(dataDir, { recursive: true, force: true });
    else say(`the logs of this run are in ${dataDir}`);
  }
}

/** What differs from the undisturbed run; empty when nothing does. */
export function differences(undisturbed: Outcome, disturbed: Outcome, plan: CrashPlan): string[] {
  const found: string[] = [];
  const types = new Set([...Object.keys(undisturbed.facts), ...Object.keys(disturbed.facts)]);
  for (const type of types) {
    const [wanted, seen] = [undisturbed.facts[type] ?? 0, disturbed.facts[type] ?? 0];
    if (wanted !== seen) found.push(`${type}: ${seen} instead of ${wanted}`);
  }
  if (disturbed.venueOrders !== disturbed.ledgerOrders) {
    found.push(`${disturbed.venueOrders} venue orders for ${disturbed.ledgerOrders} intents`);
  }
  if (disturbed.walletTransactions !== undisturbed.walletTransactions) {
    const { walletTransactions: seen } = disturbed;
    found.push(`${seen} transactions instead of ${undisturbed.walletTransactions}`);
  }
  if (!disturbed.tieOut) found.push('ledger, venue and chain disagree');
  for (const name of Object.keys(plan) as ServiceName[]) {
    const point = plan[name] ?? '';
    // How often the outside is asked differs from run to run; what is done to it does not.
    if (!disturbed.died.includes(name) && !isQuestion(point) && !isInPassing(point)) {
      found.push(`${name} did not die at ${point}`);
    }
  }
  return found;
}

const QUESTIONS = /\.(?:lookUp|fills|listing|listings|resolution|holdings|simulate|outcome)#/;
const isQuestion = (point: string): boolean => QUESTIONS.test(point);

const isInPassing = (point: string): boolean =>
  IN_PASSING.has(/ledger\.append (\w+)#/.exec(point)?.[1] ?? '');

/** Questions are asked again and again; the first two times stand for all. */
const REPEATS_MAX = 2;

/** The points of an undisturbed run at which a service is killed. */
export function crashPointsOf(passed: readonly string[]): readonly string[] {
  return passed.filter((place) => Number(place.split('#')[1]) <= REPEATS_MAX);
}

/** The n-th plan kills each service at its n-th point: every point once, in as few runs as can be. */
export function plansFor(points: Outcome['points']): readonly CrashPlan[] {
  const rounds = Math.max(...Object.values(points).map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) =>
    Object.fromEntries(
      SERVICES.flatMap((name) => {
        const at = points[name]?.[round];
        return at === undefined ? [] : [[name, at]];
      }),
    ),
  );
}

/** One entry into each outcome, at any price, and one that is refused. */
async function sendSignals(stack: Stack, decided: ReadonlyMap<string, string>): Promise<void> {
  await registerStrategies(stack, RULES);
  await whenBooksAreThere(stack);
  const wishes = stack.venue.markets.flatMap(({ conditionId, tokenIds }) =>
    tokenIds.flatMap((tokenId, index) => {
      const strategyId = STRATEGIES[index] ?? STRATEGIES[0];
      const common = { source: 'crash-test', strategyId, conditionId, tokenId, side: 'BUY' };
      const wish = { ...common, limitPrice: ANY_PRICE, orderType: 'FAK' };
      const entry = { ...wish, externalId: `entry-${index}`, sizeUsd: '20' };
      return index === 0 ? [entry, { ...wish, externalId: 'too-large', sizeUsd: '500' }] : [entry];
    }),
  );
  const signalIds: string[] = [];
  for (const wish of wishes) signalIds.push(await send(stack, wish));
  // Trading is closed until a restarted executor has reconciled; who wants to trade asks again.
  for (const [index, wish] of wishes.entries()) {
    let signalId = signalIds[index] ?? '';
    for (let again = 1; (await decisionOn(signalId, decided)) === TRADING_CLOSED; again += 1) {
      if (again > AGAIN_MAX) throw new Error(`${wish.externalId}: trading stays closed`);
      await sleep(AGAIN_AFTER_MS);
      signalId = await send(stack, { ...wish, externalId: `${wish.externalId}-${again}` });
    }
  }
}

async function send(stack: Stack, wish: object): Promise<string> {
  const answer = await call(stack, 'signal-ingest', 'POST', '/signals', wish);
  return (answer as { readonly signalId: string }).signalId;
}

async function decisionOn(signalId: string, decided: ReadonlyMap<string, string>): Promise<string> {
  const deadline = Date.now() + SETTLED_MAX_MS;
  for (;;) {
    const decision = decided.get(signalId);
    if (decision !== undefined) return decision;
    if (Date.now() > deadline) throw new Error(`nobody decided on ${signalId}`);
    await sleep(STEP_MS);
  }
}

/** A refusal that only says that trading is closed is not told by a run that nobody disturbed. */
function takeBack(facts: Record<string, number>, types: readonly string[]): void {
  for (const type of types) facts[type] = (facts[type] ?? 0) - 1;
}

/** A book before the first signal, so that what is bought does not depend on who starts first. */
async function whenBooksAreThere({ venue, quotes }: Stack): Promise<void> {
  const missing = () =>
    venue.markets.some(({ tokenIds }) =>
      tokenIds.some((tokenId) => (quotes.last(tokenId)?.asks.length ?? 0) === 0),
    );
  while (missing()) await sleep(STEP_MS);
}

/** Until both entries are bought, closed and final on chain. */
async function whenSettled({ journeys }: PaperRun): Promise<void> {
  const deadline = Date.now() + SETTLED_MAX_MS;
  const missing = () =>
    journeys.count('OrderClosed') < ENTRIES || journeys.count('FillConfirmed') < ENTRIES;
  while (missing()) {
    if (Date.now() > deadline) {
      const facts = JSON.stringify(Object.fromEntries(journeys.counts));
      throw new Error(`the entries did not settle within ${SETTLED_MAX_MS} ms: ${facts}`);
    }
    await sleep(STEP_MS);
  }
}

/** A service that was killed at the very end tells its last facts after its restart. */
async function whenAllIsTold(
  facts: Readonly<Record<string, number>>,
  expected: Outcome['facts'],
): Promise<void> {
  const deadline = Date.now() + (Object.keys(expected).length === 0 ? QUIET_MS : LATE_MAX_MS);
  const missing = () =>
    Object.keys(expected).length === 0 ||
    Object.entries(expected).some(([type, count]) => (facts[type] ?? 0) < count);
  while (missing() && Date.now() < deadline) await sleep(STEP_MS);
}

async function resolveMarkets({ venue }: Stack): Promise<void> {
  for (const { conditionId } of venue.markets) {
    const response = await fetch(`${venue.control}/resolve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ market: conditionId, winner: 0 }),
    });
    if (!response.ok) throw new Error(`the venue did not resolve: ${await response.text()}`);
  }
}

async function countVenueOrders({ venue }: Stack): Promise<number> {
  const response = await fetch(`${venue.control}/state`);
  return ((await response.json()) as { readonly orders: number }).orders;
}

const linesOf = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
