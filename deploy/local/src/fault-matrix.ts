/**
 * Trades on a venue that fails, episode by episode on one running Sluice, and asks at the end of each
 * whether ledger, venue and chain still tell the same story. An episode is its name: the seed in it
 * gives the same signals and the same faults again.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { call } from './call-service.js';
import { startPaperRun, type PaperRun } from './run-paper.js';
import type { Stack } from './stack/stack.js';
import { temporaryFolder } from './temporary-folder.js';
import { officialClient } from './official-client.js';
import { askOwnOrders, type OwnOrders } from './own-orders.js';
import { storyOf, type Story } from './signal-story.js';
import { WIDE_RULES } from './wide-rules.js';

/** One fault by itself, or a share of everything that happens, drawn from a seed. */
export type Episode =
  | { readonly kind: 'fault'; readonly fault: string; readonly seed: string }
  | { readonly kind: 'schedule'; readonly seed: string; readonly rate: number };

export type EpisodeResult = {
  readonly name: string;
  /** What must never be and was; empty when all is well. */
  readonly violations: readonly string[];
  /** Faults that struck, in their order. */
  readonly fired: readonly string[];
  readonly orders: number;
  readonly tookMs: number;
};

export type FaultKind = {
  readonly fault: string;
  readonly about: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type FaultRuns = {
  /** Everything the venue knows to do wrong. */
  readonly kinds: readonly FaultKind[];
  run(episode: Episode): Promise<EpisodeResult>;
  stop(): Promise<void>;
};

/** Quick where only waiting would be tested: what is proven by waiting is proven all the same. */
const QUICK_EXECUTOR = {
  VENUE_TIMEOUT_MS: '1500',
  RESEND_AGE_MAX_MS: '3000',
  APPROVAL_AGE_MAX_MS: '60000',
  ABSENCE_PROOF_MS: '6000',
  RECONCILE_INTERVAL_MS: '500',
};
const PATIENT_RISK = { LEDGER_LAG_MAX_MS: '600000' };
const STRATEGY = 'faults';
const RULES = {
  ...WIDE_RULES,
  breaker_trip_count: 100,
  breaker_cooldown_ms: 1_000,
};
const MARKETS = 2;
const SIGNALS_MIN = 2;
const SIGNALS_SPREAD = 3;
/** Trouble lasts so long after the last signal; then the venue is well again and all must come right. */
const TROUBLE_MS = 1_500;
const SETTLED_MAX_MS = 90_000;
/** A venue that starts again asks to be left alone for two minutes. */
const REOPENED_MAX_MS = 180_000;
const COLLATERAL_DUST = 100n;
const BY_WORD = 'fills confirmed by word';
const STEP_MS = 50;
const STEPS_BETWEEN_CANCELS = 20;
/** Longest delay of a fault here; the default of some is longer than a test wants to wait. */
const DELAY_MAX_MS = 2_500;

export async function startFaultRuns(say: (line: string) => void): Promise<FaultRuns> {
  const dataDir = temporaryFolder();
  const facts: Recorded[] = [];
  const run = await startPaperRun({
    dataDir,
    venueArgs: ['--markets', String(MARKETS), '--duration', '36000', '--seed', '7', '--wait'],
    extra: { executor: QUICK_EXECUTOR, risk: PATIENT_RISK },
    logLevel: 'warn',
    say,
    onFact: (fact) => facts.push(fact),
    drive: () => ({ stop: () => Promise.resolve() }),
  });
  const { stack } = run;
  const kinds = (await control(stack, 'GET', '/faults/kinds')) as readonly FaultKind[];
  await prepare(stack);
  const running: Running = { run, facts, kinds, told: new Set(), apart: new Map() };
  return {
    kinds,
    run: (episode) => runEpisode(running, episode),
    stop: async () => {
      await run.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The episode's name says all that is needed to run it again. */
export const nameOf = (episode: Episode): string =>
  episode.kind === 'fault'
    ? `${episode.fault}/${episode.seed}`
    : `schedule@${episode.rate}/${episode.seed}`;

/** Throws RangeError when the text names no episode. */
export function episodeFrom(name: string): Episode {
  const [what = '', seed = ''] = name.split('/');
  if (seed === '') throw new RangeError(`"${name}" names no episode: a seed is missing after "/"`);
  const [kind, rate] = what.split('@');
  if (rate === undefined) return { kind: 'fault', fault: what, seed };
  if (kind !== 'schedule' || !(Number(rate) > 0 && Number(rate) <= 1)) {
    throw new RangeError(`"${name}" names no episode: write "schedule@0.1/seed" or "fault/seed"`);
  }
  return { kind: 'schedule', seed, rate: Number(rate) };
}

type Running = {
  readonly run: PaperRun;
  readonly facts: readonly Recorded[];
  readonly kinds: readonly FaultKind[];
  /** Violations of the episodes before. */
  readonly told: Set<string>;
  /** How far venue and chain were from the ledger after the last episode, by asset. */
  readonly apart: Map<string, bigint>;
};

async function runEpisode(running: Running, episode: Episode): Promise<EpisodeResult> {
  const { run, facts, kinds } = running;
  const { stack } = run;
  const startedMs = Date.now();
  const name = nameOf(episode);
  const firstFact = facts.length;
  await arm(stack, kinds, episode);

  const signals = await sendSignals(stack, name);
  await sleep(TROUBLE_MS);
  const { fired } = (await control(stack, 'GET', '/faults')) as { fired: readonly Fired[] };
  await control(stack, 'DELETE', '/faults');

  const story = () => storyOf(facts.slice(firstFact), new Set(signals));
  const client = await officialClient(stack.venue);
  // By hand, behind Sluice's back: it has to find out.
  const late = await whenOver(story, async (orderID) => {
    await client.cancelOrder({ orderID });
  });
  const found = [
    ...late,
    ...(await whenEntriesAreTaken(stack)),
    ...doubled(story()),
    ...(await differencesAtVenue(stack, run, facts)),
    ...(await untied(running)),
  ];
  // What an earlier episode left behind is that episode's.
  const violations = found.filter((line) => !running.told.has(line));
  for (const line of found) running.told.add(line);
  return {
    name,
    violations,
    fired: fired.map(({ fault, subject }) => `${fault} at ${subject}`),
    orders: story().requested.length,
    tookMs: Date.now() - startedMs,
  };
}

type Fired = { readonly fault: string; readonly subject: string };

async function arm(stack: Stack, kinds: readonly FaultKind[], episode: Episode): Promise<void> {
  if (episode.kind === 'fault') {
    const { fault } = episode;
    const kind = kinds.find((one) => one.fault === fault);
    if (kind === undefined) throw new RangeError(`the venue knows no fault "${fault}"`);
    const parameters = shortened(kind.parameters);
    await control(stack, 'POST', '/faults', { fault, times: 2, parameters });
    return;
  }
  // A schedule draws faults with their defaults: those that take minutes have their own episodes.
  const faults = kinds
    .filter(({ fault, parameters }) => fault !== 'answer_replaced' && isShort(parameters))
    .map(({ fault }) => fault);
  const { seed, rate } = episode;
  await control(stack, 'POST', '/faults/schedule', { seed, rate, faults });
}

const isDelay = ([key, value]: readonly [string, unknown]): boolean =>
  key.endsWith('Ms') && typeof value === 'number' && value > DELAY_MAX_MS;

const isShort = (parameters: object): boolean => !Object.entries(parameters).some(isDelay);

const shortened = (parameters: object): object =>
  Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [
      key,
      isDelay([key, value]) ? DELAY_MAX_MS : (value as unknown),
    ]),
  );

async function prepare(stack: Stack): Promise<void> {
  const { accountId, venue, quotes } = stack;
  const registration = { strategyId: STRATEGY, accountId, capitalUsd: '1000000' };
  await call(stack, 'risk', 'POST', '/strategies', registration);
  const rules = { accountId, rules: RULES, why: 'the fault matrix' };
  await call(stack, 'risk', 'PUT', `/strategies/${STRATEGY}/rules`, rules);
  const unseen = () =>
    venue.markets.some(({ tokenIds }) =>
      tokenIds.some((tokenId) => (quotes.last(tokenId)?.asks.length ?? 0) === 0),
    );
  while (unseen()) await sleep(STEP_MS);
}

/** What is wished for follows from the episode's name alone. */
async function sendSignals(stack: Stack, name: string): Promise<readonly string[]> {
  const chance = chanceOf(name);
  const count = SIGNALS_MIN + chance(SIGNALS_SPREAD);
  const sent: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const market = stack.venue.markets[chance(MARKETS)];
    const wish = WISHES[chance(WISHES.length)];
    if (market === undefined || wish === undefined) continue;
    const answer = await call(stack, 'signal-ingest', 'POST', '/signals', {
      ...{ source: 'fault-matrix', externalId: `${name}#${index}`, strategyId: STRATEGY },
      ...{ conditionId: market.conditionId, tokenId: market.tokenIds[chance(2)], ...wish },
    });
    sent.push((answer as { readonly signalId: string }).signalId);
  }
  return sent;
}

/** Taken at once, killed at once, or resting far below the book until it is cancelled. */
const WISHES = [
  { side: 'BUY', sizeUsd: '6', limitPrice: '0.97', orderType: 'FAK' },
  { side: 'BUY', sizeUsd: '5.5', limitPrice: '0.97', orderType: 'FOK' },
  { side: 'BUY', sizeUsd: '5', limitPrice: '0.97', orderType: 'GTC' },
  { side: 'BUY', sizeUsd: '1', limitPrice: '0.02', orderType: 'GTC' },
  { side: 'SELL', sizeUsd: '4', limitPrice: '0.02', orderType: 'FAK', reduceOnly: true },
] as const;

/** Cancels what rests, and waits until nothing is open, unknown or unsettled any more. */
async function whenOver(
  story: () => Story,
  cancelAtVenue: (orderHash: string) => Promise<void>,
): Promise<readonly string[]> {
  const deadline = Date.now() + SETTLED_MAX_MS;
  for (let step = 0; ; step += 1) {
    const { undecided, unordered, open, resting, unsettled } = story();
    // Again and again: one whose answer was lost may land at any time.
    if (step % STEPS_BETWEEN_CANCELS === 0) {
      for (const orderHash of resting) await cancelAtVenue(orderHash);
    }
    const waiting = { undecided, unordered, open, unsettled };
    if (Object.values(waiting).every(({ length }) => length === 0)) return [];
    if (Date.now() > deadline) {
      return Object.entries(waiting).flatMap(([what, ids]) =>
        ids.map((id) => `${what} after ${SETTLED_MAX_MS} ms: ${id}`),
      );
    }
    await sleep(STEP_MS);
  }
}

/**
 * Trouble that is over must not stop anybody for longer. Too many failed orders in a row do, until a
 * person says otherwise; here that is us.
 */
async function whenEntriesAreTaken(stack: Stack): Promise<readonly string[]> {
  const { accountId } = stack;
  const deadline = Date.now() + REOPENED_MAX_MS;
  for (;;) {
    const idle = (await call(stack, 'risk', 'GET', `/strategies/${STRATEGY}/idle`)) as Idle;
    if (!idle.blocked) return [];
    if (Date.now() > deadline) return [`entries stay stopped: ${idle.sentence}`];
    const clearing = { kind: 'order_errors', why: 'the venue is well again' };
    await call(stack, 'risk', 'POST', `/accounts/${accountId}/breakers/clear`, clearing);
    await sleep(STEP_MS);
  }
}

type Idle = { readonly blocked: boolean; readonly sentence: string };

/** One intent, one order. */
function doubled({ requested }: Story): readonly string[] {
  const seen = new Set<string>();
  return requested.flatMap(({ orderId, signalId }) => {
    if (!seen.has(signalId)) {
      seen.add(signalId);
      return [];
    }
    return [`signal ${signalId} was signed again as order ${orderId}`];
  });
}

/** What the venue holds of us that the ledger does not, and the other way round. */
async function differencesAtVenue(
  stack: Stack,
  run: PaperRun,
  facts: readonly Recorded[],
): Promise<readonly string[]> {
  const own: OwnOrders = await askOwnOrders(stack.venue);
  const ours = new Map<string, string>();
  const matched = new Map<string, bigint>();
  for (const fact of facts) {
    if (fact.type === 'OrderRequested') ours.set(fact.data.orderHash, fact.data.orderId);
  }
  for (const [orderId, { fills }] of run.journeys.orders) {
    let shares = 0n;
    for (const { fill, settlement } of fills.values()) {
      if (settlement === 'confirmed') shares += fill.shares;
    }
    matched.set(orderId, shares);
  }
  const found: string[] = [];
  for (const orderHash of own.open) found.push(`the venue still holds ${orderHash}`);
  for (const [orderHash, shares] of own.settledShares) {
    const orderId = ours.get(orderHash);
    if (orderId === undefined) {
      found.push(`the venue settled an order we never signed: ${orderHash}`);
    } else if (matched.get(orderId) !== shares) {
      found.push(`order ${orderId}: ${matched.get(orderId)} shares here, ${shares} at the venue`);
    }
  }
  for (const [orderHash, orderId] of ours) {
    if ((matched.get(orderId) ?? 0n) > 0n && !own.settledShares.has(orderHash)) {
      found.push(`order ${orderId}: the venue knows nothing of its fills`);
    }
  }
  return found;
}

const micros = (amount: string): bigint =>
  amount.startsWith('-') ? 0n - money.usd(amount.slice(1)) : money.usd(amount);

/**
 * What this episode added to the differences between ledger, venue and chain: to the last millionth, as
 * long as the chain told what each fill cost. A fill it did not answer about stands as the venue told
 * it, with prices to six decimals and fees of parts that were rounded on their own.
 */
async function untied({ run, apart }: Running): Promise<readonly string[]> {
  const { tieOut } = await run.report();
  const byWord = BigInt(confirmedByWord(run.journeys));
  const dust = byWord > (apart.get(BY_WORD) ?? 0n) ? COLLATERAL_DUST : 0n;
  apart.set(BY_WORD, byWord);
  return tieOut.assets.flatMap(({ asset, ledger, venue, chain }) =>
    Object.entries({ venue, chain }).flatMap(([where, amount]) => {
      const before = apart.get(`${asset}/${where}`) ?? 0n;
      const now = micros(amount) - micros(ledger);
      apart.set(`${asset}/${where}`, now);
      const added = now - before;
      if (added === 0n || (asset === 'collateral' && added <= dust && added >= -dust)) return [];
      return [`${asset}: ${money.decimal(added)} more at the ${where} than on the ledger`];
    }),
  );
}

/** Confirmed fills of which the chain did not tell what they cost. */
const confirmedByWord = ({ orders }: PaperRun['journeys']): number =>
  [...orders.values()]
    .flatMap(({ fills }) => [...fills.values()])
    .filter(({ fill, settlement }) => settlement === 'confirmed' && fill.settled === undefined)
    .length;

async function control(
  { venue }: Stack,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${venue.control}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the venue refused ${path}: ${await response.text()}`);
  return response.json();
}

/** Numbers below a bound, the same for the same name. Mulberry32 over an FNV-1a hash. */
function chanceOf(name: string): (below: number) => number {
  let state = 0x811c9dc5;
  for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
