/** The part of the Data API a trader reads: positions, trades, activity, resolutions; v1 and v2. */
import { isAddress, getAddress } from 'viem';
import { z } from 'zod';
import { tokenAsset } from '../accounts/holdings.js';
import { closedPosition } from '../accounts/closed-position.js';
import {
  averagePrice,
  publishedLegs,
  tally,
  type Tally,
  type TradedLeg,
} from '../accounts/positions.js';
import { formatMicro, notional, ONE, parseMicro, smaller } from '../amounts/micro.js';
import type { Address } from '../chain/venue-chain.js';
import { outcomePrice } from '../markets/market-views.js';
import { isNegRisk } from '../markets/market-traits.js';
import type { Market } from '../markets/market.js';
import type { Venue } from '../venue.js';
import { cursorAt, offsetOf, sliced } from './pages.js';
import { failed, ok, type Answer, type Handler, type Routes } from './route.js';

const ROWS_MAX = 500;
/** How the API writes an outcome that is none. */
const OUTCOME_UNKNOWN = 999;

export const dataApiRoutes = (venue: Venue): Routes => ({
  'GET /data-api/positions': forUser(async (user, query) => {
    const rows = await positionsOf(venue, user, query);
    return ok(sliced(rows, query));
  }),
  'GET /data-api/value': forUser(async (user, query) => {
    const rows = await positionsOf(venue, user, query);
    return ok([{ user, value: rows.reduce((sum, row) => sum + row.currentValue, 0) }]);
  }),
  'GET /data-api/closed-positions': forUser(async (user, query) =>
    ok(sliced(await closedPositionsOf(venue, user, query), query)),
  ),
  'GET /data-api/traded': forUser((user) => {
    const own = legsUntilNow(venue).filter(({ leg }) => leg.wallet === user);
    const markets = new Set(own.map(({ trade }) => trade.conditionId));
    return Promise.resolve(ok({ user, traded: markets.size }));
  }),
  'GET /data-api/trades': ({ query }) => ok(sliced(tradesOf(venue, query, 'v1'), query)),
  'GET /data-api/activity': async ({ query }) => ok(sliced(await activityOf(venue, query), query)),
  'GET /data-api/v2/positions': forUser(async (user, query) => {
    const rows = await positionsOf(venue, user, query);
    return ok(paged(rows.map(renamed), query));
  }),
  'GET /data-api/v2/trades': ({ query }) =>
    ok(paged(tradesOf(venue, query, 'v2').map(renamed), query)),
  'GET /data-api/v2/activity': async ({ query }) =>
    ok(paged((await activityOf(venue, query)).map(renamed), query)),
  'GET /data-api/v2/resolutions': ({ query }) => {
    const named = ['condition', 'question_id', 'event_id'].filter((name) => query.has(name));
    if (named.length !== 1) return failed(400, 'exactly one of condition, question_id, event_id');
    const wanted = new Set(query.getAll(named[0] ?? '').flatMap((text) => text.split(',')));
    const chosen = venue.markets
      .all()
      .filter(
        (market) =>
          wanted.has(market.id) ||
          wanted.has(market.questionId) ||
          wanted.has(market.event?.id ?? ''),
      );
    return ok({ data: chosen.map(resolutionOf) });
  },
});

const forUser =
  (answer: (user: Address, query: URLSearchParams) => Promise<Answer>): Handler =>
  ({ query }) => {
    const user = query.get('user') ?? '';
    return isAddress(user, { strict: false })
      ? answer(getAddress(user), query)
      : failed(400, "required query param 'user' not provided");
  };

const legsUntilNow = (venue: Venue): readonly TradedLeg[] =>
  publishedLegs(venue.trades.all(), venue.nowMs() - venue.rules.dataLagMs);

const sizeThreshold = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/)
  .transform(parseMicro);

/**
 * Shares come from the chain, so that redeemed ones are gone at once; while the API is behind, they
 * are never more than the trades it knows of.
 */
const positionsOf = async (venue: Venue, user: Address, query: URLSearchParams) => {
  const asked = sizeThreshold.safeParse(query.get('sizeThreshold') ?? '1');
  const threshold = asked.success ? asked.data : ONE;
  const own = legsUntilNow(venue).filter(({ leg }) => leg.wallet === user);
  const rows = await Promise.all(
    [...tally(own).values()].map(async (one) => {
      const listed = venue.markets.byToken(one.tokenId);
      if (listed === undefined) return [];
      const { balance } = await venue.holdings.refresh(user, tokenAsset(one.tokenId));
      const shares = venue.rules.dataLagMs === 0 ? balance : smaller(balance, one.shares);
      return shares === 0n || shares < threshold ? [] : [positionRow(user, one, shares, listed)];
    }),
  );
  const wanted = query.getAll('market').flatMap((text) => text.toLowerCase().split(','));
  const redeemable = query.get('redeemable');
  return rows
    .flat()
    .filter((row) => wanted.length === 0 || wanted.includes(row.conditionId))
    .filter((row) => redeemable === null || row.redeemable === (redeemable === 'true'));
};

