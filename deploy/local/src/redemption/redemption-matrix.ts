/**
 * Proves redemption cell by cell: positions bought through Sluice with one wallet are resolved under a
 * trouble, and what the chain paid is compared with what it had to pay and with what the ledger books.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@sluice/domain';
import type { Recorded } from '@sluice/ports';
import { startPaperRun, type PaperRun } from '../run-paper.js';
import type { WalletSettings } from '../stack/wallet.js';
import { temporaryFolder } from '../temporary-folder.js';
import { buyPositions } from './buy-positions.js';
import {
  endingOf,
  payoutOf,
  pays,
  TROUBLES,
  type Cell,
  type TroubleName,
  type WalletName,
} from './cells.js';
import { walletOnChain } from './chain-payouts.js';
import { createKiller, type Killer } from './killer.js';
import { killStepsOf } from './kill-steps.js';
import { bookedOf, conditionOf } from './ledger-payouts.js';
import { marketsFor, placeCells, type PlacedCell } from './placed-cell.js';
import { askControl, type Site } from './site.js';
import { troubleFor, type Trouble } from './troubles.js';

export type CellResult = {
  readonly cell: Cell;
  readonly expectedMicroUsd: bigint;
  readonly chainMicroUsd: bigint;
  readonly ledgerMicroUsd: bigint;
  /** Transactions that took shares of the condition from the wallet. */
  readonly redeemed: number;
  /** What must not be and was; empty when the cell is right. */
  readonly violations: readonly string[];
};

export type RedemptionRun = {
  readonly troubles: readonly TroubleName[];
  /** Every cell of a trouble. Throws when the venue or a service cannot be spoken to. */
  run(trouble: TroubleName): Promise<readonly CellResult[]>;
  /** Cells of before in which something was redeemed since. */
  redeemedSince(): Promise<readonly CellResult[]>;
  stop(): Promise<void>;
};

const SMART: Readonly<Partial<Record<WalletName, WalletSettings>>> = {
  proxy: { signatureType: 1, relayed: true },
  safe: { signatureType: 2, relayed: true },
  'safe-direct': { signatureType: 2, relayed: false },
  deposit: { signatureType: 3, relayed: true },
};
/** Time for a reorganisation between the block of a redemption and its finality, in seconds. */
const FINALITY_BLOCKS = '4';
/** Books nearly stand still, and no market ends by itself. */
const TAPES = ['--duration', '60', '--speed', '0.005', '--seed', '7', '--wait'];
const PATIENCE = { LEDGER_LAG_MAX_MS: '600000' };
const SETTLED_MAX_MS = 300_000;
/** So long nothing more may follow. */
const QUIET_MS = 1_000;
const STEP_MS = 20;
const RESOLVE_TRIES_MAX = 5;
const RESOLVE_AGAIN_MS = 2_000;
const RESTARTS = { pauseMaxMs: 200, startsMax: 1_000 };

/** Every cell must be of this wallet. */
export async function startRedemptionRun(
  walletName: WalletName,
  cells: readonly Cell[],
  say: (line: string) => void,
): Promise<RedemptionRun> {
  const dataDir = temporaryFolder();
  const facts: Recorded[] = [];
  const killer = createKiller();
  const { standard, negRisk } = marketsFor(cells);
  const ofEvent = negRisk === 0 ? [] : ['--neg-risk', String(negRisk)];
  const wallet = SMART[walletName];
  const run = await startPaperRun({
    dataDir,
    venueArgs: [
      ...['--markets', String(standard), ...ofEvent, ...TAPES],
      ...['--finality-blocks', FINALITY_BLOCKS],
    ],
    extra: { risk: PATIENCE, 'signal-ingest': { MARKET_POLL_MS: '500' } },
    restarts: RESTARTS,
    onDeath: (service, child) => {
      if (service === 'redemption') killer.onDeath(child);
    },
    ...(wallet === undefined ? {} : { wallet }),
    logLevel: 'info',
    say: () => undefined,
    onFact: (fact) => facts.push(fact),
    drive: () => ({ stop: () => Promise.resolve() }),
  });
  try {
    return await begin({ run, facts, killer, dataDir, walletName, cells, say });
  } catch (error) {
    await run.stop();
    throw error;
  }
}

type Beginning = {
  readonly run: PaperRun;
  readonly facts: readonly Recorded[];
  readonly killer: Killer;
  readonly dataDir: string;
  readonly walletName: WalletName;
  readonly cells: readonly Cell[];
  readonly say: (line: string) => void;
};

