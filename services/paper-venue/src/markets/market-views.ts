/** A market in the shapes of the CLOB and of Gamma. */
import { formatMicro, ONE } from '../amounts/micro.js';
import { PUSD } from '../chain/venue-addresses.js';
import type { TokenIndex } from '../matching/order-book.js';
import { bestPrices } from './book-summary.js';
import { isNegRisk, type MarketEvent } from './market-traits.js';
import type { Market } from './market.js';
import { REWARDS } from './scoring.js';

const SETTLED = ['0', '1'] as const;

/** GET /markets/{condition id}. */
export const clobMarket = (market: Market) => ({
  enable_order_book: market.stage === 'open',
  active: true,
  closed: market.stage !== 'open',
  archived: false,
  accepting_orders: market.stage === 'open',
  accepting_order_timestamp: isoSeconds(market.listedAtMs),
  minimum_order_size: decimal(market.minSize),
  minimum_tick_size: decimal(market.tick),
  condition_id: market.id,
  question_id: market.questionId,
  question: market.question,
  description: market.question,
  market_slug: market.slug,
  end_date_iso: isoSeconds(market.closedAtMs ?? market.listedAtMs),
  game_start_time: market.startsAtMs === null ? null : isoSeconds(market.startsAtMs),
  seconds_delay: market.secondsDelay,
  maker_base_fee: 0,
  taker_base_fee: 0,
  notifications_enabled: false,
  neg_risk: isNegRisk(market),
  neg_risk_market_id: market.event?.negRiskMarketId ?? '',
  neg_risk_request_id: isNegRisk(market) ? market.questionId : '',
  is_50_50_outcome: market.stage === 'resolved' && market.winner === null,
  icon: '',
  image: '',
  fpmm: '',
  rewards: rewardsOf(market),
  tokens: ([0, 1] as const).map((token) => ({
    token_id: market.tokenIds[token],
    outcome: market.outcomes[token],
    price: decimalText(outcomePrice(market, token)),
    winner: market.winner === token,
  })),
  tags: ['paper'],
});

/** GET /simplified-markets. */
export const simplifiedMarket = (market: Market) => {
  const { condition_id, tokens, rewards, active, closed, archived, accepting_orders } =
    clobMarket(market);
  return { condition_id, tokens, rewards, active, closed, archived, accepting_orders };
};

/** Gamma's GET /events: an event with all its markets. */
export const gammaEvent = (event: MarketEvent, markets: readonly Market[]) => ({
  ...eventSummary(event),
  description: event.title,
  active: true,
  closed: markets.every(({ stage }) => stage !== 'open'),
  archived: false,
  enableOrderBook: true,
  ...(event.negRiskMarketId === null
    ? {}
    : { enableNegRisk: true, negRiskMarketID: event.negRiskMarketId }),
  markets: markets.map(gammaMarket),
});

const eventSummary = (event: MarketEvent) => ({
  id: event.id,
  ticker: event.slug,
  slug: event.slug,
  title: event.title,
  negRisk: event.negRiskMarketId !== null,
});

const rewardsOf = (market: Market) => ({
  rates:
    market.stage === 'open'
      ? [{ asset_address: PUSD, rewards_daily_rate: REWARDS.perDayUsd }]
      : null,
  min_size: decimal(REWARDS.minSize),
  max_spread: cents(REWARDS.maxSpread),
});

/** GET /clob-markets/{condition id}. */
export const clobMarketInfo = (market: Market) => ({
  c: market.id,
  t: [
    { t: market.tokenIds[0], o: market.outcomes[0] },
    { t: market.tokenIds[1], o: market.outcomes[1] },
  ],
  mts: decimal(market.tick),
  mos: decimal(market.minSize),
  mbf: 0,
  tbf: 0,
  ao: market.stage === 'open',
  aot: isoSeconds(market.listedAtMs),
  ...(market.feeRate === 0n ? {} : { fd: { r: decimal(market.feeRate), e: 1, to: true } }),
  r: {
    mi: decimal(REWARDS.minSize),
    ma: cents(REWARDS.maxSpread),
    e: true,
    moas: REWARDS.minAgeMs / 1000,
  },
  ...(isNegRisk(market) ? { nr: true } : {}),
  ...(market.takerDelayMs > 0 ? { itode: true } : {}),
  ...(market.secondsDelay > 0 ? { sd: market.secondsDelay } : {}),
  ...(market.startsAtMs === null ? {} : { gst: isoSeconds(market.startsAtMs) }),
  ...(market.clearBookOnStart ? { cbos: true } : {}),
  v: market.protocol,
});

