/**
 * Kills every service at each of its appends and outside calls, starts it again, and compares what
 * came of it with a run that nobody disturbed: same facts, same venue orders, same transactions.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPublicClient, http, type Hex } from 'viem';
import { call } from './call-service.js';
import { registerStrategies, STRATEGIES } from './demo-strategy.js';
import { startPaperRun } from './run-paper.js';
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

/** Long enough that orders still find an open market after a restart. */
const MARKET_SECONDS = '12';
const ANY_PRICE = '0.97';

export async function runJourney(plan: CrashPlan, say: (line: string) => void): Promise<Outcome> {
  const dataDir = temporaryFolder();
  const logs = Object.fromEntries(SERVICES.map((name) => [name, join(dataDir, `${name}.points`)]));
  const facts: Record<string, number> = {};
  const extra = Object.fromEntries(
    SERVICES.map((name) => {
      const at = plan[name];
      return [
        name,
        at === undefined ? { SLUICE_CRASH_LOG: logs[name] ?? '' } : { SLUICE_CRASH_AT: at },
      ];
    }),
  );
  const run = await startPaperRun({
    dataDir,
    venueArgs: ['--markets', '1', '--duration', MARKET_SECONDS, '--seed', '7', '--wait'],
    extra,
    crashOnce: true,
    say,
    onFact: ({ type }) => (facts[type] = (facts[type] ?? 0) + 1),
    drive: (stack) => {
      const sending = sendSignals(stack);
      sending.catch((error: unknown) => say(String(error)));
      return { stop: () => sending };
    },
  });
  try {
    await run.finished();
    const report = await run.report();
    const { venue } = run.stack;
    const client = createPublicClient({ transport: http(venue.rpc) });
    const walletTransactions = await client.getTransactionCount({ address: venue.account as Hex });
    return {
      facts: Object.fromEntries(Object.entries(facts).sort()),
      venueOrders: await countVenueOrders(run.stack),
      ledgerOrders: run.journeys.count('OrderRequested'),
      walletTransactions,
      tieOut: report.tieOut.ok,
      died: SERVICES.filter((name) => run.stack.services[name].child.starts() > 1),
      points: Object.fromEntries(
        SERVICES.map((name) => [
          name,
          existsSync(logs[name] ?? '') ? linesOf(logs[name] ?? '') : [],
        ]),
      ),
    };
  } finally {
    await run.stop();
    rmSync(dataDir, { recursive: true, force: true });
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
    if (!disturbed.died.includes(name)) found.push(`${name} did not die at ${plan[name] ?? ''}`);
  }
  return found;
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
async function sendSignals(stack: Stack): Promise<void> {
  await registerStrategies(stack);
  for (const { conditionId, tokenIds } of stack.venue.markets) {
    for (const [index, tokenId] of tokenIds.entries()) {
      const strategyId = STRATEGIES[index] ?? STRATEGIES[0];
      const common = { source: 'crash-test', strategyId, conditionId, tokenId, side: 'BUY' };
      const wish = { ...common, limitPrice: ANY_PRICE, orderType: 'FAK' };
      const sends = [{ externalId: `entry-${index}`, sizeUsd: '20' }];
      if (index === 0) sends.push({ externalId: 'too-large', sizeUsd: '500' });
      for (const send of sends) {
        await call(stack, 'signal-ingest', 'POST', '/signals', { ...wish, ...send });
      }
    }
  }
}

async function countVenueOrders({ venue }: Stack): Promise<number> {
  const response = await fetch(`${venue.control}/state`);
  return ((await response.json()) as { readonly orders: number }).orders;
}

const linesOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