async function begin(beginning: Beginning): Promise<RedemptionRun> {
  const { run, facts, killer, dataDir, walletName, cells, say } = beginning;
  const { stack } = run;
  const site: Site = {
    ...{ walletName, stack, wallet: stack.wallet, facts },
    chain: walletOnChain(stack.venue.rpc, stack.wallet),
    control: (method, path, body) => askControl(stack.venue.control, method, path, body),
  };
  const placed = placeCells(cells, stack.venue.markets);
  await buyPositions(stack, placed, facts);
  say(`${walletName}: ${placed.length} positions are bought with ${stack.wallet}`);
  const done: Done[] = [];
  let isRight = true;
  return {
    troubles: TROUBLES.filter((name) => cells.some(({ trouble }) => trouble === name)),
    run: async (name) => {
      const chosen = placed.filter(({ cell }) => cell.trouble === name);
      const results = await runTrouble({ site, killer, say }, name, chosen);
      done.push(...results);
      isRight &&= results.every(({ violations }) => violations.length === 0);
      return results;
    },
    redeemedSince: async () => {
      const since: CellResult[] = [];
      for (const before of done) {
        const takings = await site.chain.takings(before.placed.tokenIds, before.since);
        if (takings.length === before.redeemed) continue;
        const violations = [`redeemed ${takings.length} times after all`];
        since.push({ ...before, redeemed: takings.length, violations });
      }
      isRight &&= since.length === 0;
      return since;
    },
    stop: async () => {
      await run.stop();
      if (isRight) rmSync(dataDir, { recursive: true, force: true });
      else say(`${walletName}: the logs of this run are in ${dataDir}`);
    },
  };
}

type Running = {
  readonly site: Site;
  readonly killer: Killer;
  readonly say: (line: string) => void;
};

/** What is looked at again at the end. */
type Done = CellResult & { readonly placed: PlacedCell; readonly since: bigint };

type Held = {
  readonly placed: PlacedCell;
  readonly expectedMicroUsd: bigint;
};

async function runTrouble(
  running: Running,
  name: TroubleName,
  placed: readonly PlacedCell[],
): Promise<readonly Done[]> {
  const { site } = running;
  const since = await site.chain.head();
  const before = await site.chain.collateral();
  const held: Held[] = [];
  for (const one of placed) {
    const shares = await site.chain.shares(one.tokenIds);
    held.push({ placed: one, expectedMicroUsd: payoutOf(one.cell, shares) });
  }
  const late = name === 'kill' ? await killAll(running, held) : await strike(running, name, held);
  await sleep(QUIET_MS);
  const results: Done[] = [];
  for (const one of held) {
    const found = await judge(site, one, since);
    const violations = [...(late.get(one.placed.name) ?? []), ...found.violations];
    results.push({ ...found, violations, placed: one.placed, since });
  }
  const paid = (await site.chain.collateral()) - before;
  const expected = held.reduce((sum, { expectedMicroUsd }) => sum + expectedMicroUsd, 0n);
  if (paid === expected) return results;
  const violation = `the wallet has ${usd(paid)} more than before, ${usd(expected)} was due`;
  return results.map((one) => ({ ...one, violations: [...one.violations, violation] }));
}

/** What was not over in time, or not struck, by cell. */
type Late = ReadonlyMap<string, readonly string[]>;

async function strike(
  { site }: Running,
  name: Exclude<TroubleName, 'kill'>,
  held: readonly Held[],
): Promise<Late> {
  const cells = held.map(({ placed }) => placed);
  const trouble = name === 'none' ? undefined : troubleFor(name, site, cells);
  const firstFact = site.facts.length;
  await trouble?.begin?.();
  for (const one of cells.toSorted(negRiskFirst)) {
    await resolve(site, one);
    await trouble?.onResolved?.(one);
  }
  const late = await whenOver(site, { trouble, held, firstFact });
  if (trouble === undefined) return late;
  await site.control('DELETE', '/chain/trouble');
  await site.control('DELETE', '/relayer/trouble');
  for (const { cell, name: cellName } of cells) {
    if (!pays(cell) || trouble.struck.has(cellName)) continue;
    late.set(cellName, [...(late.get(cellName) ?? []), 'the trouble did not strike it']);
  }
  return late;
}