/** Gamma numbers its markets; the number says nothing. */
export const gammaId = ({ id }: Pick<Market, 'id'>): string => BigInt(id.slice(0, 10)).toString();

/** Gamma's GET /markets: three of its arrays are JSON inside a string. */
export const gammaMarket = (market: Market) => {
  const { bid, ask } = bestPrices(market, 0);
  return {
    id: gammaId(market),
    question: market.question,
    conditionId: market.id,
    questionID: market.questionId,
    slug: market.slug,
    description: market.question,
    // The first version's market makers are gone, their field is not.
    marketMakerAddress: '',
    version: market.protocol,
    outcomes: JSON.stringify(market.outcomes),
    outcomePrices: JSON.stringify([outcomePrice(market, 0), outcomePrice(market, 1)]),
    ...(market.protocol === 'v2'
      ? { clobTokenIds: null, positionIds: market.tokenIds }
      : { clobTokenIds: JSON.stringify(market.tokenIds) }),
    active: true,
    closed: market.stage !== 'open',
    archived: false,
    acceptingOrders: market.stage === 'open',
    enableOrderBook: true,
    negRisk: isNegRisk(market),
    ...(isNegRisk(market)
      ? {
          negRiskMarketID: market.event?.negRiskMarketId,
          negRiskRequestID: market.questionId,
          negRiskOther: false,
        }
      : {}),
    ...(market.event === null ? {} : { events: [eventSummary(market.event)] }),
    secondsDelay: market.secondsDelay,
    clearBookOnStart: market.clearBookOnStart,
    ...(market.startsAtMs === null
      ? {}
      : { gameStartTime: new Date(market.startsAtMs).toISOString() }),
    rewardsMinSize: decimal(REWARDS.minSize),
    rewardsMaxSpread: cents(REWARDS.maxSpread),
    startDate: new Date(market.listedAtMs).toISOString(),
    ...(market.closedAtMs === null
      ? {}
      : {
          endDate: new Date(market.closedAtMs).toISOString(),
          closedTime: new Date(market.closedAtMs).toISOString(),
        }),
    ...(market.stage === 'resolved'
      ? { umaResolutionStatus: 'resolved' }
      : market.oracle === undefined
        ? {}
        : { umaResolutionStatus: market.oracle.status }),
    orderPriceMinTickSize: decimal(market.tick),
    orderMinSize: decimal(market.minSize),
    feesEnabled: market.feeRate > 0n,
    feeSchedule: { exponent: 1, rate: decimal(market.feeRate), takerOnly: true, rebateRate: 0 },
    ...(bid === undefined ? {} : { bestBid: decimal(bid) }),
    ...(ask === undefined ? {} : { bestAsk: decimal(ask) }),
  };
};

/** What each outcome pays when a market ends at neither. */
const HALF = '0.5';

/** The settled price after resolution, else the middle of the book. */
export const outcomePrice = (market: Market, token: TokenIndex): string => {
  if (market.winner !== null) return SETTLED[market.winner === token ? 1 : 0];
  if (market.stage === 'resolved') return HALF;
  const { bid, ask } = bestPrices(market, token);
  return formatMicro(((bid ?? 0n) + (ask ?? ONE)) / 2n);
};

/** Ticks, sizes and rates are JSON numbers on the wire; they are exact at six places. */
const decimal = (micro: bigint): number => Number(formatMicro(micro));
const decimalText = (text: string): number => Number(text);

/** A spread is told in cents. */
const cents = (micro: bigint): number => decimal(micro * 100n);

const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
