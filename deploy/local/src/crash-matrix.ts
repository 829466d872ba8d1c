/**
 * Kills every service at each of its appends and outside calls, starts it again, and compares what
 * came of it with a run that nobody disturbed: same facts, same venue orders, same transactions.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { order, type Fact } from '@sluice/domain';
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
/**
 * Orders are placed after any restart here; how old is too old is another test's matter. But a kill is
 * verified only when nothing sent before it can still land.
 */
const PATIENCE = {
  RESEND_AGE_MAX_MS: '25000',
  VENUE_TIMEOUT_MS: '3000',
  APPROVAL_AGE_MAX_MS: '600000',
  LEDGER_LAG_MAX_MS: '600000',
};
const ENTRIES = 2;
/** Has what the journey's positions do not need: a cancel, an exit and a kill. */
const STEERED = 'crash-steered';
const APPROVED = 'approved';
const TRADING_CLOSED = 'circuit_breaker_active';
const AGAIN_AFTER_MS = 500;
const AGAIN_MAX = 120;
const SETTLED_MAX_MS = 120_000;
const QUIET_MS = 3_000;
const LATE_MAX_MS = 60_000;
const RESTARTED_MAX_MS = 15_000;
const STEP_MS = 50;
const ANY_PRICE = '0.97';
/** No limit that depends on the book of the moment. */
const RULES = {
  daily_budget_usd: '600',
  max_position_size_usd: '25',
  max_positions_per_market: 10,
  max_concurrent_positions: 50,
  max_signal_age_ms: 600_000,
  max_latency_ms: 600_000,
  max_slippage_pct: '1',
};
/**
 * They follow the books, the clock of the moment or each start of executor, so no two runs tell them
 * equally often. A kill is swept as often as it takes; that it is verified is told once.
 */
const IN_PASSING = new Set([
  ...['EquityMarked', 'CollateralObserved', 'BreakerTripped', 'BreakerCleared'],
  ...['VenueUnreconciled', 'VenueReconciled', 'UserStreamLost', 'UserStreamRestored'],
  ...['DriftFound', 'DriftResolved', 'KillSwept', 'OrderCancelRequested', 'PositionUnprotected'],
  // Whether somebody looks between the block and its finality.
  ...['RedemptionMined', 'RedemptionDelayed'],
]);

/**
 * In how many pieces an order fills is the book's matter of the moment. What follows from it is not:
 * every fill is confirmed, opens or closes exposure once, and what it opened is settled.
 */
const BY_THE_PIECE = [
  ...['OrderFilled', 'FillConfirmed', 'ExposureOpened', 'ExposureClosed', 'ExposureSettled'],
];

/** How often each type was told, as far as two runs of the same journey must agree on it. */
function talliesOf(facts: Outcome['facts']): Readonly<Record<string, number>> {
  const [filled = 0, confirmed = 0, opened = 0, sold = 0, settled = 0] = BY_THE_PIECE.map(
    (type) => facts[type] ?? 0,
  );
  const others = Object.entries(facts).filter(([type]) => !BY_THE_PIECE.includes(type));
  return {
    ...Object.fromEntries(others),
    'FillConfirmed for one OrderFilled': confirmed / filled,
    'exposure opened or closed for one OrderFilled': (opened + sold) / filled,
    'ExposureSettled for one ExposureOpened': settled / opened,
  };
}

/** What a fact counts as; undefined when it tells nothing that two runs must agree on. */
function countedAs(fact: Fact): string | undefined {
  if (IN_PASSING.has(fact.type)) return undefined;
  if (fact.type !== 'ExposureClosed' || fact.data.reason === 'sold') return fact.type;
  // Whether a sale left less than can be sold depends on the price of the moment.
  return fact.data.shares < order.DUST_SHARES ? undefined : 'ExposureClosed by resolution';
}