/** One by one, so that each death is of the redemption it is meant for. */
async function killAll({ site, killer, say }: Running, held: readonly Held[]): Promise<Late> {
  const late = new Map<string, readonly string[]>();
  for (const one of held) {
    const { cell, name } = one.placed;
    const firstFact = site.facts.length;
    const steps = killStepsOf(cell);
    await killer.arm(site.stack, steps);
    await resolve(site, one.placed);
    const over = await whenOver(site, { trouble: undefined, held: [one], firstFact });
    const notDied = (await killer.finish()).map((step) => `it did not die ${step}`);
    const found = [...(over.get(name) ?? []), ...notDied];
    if (found.length > 0) late.set(name, found);
    say(`${name}: killed ${steps.length - notDied.length} times`);
  }
  return late;
}

/** They are resolved through a contract that a trouble may reach. */
const negRiskFirst = (one: PlacedCell, other: PlacedCell): number =>
  Number(other.cell.market === 'neg-risk') - Number(one.cell.market === 'neg-risk');

/** The venue takes the same ending again: on a busy machine its chain may not answer in time. */
async function resolve({ control }: Site, { cell, conditionId }: PlacedCell): Promise<void> {
  for (let asked = 1; ; asked += 1) {
    try {
      await control('POST', '/resolve', { market: conditionId, winner: endingOf(cell) });
      return;
    } catch (error) {
      if (asked === RESOLVE_TRIES_MAX) throw error;
      await sleep(RESOLVE_AGAIN_MS);
    }
  }
}

/** Follows the ledger until every cell is booked. */
async function whenOver(
  site: Site,
  {
    trouble,
    held,
    firstFact,
  }: {
    readonly trouble: Trouble | undefined;
    readonly held: readonly Held[];
    readonly firstFact: number;
  },
): Promise<Map<string, readonly string[]>> {
  const deadline = Date.now() + SETTLED_MAX_MS;
  const byCondition = new Map(held.map(({ placed }) => [placed.conditionId, placed]));
  const open = new Set(held);
  for (let next = firstFact; ;) {
    for (; next < site.facts.length; next += 1) {
      const fact = site.facts[next];
      if (fact === undefined) continue;
      await trouble?.onFact?.(fact, byCondition.get(conditionOf(fact) ?? ''));
    }
    for (const one of open) if (isBooked(site, one)) open.delete(one);
    if (open.size === 0) return new Map();
    if (Date.now() > deadline) break;
    await sleep(STEP_MS);
  }
  return new Map(
    [...open].map(({ placed: { name, conditionId } }) => {
      const { last } = bookedOf(site.facts, conditionId);
      return [name, [`not over after ${SETTLED_MAX_MS / 1_000} s: ${last}`]];
    }),
  );
}

function isBooked({ facts }: Site, { placed, expectedMicroUsd }: Held): boolean {
  const booked = bookedOf(facts, placed.conditionId);
  if (!pays(placed.cell)) return booked.isLost;
  return !booked.isUnderWay && booked.paidMicroUsd >= expectedMicroUsd;
}

async function judge(site: Site, held: Held, since: bigint): Promise<CellResult> {
  const { placed, expectedMicroUsd } = held;
  const { cell, conditionId, tokenIds } = placed;
  const takings = await site.chain.takings(tokenIds, since);
  const chainMicroUsd = takings.reduce((sum, { paidMicroUsd }) => sum + paidMicroUsd, 0n);
  const booked = bookedOf(site.facts, conditionId);
  const violations: string[] = [];
  if (pays(cell) !== expectedMicroUsd > 0n) violations.push('it held something else');
  const due = pays(cell) ? 1 : 0;
  if (takings.length !== due) violations.push(`redeemed ${takings.length} times, not ${due}`);
  if (chainMicroUsd !== expectedMicroUsd) violations.push('the chain paid otherwise');
  if (booked.paidMicroUsd !== expectedMicroUsd) violations.push('the ledger books otherwise');
  const hashes = takings.map(({ transactionHash }) => transactionHash);
  if (booked.transactions.join() !== hashes.join()) {
    violations.push(
      `the ledger books ${booked.transactions.join()}, the chain has ${hashes.join()}`,
    );
  }
  if (cell.market !== 'fifty-fifty' && cell.outcome !== 'win' && !booked.isLost) {
    violations.push('its loss is not confirmed');
  }
  return {
    ...{ cell, expectedMicroUsd, chainMicroUsd, ledgerMicroUsd: booked.paidMicroUsd },
    ...{ redeemed: takings.length, violations },
  };
}

const usd = (micro: bigint): string => money.decimal(micro);
