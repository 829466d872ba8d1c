/**
 * Watches markets from their listing to their payout on chain. The chain alone says that a market
 * is resolved; the venue's word is only a reason to look.
 */
import { market, type ConditionId, type TokenId } from '@sluice/domain';
import type { Clock, MarketData, ResolutionReader } from '@sluice/ports';
import { marketStream, type Decisions } from '@sluice/reactions';
import { repeatedly, type Logger } from '@sluice/runtime';
import type { DataSource } from 'typeorm';

export type MarketWatch = {
  offers(conditionId: ConditionId, tokenId: TokenId): Promise<'yes' | 'no_market' | 'no_token'>;
  /** Tokens of all markets that still trade. */
  tradedTokens(): readonly TokenId[];
  stop(): Promise<void>;
};

type Watched = { readonly tokenIds: readonly TokenId[]; readonly open: boolean };

export function watchMarkets({
  decisions,
  marketData,
  resolutions,
  database,
  clock,
  log,
  intervalMs,
  discover,
  onChange,
}: {
  readonly decisions: Decisions;
  readonly marketData: MarketData;
  readonly resolutions: ResolutionReader;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly log: Logger;
  readonly intervalMs: number;
  /** Also list every market the venue offers, not only those that signals name. */
  readonly discover: boolean;
  readonly onChange: () => void;
}): MarketWatch {
  const watched = new Map<ConditionId, Watched>();

  async function list(conditionId: ConditionId): Promise<Watched | undefined> {
    const found = await marketData.listing(conditionId);
    if (found === undefined) return undefined;
    const at = clock.now();
    const { listing, status } = found;
    const stream = marketStream(conditionId);
    const terms = `${listing.tickSize}/${listing.orderSizeMin}/${listing.fee.rate}`;
    await decisions.tell(
      market.decider,
      stream,
      { type: 'ListMarket', data: { ...listing, at } },
      // By its time as well, for old terms can come back.
      { causeId: `venue/${conditionId}/listed/${at}/${terms}`, journeyId: '' },
    );
    if (status === 'closed') {
      await decisions.tell(
        market.decider,
        stream,
        { type: 'CloseMarket', data: { conditionId, at } },
        { causeId: `venue/${conditionId}/closed`, journeyId: '' },
      );
    }
    const tokenIds = listing.outcomes.map(({ tokenId }) => tokenId);
    const next = { tokenIds, open: status === 'open' };
    const before = watched.get(conditionId);
    watched.set(conditionId, next);
    if (before?.open !== next.open) onChange();
    return next;
  }

  async function resolve(conditionId: ConditionId): Promise<void> {
    const resolution = await resolutions.resolution(conditionId);
    if (resolution === undefined) return;
    const data = { conditionId, ...resolution, at: clock.now() };
    await decisions.tell(
      market.decider,
      marketStream(conditionId),
      { type: 'ResolveMarket', data },
      { causeId: `chain/${conditionId}/resolved`, journeyId: '' },
    );
    watched.delete(conditionId);
    onChange();
  }

  async function look(): Promise<void> {
    if (discover) {
      for (const conditionId of await marketData.listings()) {
        if (watched.has(conditionId)) continue;
        const { kind } = await decisions.state(market.decider, marketStream(conditionId));
        if (kind !== 'resolved') await list(conditionId);
      }
    }
    for (const [conditionId, { open }] of watched) {
      // Each by itself: a venue that is down must not hide what the chain says.
      if (open) await attempt(list, conditionId);
      await attempt(resolve, conditionId);
    }
  }

  async function attempt(
    act: (conditionId: ConditionId) => Promise<unknown>,
    conditionId: ConditionId,
  ): Promise<void> {
    try {
      await act(conditionId);
    } catch (error) {
      log.warn({ conditionId, error: String(error) }, 'a market could not be looked at');
    }
  }

  let remembered = false;
  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      if (!remembered) {
        for (const row of await unresolved(database)) watched.set(row.conditionId, row);
        remembered = true;
        onChange();
      }
      await look();
    },
    onError: (error) =>
      log.warn({ error: String(error) }, 'markets could not be looked at; trying again'),
  });

  return {
    offers: async (conditionId, tokenId) => {
      const found =
        watched.get(conditionId) ?? (await listedBefore(conditionId)) ?? (await list(conditionId));
      if (found === undefined) return 'no_market';
      return found.tokenIds.includes(tokenId) ? 'yes' : 'no_token';
    },
    tradedTokens: () =>
      [...watched.values()].filter(({ open }) => open).flatMap(({ tokenIds }) => tokenIds),
    stop: () => repetition.stop(),
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
