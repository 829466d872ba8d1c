/** Every body in the tests of the venue's own Rust client, and every logged error: read, or left for a reason. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fee } from '@sluice/domain';
import { readBookMessage } from './book-messages.js';
import { readCancellation } from './cancel-order.js';
import { everyCancellation } from './cancel-orders.js';
import { eventsFrom } from './follow-user.js';
import { pageFrom } from './list-fills.js';
import { marketsPageFrom } from './list-markets.js';
import { readPlacement } from './place-order.js';
import { healthFrom } from './probe-venue.js';
import { marketFrom } from './read-listing.js';
import { answered, fixture, fixtureFolder, haveFixtures } from './testing/recorded.js';

type Entry = {
  readonly suite: string;
  readonly test: string;
  readonly kind: 'request' | 'response' | 'message';
  readonly body: unknown;
};

const entriesOf = (file: string): readonly Entry[] =>
  haveFixtures ? (fixture(`wire-rs-sdk/${file}`) as readonly Entry[]) : [];
const entries = [...entriesOf('clob.json'), ...entriesOf('websocket.json')];
const nameOf = ({ suite, test, kind }: Entry): string => `${suite} ${test} ${kind}`;
const ok = (body: unknown) => answered(200, body);

const listing = (body: unknown) =>
  expect(marketsPageFrom(ok(body))).toMatchObject({
    nextCursor: 'next',
    open: [expect.any(String)],
  });

const READ: Readonly<Record<string, (body: never) => unknown>> = {
  'clob/unauthenticated sampling_markets_should_succeed response': (body: {
    data: readonly unknown[];
  }) => {
    listing(body);
    expect(marketFrom(ok(body.data[0]), '1')).toMatchObject({
      ...{ closed: false, negRiskEvent: undefined },
      question: 'Will BTC close above $50k today?',
    });
  },
  'clob/unauthenticated sampling_simplified_markets_should_succeed response': listing,
  'clob/authenticated closed_only_mode_should_succeed response': (body) =>
    expect(
      healthFrom({
        ...{ version: ok({ version: 2 }), time: { answer: ok(1_700_000_000), halfwayMs: 0 } },
        ...{ closedOnly: ok(body), heard: 'open' },
      }).condition,
    ).toBe('closed_only'),
  'clob/authenticated post_order_should_accept_transactions_hashes_alias response': (body: {
    orderID: string;
  }) =>
    expect(readPlacement(ok(body), body.orderID)).toEqual({
      ...{ kind: 'accepted', venueStatus: 'matched' },
    }),
  'clob/authenticated cancel_order_should_accept_snake_case_not_canceled response': (body) =>
    expect(readCancellation(ok(body), '1')).toEqual({
      ...{ kind: 'not_cancelled', detail: 'the order is already canceled' },
    }),
  'clob/authenticated cancel_all_orders_should_succeed message': (body) =>
    expect(everyCancellation(ok(body))).toEqual({
      cancelled: ['2'],
      notCancelled: new Map([['1', 'the order is already canceled']]),
    }),
  'clob/authenticated trades_should_succeed response': (body) =>
    expect(pageFrom(ok(body))).toMatchObject({
      nextCursor: 'next',
      rows: [{ id: '1', size: '12.5', maker_orders: [{}, { matched_amount: '7.5' }] }],
    }),
  'websocket/payloads book message': (body) =>
    expect(readBookMessage(body)).toMatchObject({
      kind: 'snapshot',
      bids: [{ price: 480_000n, shares: 30_000_000n }, {}, { price: 500_000n }],
      asks: [{ price: 520_000n }, {}, { price: 540_000n }],
    }),
  'websocket/payloads trade message': async (body: { maker_orders: { owner: string }[] }) =>
    expect(
      await eventsFrom(body, {
        ...{ wallet: '', apiKey: body.maker_orders[0]?.owner ?? '' },
        ...{ signedShares: () => undefined, feeSchedules: () => Promise.resolve(fee.noFee) },
      }),
    ).toMatchObject([
      { kind: 'fill', fill: { status: 'matched', shares: 10_000_000n, amountUsd: 5_700_000n } },
    ]),
};

const PRICES = 'prices are taken from books, which carry their sizes';
const REQUEST = 'a request, which we do not read; the client under it writes ours';
const REWARDS = 'rewards are not followed: no decision rests on them';
const NOT_READ: Readonly<Record<string, string>> = {
  'clob/unauthenticated midpoint_should_succeed response': PRICES,
  'clob/unauthenticated price_should_succeed response': PRICES,
  'clob/unauthenticated all_prices_should_succeed response': PRICES,
  'clob/unauthenticated price_history_with_range_should_succeed response': PRICES,
  'clob/unauthenticated spreads_should_succeed request': REQUEST,
  'clob/unauthenticated spreads_should_succeed response': PRICES,
  'clob/unauthenticated neg_risk_should_succeed response': 'told by the terms of the market',
  'clob/unauthenticated order_books_should_succeed request': REQUEST,
  'clob/unauthenticated last_trades_prices_should_succeed request': REQUEST,
  'clob/unauthenticated last_trades_prices_should_succeed response': PRICES,
  'clob/unauthenticated check_geoblock_should_succeed response':
    'of the web site, not of the venue: it says where a person is, and orders tell a block themselves',
  'clob/authenticated cancel_order_should_accept_snake_case_not_canceled request': REQUEST,
  'clob/authenticated update_balance_allowance_should_succeed response':
    'empty: the refreshed balance is read by itself',
  'clob/authenticated are_orders_scoring_should_succeed request': REQUEST,
  'clob/authenticated are_orders_scoring_should_succeed response': REWARDS,
  'clob/authenticated total_earnings_for_user_for_day_should_succeed response': REWARDS,
  'clob/authenticated reward_percentages_should_succeed response': REWARDS,
  'clob/authenticated raw_rewards_for_market_should_succeed response': REWARDS,
  'clob/builder_authenticated builder_trades_should_succeed response':
    "trades of a builder's customers, not of our wallet",
};

/** Folders and files of recorded wire that no channel of this adapter carries. */
const OUT_OF_SCOPE: Readonly<Record<string, string>> = {
  'bridge.json': 'deposits between chains',
  'data.json': 'the data service, read for positions only: recorded-frames.spec',
  'gamma.json': 'the catalogue of the web site',
};

