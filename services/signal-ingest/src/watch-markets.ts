/**
 * Watches markets from their listing to their payout on chain. The chain alone says that a market
 * is resolved; the venue's word is only a reason to look. Chain, venue and oracle are asked each at
 * its own pace and wait for no socket, so that none hides what another says.
 */
import { market, type ConditionId, type TokenId } from '@sluice/domain';
import type {
  Clock,
  MarketData,
  Resolution,
  ResolutionHint,
  ResolutionHints,
  ResolutionReader,
} from '@sluice/ports';
import { marketStream, type Decisions } from '@sluice/reactions';
import { repeatedly, type Logger } from '@sluice/runtime';
import type { DataSource } from 'typeorm';
import { Turns } from './turns.js';

export type MarketWatch = {
  offers(conditionId: ConditionId, tokenId: TokenId): Promise<'yes' | 'no_market' | 'no_token'>;
  /** Tokens of all markets that still trade. */
  tradedTokens(): readonly TokenId[];
  /** Somebody says that this market resolved: it is looked at now. */
  lookAt(conditionId: ConditionId): void;
  stop(): Promise<void>;
};

type Watched = { readonly tokenIds: readonly TokenId[]; readonly open: boolean };

export function watchMarkets({
  decisions,
  marketData,
  resolutions,
  hints,
  database,
  clock,
  log,
  intervalMs,
  discover,
  onChange,
}: {
  readonly decisions: Decisions;
  readonly marketData: Pick<MarketData, 'listing' | 'listings'>;
  readonly resolutions: ResolutionReader;
  readonly hints: ResolutionHints;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervalMs: number;
  /** Also list every market the venue offers, not only those that signals name. */
  readonly discover: boolean;
  readonly onChange: () => void;
}): MarketWatch {
  const watched = new Map<ConditionId, Watched>();
  const atVenue = new Turns<ConditionId>();
  const atChain = new Turns<ConditionId>();
  const atOracle = new Turns<ConditionId>();
  const unreadable = new Set<ConditionId>();
  const tell = (conditionId: ConditionId, command: market.Command, causeId: string) =>
    decisions.tell(market.decider, marketStream(conditionId), command, { causeId, journeyId: '' });

  function watch(conditionId: ConditionId, next: Watched): void {
    const before = watched.get(conditionId);
    watched.set(conditionId, next);
    if (before === undefined) {
      for (const turns of [atVenue, atChain, atOracle]) turns.soon(conditionId);
    }
    if (before?.open !== next.open) {
      // What just stopped may be paid at any moment, and what trades again may move.
      if (before !== undefined) lookAt(conditionId);
      onChange();
    }
  }

  function lookAt(conditionId: ConditionId): void {
    if (!watched.has(conditionId)) return;
    for (const turns of [atVenue, atChain, atOracle]) turns.soon(conditionId);
    for (const loop of loops) loop.soon();
  }

  // The venue's listing

  async function list(conditionId: ConditionId): Promise<Watched | undefined> {
    const found = await marketData.listing(conditionId);
    if (found === undefined) return undefined;
    const at = clock.now();
    const { listing, status } = found;
    if (status === 'open') {
      await tell(
        conditionId,
        { type: 'ReopenMarket', data: { conditionId, at } },
        `venue/${conditionId}/reopened/${at}`,
      );
    }
    const terms = `${listing.tickSize}/${listing.orderSizeMin}/${listing.fee.rate}`;
    await tell(
      conditionId,
      { type: 'ListMarket', data: { ...listing, at } },
      // By its time as well, for old terms can come back; and so for the others.
      `venue/${conditionId}/listed/${at}/${terms}`,
    );
    if (status === 'closed') {
      await tell(
        conditionId,
        { type: 'CloseMarket', data: { conditionId, at } },
        `venue/${conditionId}/closed/${at}`,
      );
    }
    const tokenIds = listing.outcomes.map(({ tokenId }) => tokenId);
    const next = { tokenIds, open: status === 'open' };
    const { kind } = await decisions.state(market.decider, marketStream(conditionId));
    if (kind !== 'resolved') watch(conditionId, next);
    return next;
  }

  async function lookAtVenue(): Promise<void> {
    if (discover) {
      for (const conditionId of await marketData.listings()) {
        if (watched.has(conditionId)) continue;
        const { kind } = await decisions.state(market.decider, marketStream(conditionId));
        if (kind !== 'resolved') await list(conditionId);
      }
    }
    let failures = 0;
    for (const conditionId of atVenue.take(performance.now(), LISTINGS_PER_TURN_MAX)) {
      try {
        await list(conditionId);
      } catch (error) {
        log.warn({ conditionId, error: String(error) }, 'a market could not be looked at');
        failures += 1;
      }
      pauseUntilNext(atVenue, conditionId, VENUE_PACE);
      if (failures === FAILURES_PER_TURN_MAX) return;
    }
  }

  // The chain's payout

  async function resolve(conditionId: ConditionId, resolution: Resolution): Promise<void> {
    const data = { conditionId, ...resolution, at: clock.now() };
    await tell(conditionId, { type: 'ResolveMarket', data }, `chain/${conditionId}/resolved`);
    watched.delete(conditionId);
    for (const turns of [atVenue, atChain, atOracle]) turns.forget(conditionId);
    onChange();
  }

  async function lookAtChain(): Promise<void> {
    const due = atChain.take(performance.now(), CONDITIONS_PER_TURN_MAX);
    for (const some of inParts(due, CONDITIONS_PER_READ)) {
      for (const conditionId of some) pauseUntilNext(atChain, conditionId, CHAIN_PACE);
      const read = await resolutions.resolutions(some);
      for (const [conditionId, resolution] of read.resolved) await resolve(conditionId, resolution);
      for (const { conditionId, reason } of read.unreadable) {
        if (unreadable.has(conditionId)) continue;
        unreadable.add(conditionId);
        log.error({ conditionId, reason }, 'the chain cannot be asked about a market');
      }
    }
  }

  // The oracle's progress, as the venue tells it

  async function lookAtOracle(): Promise<void> {
    const due = atOracle.take(performance.now(), HINTS_PER_TURN_MAX);
    for (const some of inParts(due, CONDITIONS_PER_HINT)) {
      for (const conditionId of some) pauseUntilNext(atOracle, conditionId, ORACLE_PACE);
      const read = await hints.hints(some);
      for (const refusal of read.refused) {
        log.warn(refusal, 'what the venue says of a resolution is not believed');
      }
      for (const hint of read.hints) await observe(hint);
    }
  }

  async function observe({ conditionId, status, ...progress }: ResolutionHint): Promise<void> {
    if (status === 'resolved') {
      if (!watched.has(conditionId)) return;
      atChain.soon(conditionId);
      chainLoop.soon();
      return;
    }
    const at = clock.now();
    const command = {
      type: 'ObserveProgress',
      data: { conditionId, status, ...progress, at },
    } as const;
    await tell(conditionId, command, `venue/${conditionId}/oracle/${at}`);
  }

  /** A market that stopped is left alone for longer and longer; a hint brings it back at once. */
  function pauseUntilNext(turns: Turns<ConditionId>, conditionId: ConditionId, pace: Pace): void {
    const nowMs = performance.now();
    const pauses = watched.get(conditionId)?.open === true ? pace.open : pace.closed;
    const [pauseMs, atMostMs] = [pauses.intervals * intervalMs, pauses.intervalsMax * intervalMs];
    turns.later(conditionId, nowMs, { pauseMs, atMostMs });
  }

  let remembering: Promise<void> | undefined;
  const remember = (): Promise<void> =>
    (remembering ??= unresolved(database).then(
      (rows) => rows.forEach(({ conditionId, ...row }) => watch(conditionId, row)),
      (error: unknown) => {
        remembering = undefined;
        throw error;
      },
    ));
  const looking = (what: string, look: () => Promise<void>) =>
    repeatedly({
      intervalMs,
      act: async () => {
        await remember();
        await look();
      },
      onError: (error) =>
        log.warn({ error: String(error) }, `${what} could not be looked at; trying again`),
    });
  const chainLoop = looking('payouts', lookAtChain);
  const loops = [
    chainLoop,
    looking('listings', lookAtVenue),
    looking('resolutions', lookAtOracle),
  ] as const;

  return {
    offers: async (conditionId, tokenId) => {
      const found =
        watched.get(conditionId) ?? (await listedBefore(conditionId)) ?? (await list(conditionId));
      if (found === undefined) return 'no_market';
      return found.tokenIds.includes(tokenId) ? 'yes' : 'no_token';
    },
    tradedTokens: () =>
      [...watched.values()].filter(({ open }) => open).flatMap(({ tokenIds }) => tokenIds),
    lookAt,
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };

  /** A market that is over is still one the venue knew: risk says what is wrong with it. */
  async function listedBefore(conditionId: ConditionId): Promise<Watched | undefined> {
    const state = await decisions.state(market.decider, marketStream(conditionId));
    if (state.kind === 'unknown') return undefined;
    const tokenIds = state.listing.outcomes.map(({ tokenId }) => tokenId);
    return { tokenIds, open: state.kind === 'open' };
  }
}