const closedPositionsOf = async (venue: Venue, user: Address, query: URLSearchParams) => {
  const own = legsUntilNow(venue).filter(({ leg }) => leg.wallet === user);
  const wanted = query.getAll('market').flatMap((text) => text.toLowerCase().split(','));
  const rows = await Promise.all(
    [...tally(own).values()].map(async (one) => {
      const listed = venue.markets.byToken(one.tokenId);
      if (listed === undefined) return [];
      const { market, token } = listed;
      if (wanted.length > 0 && !wanted.includes(market.id)) return [];
      const price = parseMicro(outcomePrice(market, token));
      const { balance } = await venue.holdings.refresh(user, tokenAsset(one.tokenId));
      const ended =
        market.stage === 'resolved'
          ? { paidPerShare: price, atMs: market.closedAtMs ?? one.tradedAtMs }
          : undefined;
      const closed = closedPosition(one, balance, ended);
      if (closed === undefined) return [];
      return [
        {
          proxyWallet: user,
          asset: one.tokenId,
          conditionId: market.id,
          avgPrice: decimal(closed.averagePrice),
          totalBought: decimal(one.boughtShares),
          realizedPnl: decimal(closed.realizedMicroUsd),
          curPrice: decimal(price),
          timestamp: Math.floor(closed.closedAtMs / 1000),
          ...namesOf(market, token),
        },
      ];
    }),
  );
  return rows.flat().toSorted((a, b) => b.realizedPnl - a.realizedPnl);
};

/** What the API says of an outcome wherever it names one. */
const namesOf = (market: Market, token: 0 | 1) => {
  const opposite = token === 0 ? 1 : 0;
  return {
    title: market.question,
    slug: market.slug,
    icon: '',
    eventSlug: market.event?.slug ?? market.slug,
    outcome: market.outcomes[token],
    outcomeIndex: token,
    oppositeOutcome: market.outcomes[opposite],
    oppositeAsset: market.tokenIds[opposite],
    endDate: market.closedAtMs === null ? '' : new Date(market.closedAtMs).toISOString(),
  };
};

const positionRow = (
  user: Address,
  one: Tally,
  shares: bigint,
  { market, token }: { readonly market: Market; readonly token: 0 | 1 },
) => {
  const price = parseMicro(outcomePrice(market, token));
  const average = averagePrice(one);
  const [cost, value] = [notional(shares, average), notional(shares, price)];
  return {
    proxyWallet: user,
    asset: one.tokenId,
    conditionId: market.id,
    size: decimal(shares),
    avgPrice: decimal(average),
    initialValue: decimal(cost),
    currentValue: decimal(value),
    cashPnl: decimal(value - cost),
    percentPnl: percent(value - cost, cost),
    totalBought: decimal(one.boughtShares),
    realizedPnl: decimal(one.realizedMicroUsd),
    percentRealizedPnl: percent(one.realizedMicroUsd, cost),
    curPrice: decimal(price),
    // Losers count as redeemable too.
    redeemable: market.stage === 'resolved',
    mergeable: false,
    ...namesOf(market, token),
    negativeRisk: isNegRisk(market),
    entryFeesUsdc: decimal(one.feesMicroUsd),
  };
};

/** Makers' fills are left out of v1 unless they are asked for. */
const tradesOf = (venue: Venue, query: URLSearchParams, api: 'v1' | 'v2') => {
  const takerOnly =
    (query.get('takerOnly') ?? query.get('taker_only') ?? (api === 'v1').toString()) === 'true';
  return chosenLegs(venue, query)
    .filter(({ taker }) => taker || !takerOnly)
    .map((traded) => tradeRow(venue, traded));
};

const activityOf = async (venue: Venue, query: URLSearchParams) => {
  const types = query.getAll('type').flatMap((text) => text.toUpperCase().split(','));
  const wanted = (type: string): boolean => types.length === 0 || types.includes(type);
  const trades = chosenLegs(venue, query).map((traded) => ({
    ...tradeRow(venue, traded),
    type: 'TRADE',
    usdcSize: decimal(traded.leg.dollars),
  }));
  const acts = ['SPLIT', 'MERGE', 'REDEEM'].some(wanted) ? await actsOf(venue, query) : [];
  const rows = [...trades, ...acts].filter(({ type }) => wanted(type));
  return rows.toSorted((one, other) => other.timestamp - one.timestamp);
};