/** What an attempt to sell left behind for which the book had nobody at that moment. */
function vainlyTold(fact: Fact): readonly Fact['type'][] {
  if (fact.type !== 'ExitAttemptEnded') return [];
  const { outcome, detail } = fact.data;
  if (outcome !== 'rejected' || !NOBODY_THERE.test(detail)) return [];
  return [
    ...(['ExitAttempted', 'SignalReceived', 'SignalApproved', 'OrderRequested'] as const),
    ...(['OrderRejected', 'ReservationReleased', 'ExitAttemptEnded'] as const),
    ...(['AlertRaised', 'AlertDelivered'] as const),
  ];
}

const NOBODY_THERE = /no orders found to match/;

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
      const counted = countedAs(fact);
      if (counted !== undefined) facts[counted] = (facts[counted] ?? 0) + 1;
      takeBack(facts, vainlyTold(fact));
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
    await steer(run, decided);
    await resolveMarkets(run.stack);
    await run.finished();
    await whenCounted(run, 'KillVerified', 1);
    await whenAllIsTold(facts, expected);
    const died = await whenAllDied(run.stack, plan);
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
      died,
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
  const [wanted, seen] = [talliesOf(undisturbed.facts), talliesOf(disturbed.facts)];
  for (const type of new Set([...Object.keys(wanted), ...Object.keys(seen)])) {
    const [expected, told] = [wanted[type] ?? 0, seen[type] ?? 0];
    if (expected !== told) found.push(`${type}: ${told} instead of ${expected}`);
  }
  if (disturbed.venueOrders !== disturbed.ledgerOrders) {
    found.push(`${disturbed.venueOrders} venue orders for ${disturbed.ledgerOrders} intents`);
  }
  if (disturbed.walletTransactions !== undisturbed.walletTransactions) {
    const { walletTransactions } = disturbed;
    found.push(`${walletTransactions} transactions instead of ${undisturbed.walletTransactions}`);
  }
  if (!disturbed.tieOut) found.push('ledger, venue and chain disagree');
  for (const name of Object.keys(plan) as ServiceName[]) {
    const point = plan[name] ?? '';
    if (mustCome(point) && !disturbed.died.includes(name)) {
      found.push(`${name} did not die at ${point}`);
    }
  }
  return found;
}

const QUESTIONS =
  /\.(?:lookUp|fills|openOrders|listing|listings|resolution|holdings|simulate|outcome)#/;
const isQuestion = (point: string): boolean => QUESTIONS.test(point);

const isInPassing = (point: string): boolean =>
  IN_PASSING.has(/ledger\.append (\w+)#/.exec(point)?.[1] ?? '');

/** How often the outside is asked differs from run to run; what is done to it does not. */
const mustCome = (point: string): boolean => !isQuestion(point) && !isInPassing(point);

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
  for (const [index, wish] of wishes.entries()) {
    await sendUntilTaken(stack, decided, wish, signalIds[index]);
  }
}

type Wish = Readonly<Record<string, unknown>> & { readonly externalId: string };

/** Trading is closed until a restarted executor has reconciled; who wants to trade asks again. */
async function sendUntilTaken(
  stack: Stack,
  decided: ReadonlyMap<string, string>,
  wish: Wish,
  sent?: string,
): Promise<string> {
  let signalId = sent ?? (await send(stack, wish));
  for (let again = 1; ; again += 1) {
    const decision = await decisionOn(signalId, decided);
    if (decision !== TRADING_CLOSED) return decision;
    if (again > AGAIN_MAX) throw new Error(`${wish.externalId}: trading stays closed`);
    await sleep(AGAIN_AFTER_MS);
    signalId = await send(stack, { ...wish, externalId: `${wish.externalId}-${again}` });
  }
}

/**
 * What people do: cancels an order that rests, sells a position, and kills a strategy with an order at
 * the venue. Each is asked for when the one before has ended, so that every run tells the same.
 */