async function unresolved(
  database: DataSource,
): Promise<readonly (Watched & { readonly conditionId: ConditionId })[]> {
  const rows: { condition_id: string; token_ids: string[]; status: string }[] =
    await database.query(
      `select condition_id, token_ids, status from markets where status <> 'resolved'`,
    );
  return rows.map(({ condition_id, token_ids, status }) => ({
    conditionId: condition_id,
    tokenIds: token_ids,
    open: status === 'open',
  }));
}

function inParts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

type Pauses = { readonly intervals: number; readonly intervalsMax: number };
type Pace = { readonly open: Pauses; readonly closed: Pauses };

/** In intervals of the watch. */
const CHAIN_PACE: Pace = {
  open: { intervals: 1, intervalsMax: 1 },
  closed: { intervals: 1, intervalsMax: 6 },
};
const VENUE_PACE: Pace = {
  open: { intervals: 1, intervalsMax: 1 },
  closed: { intervals: 2, intervalsMax: 24 },
};
const ORACLE_PACE: Pace = {
  open: { intervals: 6, intervalsMax: 6 },
  closed: { intervals: 3, intervalsMax: 12 },
};

/** What one request may ask about, and a turn at most: ten thousand markets are asked for in parts. */
const CONDITIONS_PER_READ = 100;
const CONDITIONS_PER_TURN_MAX = 1_000;
const CONDITIONS_PER_HINT = 20;
const HINTS_PER_TURN_MAX = 100;
const LISTINGS_PER_TURN_MAX = 50;
/** The venue is away: its markets wait for the next turn, not each for its own time-out. */
const FAILURES_PER_TURN_MAX = 3;