/** Only of a wallet that is named, and of no side: those who ask for one want trades. */
const actsOf = async (venue: Venue, query: URLSearchParams) => {
  const user = query.get('user') ?? '';
  if (!isAddress(user, { strict: false }) || query.has('side')) return [];
  const proxyWallet = getAddress(user);
  const markets = venue.markets.all().filter(({ id }) => isWanted(id, query));
  const settled = new Set(venue.trades.all().map(({ transactionHash }) => transactionHash));
  const conditions = markets.map(({ onChain }) => onChain);
  const acts = (await venue.chain.walletActs?.(proxyWallet, conditions)) ?? [];
  const untilMs = venue.nowMs() - venue.rules.dataLagMs;
  return acts
    .toReversed()
    .flatMap(({ type, conditionId, shares, microUsd, transactionHash, atMs }) => {
      const market = markets.find(({ onChain }) => onChain.conditionId === conditionId);
      const isTold = atMs <= untilMs && isBetween(atMs, query) && !settled.has(transactionHash);
      if (market === undefined || !isTold) return [];
      return [
        {
          ...{ proxyWallet, type, transactionHash, conditionId: market.id },
          timestamp: Math.floor(atMs / 1000),
          size: decimal(shares),
          usdcSize: decimal(microUsd),
          // Of no one outcome.
          ...{ price: 0, asset: '', side: '', outcomeIndex: OUTCOME_UNKNOWN, outcome: '' },
          ...{ title: market.question, slug: market.slug, icon: '' },
          eventSlug: market.event?.slug ?? market.slug,
        },
      ];
    });
};

const chosenLegs = (venue: Venue, query: URLSearchParams): readonly TradedLeg[] => {
  const user = query.get('user')?.toLowerCase();
  const side = query.get('side')?.toUpperCase();
  return legsUntilNow(venue).filter(
    ({ trade, leg }) =>
      (user === undefined || leg.wallet.toLowerCase() === user) &&
      isWanted(trade.conditionId, query) &&
      (side === undefined || leg.side === side) &&
      isBetween(trade.matchedAtMs, query),
  );
};

const isWanted = (conditionId: string, query: URLSearchParams): boolean => {
  const markets = ['market', 'condition']
    .flatMap((name) => query.getAll(name))
    .flatMap((text) => text.toLowerCase().split(','));
  return markets.length === 0 || markets.includes(conditionId);
};

const isBetween = (atMs: number, query: URLSearchParams): boolean => {
  const [start, end] = [query.get('start'), query.get('end')];
  return (
    (start === null || atMs >= Number(start) * 1000) && (end === null || atMs <= Number(end) * 1000)
  );
};

const tradeRow = (venue: Venue, { trade, leg }: TradedLeg) => {
  const market = venue.markets.find(trade.conditionId);
  return {
    proxyWallet: leg.wallet,
    side: leg.side,
    asset: leg.tokenId,
    conditionId: trade.conditionId,
    size: decimal(leg.shares),
    price: decimal(leg.price),
    timestamp: Math.floor(trade.matchedAtMs / 1000),
    title: market?.question ?? '',
    slug: market?.slug ?? '',
    icon: '',
    eventSlug: market?.event?.slug ?? market?.slug ?? '',
    outcome: market?.outcomes[leg.token] ?? '',
    outcomeIndex: leg.token,
    name: '',
    pseudonym: '',
    bio: '',
    profileImage: '',
    profileImageOptimized: '',
    transactionHash: trade.transactionHash ?? '',
  };
};

const resolutionOf = (market: Market) => ({
  condition_id: market.id,
  status: market.stage === 'resolved' ? 'resolved' : (market.oracle?.status ?? 'initialized'),
  extended_review: false,
  was_disputed: market.oracle?.wasDisputed ?? false,
  ...(market.oracle === undefined
    ? {}
    : { last_update_timestamp: new Date(market.oracle.sinceMs).toISOString() }),
  ...(market.oracle?.expectedSettlementMs == null
    ? {}
    : {
        expected_settlement_time: new Date(market.oracle.expectedSettlementMs).toISOString(),
        expected_settlement_time_basis: 'estimate',
      }),
  ...(market.stage !== 'resolved'
    ? {}
    : {
        payouts: ([0, 1] as const).map((token) => Number(outcomePrice(market, token)) * 1_000_000),
        resolution_source: 'reported',
        resolved_at: new Date(market.closedAtMs ?? 0).toISOString(),
      }),
});

/** v2 writes names with underscores, and calls the asset a token id. */
const renamed = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name === 'asset'
        ? 'token_id'
        : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as unknown,
    ]),
  );

const paged = (rows: readonly object[], query: URLSearchParams) => {
  const offset = offsetOf(query.get('cursor') ?? query.get('next_cursor'));
  const limit = Math.min(Number(query.get('limit') ?? ROWS_MAX) || ROWS_MAX, ROWS_MAX);
  const next = offset + limit;
  const next_cursor = next < rows.length ? cursorAt(next) : null;
  return { data: rows.slice(offset, next), pagination: { next_cursor } };
};

/** The Data API writes floats; they are for finding things, not for counting money. */
const decimal = (micro: bigint): number => Number(formatMicro(micro));

const percent = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100;
