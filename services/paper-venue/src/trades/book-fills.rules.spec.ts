/** Money and shares are conserved by every trade, whichever tokens and sides met. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Hex } from '../chain/venue-chain.js';
import { createFaults } from '../faults/create-faults.js';
import { memoryJournal } from '../journal/journal.js';
import { PLAIN_TRAITS } from '../markets/market-traits.js';
import { createMarkets } from '../markets/market.js';
import { yesPrice, type Fill, type TokenIndex } from '../matching/order-book.js';
import { createOrders, type VenueOrder } from '../orders/order.js';
import { createFakeVenueChain, HOUSE } from '../testing/fake-venue-chain.js';
import type { Venue } from '../venue.js';
import { tradesOfHouse, tradesOfTaker } from './book-fills.js';
import { legsOf, type VenueTrade } from './trade.js';

const journal = memoryJournal();
const id = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;

const market = createMarkets(journal).list({
  ...PLAIN_TRAITS,
  id: id(1),
  onChain: { kind: 'standard', conditionId: id(1), tokenIds: ['1', '2'] },
  questionId: id(2),
  tokenIds: ['1', '2'],
  slug: 'coin',
  question: 'Heads?',
  outcomes: ['Yes', 'No'],
  feeRate: 50_000n,
  minSize: 5_000_000n,
  tick: 10_000n,
  listedAtMs: 0,
  stage: 'open',
  winner: null,
  closedAtMs: null,
  tapePosition: 0,
});

const order = (n: number, more: Partial<VenueOrder>): VenueOrder => ({
  id: id(n),
  owner: `key ${n}`,
  wallet: HOUSE,
  conditionId: market.id,
  token: 0,
  tokenId: '1',
  side: 'BUY',
  orderType: 'GTC',
  postOnly: false,
  price: 500_000n,
  shares: 10n ** 12n,
  dollars: null,
  matchedShares: 0n,
  matchedDollars: 0n,
  signed: { makerAmount: 10n ** 12n, builder: id(0), metadata: id(0) },
  status: 'LIVE',
  reason: '',
  tradeIds: [],
  expiration: 0,
  createdAtMs: 0,
  ...more,
});

/** Splitting and merging turn a dollar into one share of each token, and nothing else does. */
const expectConserved = (trade: VenueTrade): void => {
  const moved = { usd: 0n, tokens: [0n, 0n] as [bigint, bigint] };
  for (const leg of legsOf(trade)) {
    const bought = leg.side === 'BUY';
    moved.usd += bought ? -leg.dollars : leg.dollars;
    moved.tokens[leg.token] += bought ? leg.shares : -leg.shares;
  }
  expect(moved.tokens[0]).toBe(moved.tokens[1]);
  expect(moved.usd).toBe(-moved.tokens[0]);
};

const token = fc.constantFrom<TokenIndex>(0, 1);
const micro = fc.bigInt({ min: 1n, max: 10n ** 9n });
const price = fc.integer({ min: 1, max: 999 }).map((tick) => BigInt(tick) * 1_000n);

describe('a trade', () => {
  it('gives one party exactly what it takes from the other', () => {
    const each = fc.record({ shares: micro, token, house: fc.boolean() });
    fc.assert(
      fc.property(
        token,
        fc.boolean(),
        price,
        fc.array(each, { minLength: 1, maxLength: 5 }),
        (mine, buys, at, makers) => {
          const orders = createOrders(journal);
          const venue = {
            orders,
            chain: createFakeVenueChain(),
            nowMs: () => 0,
            faults: createFaults(
              () => 0,
              () => undefined,
            ),
          } as unknown as Venue;
          const taker = orders.put(
            order(9, {
              token: mine,
              tokenId: market.tokenIds[mine],
              side: buys ? 'BUY' : 'SELL',
              price: yesPrice(mine, at),
            }),
          );
          const fills = makers.map((one, index): Fill => {
            if (one.house) return { price: at, shares: one.shares, maker: 'house' };
            const facing = (one.token === mine) === buys ? 'SELL' : 'BUY';
            const resting = orders.put(
              order(10 + index, {
                token: one.token,
                tokenId: market.tokenIds[one.token],
                side: facing,
                price: yesPrice(one.token, at),
              }),
            );
            const { id: restingId, token: its, side } = resting;
            const maker = {
              id: restingId,
              token: its,
              side,
              price: at,
              remaining: 0n,
              houseAhead: 0n,
            };
            return { price: at, shares: one.shares, maker };
          });
          for (const trade of tradesOfTaker(venue, market, taker, fills)) expectConserved(trade);
          for (const trade of tradesOfHouse(venue, market, fills)) expectConserved(trade);
        },
      ),
      { numRuns: 200 },
    );
  });
});