async function steer(run: PaperRun, decided: ReadonlyMap<string, string>): Promise<void> {
  const { stack, journeys } = run;
  const { accountId, venue } = stack;
  const [market] = venue.markets;
  if (market === undefined) throw new Error('the venue has no market');
  const { conditionId, tokenIds } = market;
  const registration = { strategyId: STEERED, accountId, capitalUsd: '1000' };
  await call(stack, 'risk', 'POST', '/strategies', registration);
  const why = 'the crash matrix';
  const limits = { accountId, rules: RULES, why };
  await call(stack, 'risk', 'PUT', `/strategies/${STEERED}/rules`, limits);
  const common = { source: 'crash-test', strategyId: STEERED, conditionId, side: 'BUY' };
  const resting = { ...common, tokenId: tokenIds[0], orderType: 'GTC', limitPrice: '0.02' };
  const accepted = () => journeys.count('OrderAccepted');
  const closed = () => journeys.count('OrderClosed');
  const enter = async (wish: Wish): Promise<void> => {
    const decision = await sendUntilTaken(stack, decided, wish);
    if (decision !== APPROVED) throw new Error(`${wish.externalId} was refused: ${decision}`);
  };
  const rest = async (externalId: string): Promise<void> => {
    const wanted = accepted() + 1;
    await enter({ ...resting, externalId, sizeUsd: '1' });
    await when(run, `${externalId} at the venue`, () => accepted() >= wanted);
  };

  await rest('cancelled');
  const orderId = [...journeys.orders].find(([, { open }]) => open)?.[0];
  const ended = closed() + 1;
  await call(stack, 'executor', 'POST', `/orders/${orderId}/cancel`, { why });
  await when(run, 'end of what was cancelled', () => closed() >= ended);

  const confirmed = journeys.count('FillConfirmed') + 1;
  const entry = { ...common, tokenId: tokenIds[0], orderType: 'FAK', limitPrice: ANY_PRICE };
  await enter({ ...entry, externalId: 'sold', sizeUsd: '6' });
  await when(run, 'position to sell', () => journeys.count('FillConfirmed') >= confirmed);
  await call(stack, 'executor', 'POST', '/flatten', { strategyId: STEERED, why });
  await whenCounted(run, 'ExitFinished', 1);

  await rest('killed');
  await call(stack, 'risk', 'POST', `/strategies/${STEERED}/kill`, { why, flatten: false });
}

const whenCounted = (run: PaperRun, type: Fact['type'], count: number): Promise<void> =>
  when(run, `${count} ${type}`, () => run.journeys.count(type) >= count);

async function when({ journeys }: PaperRun, what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + SETTLED_MAX_MS;
  while (!holds()) {
    if (Date.now() > deadline) {
      const facts = JSON.stringify(Object.fromEntries(journeys.counts));
      throw new Error(`no ${what} within ${SETTLED_MAX_MS} ms: ${facts}`);
    }
    await sleep(STEP_MS);
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
const whenSettled = (run: PaperRun): Promise<void> =>
  when(run, 'settled entries', () =>
    ['OrderClosed', 'FillConfirmed'].every(
      (type) => run.journeys.count(type as Fact['type']) >= ENTRIES,
    ),
  );

/** A service that was killed at the very end tells its last facts after its restart. */
async function whenAllIsTold(
  facts: Readonly<Record<string, number>>,
  expected: Outcome['facts'],
): Promise<void> {
  const deadline = Date.now() + (Object.keys(expected).length === 0 ? QUIET_MS : LATE_MAX_MS);
  const wanted = Object.entries(talliesOf(expected));
  const missing = () => {
    const told = talliesOf(facts);
    return (
      Object.keys(expected).length === 0 ||
      wanted.some(([type, count]) => (told[type] ?? 0) < count)
    );
  };
  while (missing() && Date.now() < deadline) await sleep(STEP_MS);
}

/** Who died as planned. Who dies of the last fact there is needs a moment to be started again. */
async function whenAllDied({ services }: Stack, plan: CrashPlan): Promise<readonly ServiceName[]> {
  const died = (): readonly ServiceName[] =>
    SERVICES.filter((name) => services[name].child.starts() > 1);
  const planned = SERVICES.filter((name) => plan[name] !== undefined && mustCome(plan[name]));
  const deadline = Date.now() + RESTARTED_MAX_MS;
  while (planned.some((name) => !died().includes(name)) && Date.now() < deadline) {
    await sleep(STEP_MS);
  }
  return died();
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