(haveFixtures ? describe : describe.skip)("what the venue's own client expects of it", () => {
  it('is all read, or left for a reason', () => {
    const known = [...Object.keys(READ), ...Object.keys(NOT_READ)];
    expect(entries.map(nameOf).sort()).toEqual(known.sort());
  });

  it('is in files that are read, or left for a reason', () => {
    const files = readdirSync(fixtureFolder('wire-rs-sdk')).filter((name) => name !== 'README.md');
    const known = ['clob.json', 'websocket.json', ...Object.keys(OUT_OF_SCOPE)];
    expect(files.sort()).toEqual(known.sort());
  });

  it('is in folders that are walked', () => {
    const folders = readdirSync(fixtureFolder('')).filter((name) => name.startsWith('wire-'));
    expect(folders.sort()).toEqual(['wire-2026-10', 'wire-misc', 'wire-nautilus', 'wire-rs-sdk']);
  });

  it.each(Object.keys(READ))('is understood: %s', async (name) => {
    const entry = entries.find((one) => nameOf(one) === name);
    await READ[name]?.(entry?.body as never);
    expect.hasAssertions();
  });
});

(haveFixtures ? describe : describe.skip)('errors of the venue, as they were logged', () => {
  const logged = (haveFixtures ? fixture('wire-misc/clob-errors.json') : []) as readonly {
    readonly http_status: number;
    readonly body: { readonly error: string };
  }[];

  it('prove that nothing was taken, and why', () => {
    expect(
      logged.map(({ http_status, body }) => readPlacement(answered(http_status, body), '0x1')),
    ).toEqual([
      {
        kind: 'rejected',
        reason: 'invalid order version, please use the latest clob-client',
        condition: 'version_changed',
      },
      {
        kind: 'rejected',
        reason: expect.stringMatching(/^invalid amounts, the market buy orders/),
      },
    ]);
    expect(readdirSync(fixtureFolder('wire-misc')).sort()).toEqual([
      'README.md',
      'clob-errors.json',
    ]);
  });
});
