import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { fee, type money } from '@sluice/domain';
import { readBookMessage } from './book-messages.js';
import { booksFrom } from './read-books.js';
import { everyCancellation } from './cancel-orders.js';
import { eventsFrom } from './follow-user.js';
import { readTrade } from './venue-trade.js';
import { evidenceFrom } from './look-up-order.js';
import { openOrdersFrom } from './list-open-orders.js';
import { positionsFrom } from './list-positions.js';
import { termsFrom } from './market-terms.js';
import { readPlacement } from './place-order.js';
import { balanceFrom } from './read-balance.js';
import { marketFrom } from './read-listing.js';
import { answered, fixture, fixtureFolder, fixtureText, haveFixtures } from './testing/recorded.js';
import { messagesOf } from './venue-socket.js';

type Frame = { readonly owner?: string; readonly maker_address?: string; readonly id?: string };

const user = async (frame: Frame) => {
  const events = await eventsFrom(
    // Files hold the message without its envelope; the channel always sends one.
    { event_type: 'taker_order_id' in frame ? 'trade' : 'order', ...frame },
    {
      ...{ wallet: frame.maker_address ?? '', apiKey: frame.owner ?? '' },
      ...{ signedShares: () => undefined, feeSchedules: () => Promise.resolve(fee.noFee) },
    },
  );
  expect(events.length).toBeGreaterThan(0);
};
const market = (frame: unknown) => expect(readBookMessage(frame).kind).not.toBe('other');
const other = (frame: unknown) => expect(readBookMessage(frame).kind).toBe('other');
const placement = (kind: string) => (body: { orderID?: string }) =>
  expect(readPlacement(answered(200, body), body.orderID ?? '0x0').kind).toBe(kind);
const ok = (body: unknown) => answered(200, body);

/** How each recorded answer or frame of the venue is read; anything new has to be added. */
const READ: Readonly<Record<string, (body: never) => unknown>> = {
  'wire-nautilus/rust/clob_book_response.json': (body) =>
    expect(booksFrom([body], '')).toHaveLength(1),
  'wire-nautilus/rust/clob_market_closed_binary_accepting_true.json': (body) =>
    expect(marketFrom(ok(body), '')).toMatchObject({ closed: true }),
  'wire-nautilus/rust/data_api_positions_response.json': (body) =>
    expect(positionsFrom(ok(body), 0).rows).toHaveLength(3),
  'wire-nautilus/rust/http_balance_allowance_collateral.json': (body) =>
    expect(balanceFrom(body)).toBeGreaterThan(0n),
  'wire-nautilus/rust/http_batch_cancel_response.json': (body) =>
    expect(everyCancellation(ok(body)).cancelled).toHaveLength(2),
  'wire-nautilus/rust/http_cancel_response_ok.json': (body) =>
    expect(everyCancellation(ok(body)).cancelled).toHaveLength(1),
  'wire-nautilus/rust/http_open_order.json': (body: Frame) =>
    expect(
      evidenceFrom(ok(body), { orderHash: body.id ?? '', signedShares: undefined }),
    ).toMatchObject({ status: 'live', matchedShares: 25_000_000n }),
  'wire-nautilus/rust/http_open_orders_page.json': (body) =>
    expect(openOrdersFrom(ok(body), { signedShares: () => undefined }).rows).toHaveLength(2),
  'wire-nautilus/rust/http_order_response_failed.json': placement('rejected'),
  'wire-nautilus/rust/http_order_response_ok.json': placement('accepted'),
  'wire-nautilus/rust/http_trade_report.json': user,
  'wire-nautilus/rust/ws_book_snapshot.json': market,
  'wire-nautilus/rust/ws_last_trade.json': other,
  'wire-nautilus/rust/ws_market_best_bid_ask_msg.json': other,
  'wire-nautilus/rust/ws_market_book_msg.json': market,
  'wire-nautilus/rust/ws_market_last_trade_msg.json': other,
  'wire-nautilus/rust/ws_market_new_market_msg.json': other,
  'wire-nautilus/rust/ws_market_price_change_msg.json': market,
  'wire-nautilus/rust/ws_market_resolved_msg.json': (body) =>
    expect(readBookMessage(body)).toMatchObject({ kind: 'resolved' }),
  'wire-nautilus/rust/ws_market_tick_size_msg.json': market,
  'wire-nautilus/rust/ws_user_order_cancellation.json': user,
  'wire-nautilus/rust/ws_user_order_placement.json': user,
  'wire-nautilus/rust/ws_user_order_update.json': user,
  'wire-nautilus/rust/ws_user_trade.json': user,
  'wire-nautilus/rust/ws_user_trade_msg.json': user,
  'wire-nautilus/python/http_responses__book.json': (body) =>
    expect(booksFrom([body], '')).toHaveLength(1),
  'wire-nautilus/python/ws_messages__book.json': (body) => [body].flat().forEach(market),
  'wire-nautilus/python/ws_messages__order_placement.json': user,
  'wire-nautilus/python/ws_messages__price_change_v2.json': market,
  // Of a maker whose wallet the file does not tell in our place; its shape is what counts here.
  'wire-nautilus/python/ws_messages__user_trade1.json': (body) =>
    expect(readTrade(body).maker_orders.length).toBeGreaterThan(0),
  'wire-2026-10/book-v2.json': (body) => expect(booksFrom([body], '')).toHaveLength(1),
  'wire-2026-10/clob-markets-v2.json': (body) =>
    expect(termsFrom(ok(body), '')).toMatchObject({ orderVersion: 3 }),
  'wire-2026-10/clob-markets-v2-62hex-not-found.404.json': (body) =>
    expect(termsFrom(answered(404, body), '')).toBeUndefined(),
  'wire-2026-10/ws-user-order-fok-buy-pusd-size.json': user,
};

/** Not ours to read, and why. */
const NOT_READ: Readonly<Record<string, string>> = {
  'wire-nautilus/rust/clob_fee_rate_response_zero.json': 'a fee of the first protocol',
  'wire-nautilus/rust/http_signed_order.json': 'a request',
  'wire-nautilus/python/http_responses__market.json': 'a listing of the first protocol',
  'wire-2026-10/ws-market-frames-2026-09-30.jsonl': 'lines of frames, read below',
  'wire-2026-10/ws-market-v2-session.jsonl': 'lines of frames, read below',
};
const OTHER_SERVICES = /\/(gamma|data|data_api_trades|rtds|README)[-_.]/;

(haveFixtures ? describe : describe.skip)('what others recorded of the venue', () => {
  const folders = ['wire-nautilus/rust', 'wire-nautilus/python', 'wire-2026-10'];
  const files = haveFixtures
    ? folders
        .flatMap((folder) => readdirSync(fixtureFolder(folder)).map((name) => `${folder}/${name}`))
        .filter((file) => READ[file] !== undefined || !OTHER_SERVICES.test(file))
    : [];

  it('is all read, or left for a reason', () => {
    const known = [...Object.keys(READ), ...Object.keys(NOT_READ)];
    expect([...files].sort()).toEqual(known.sort());
  });

  it.each(Object.keys(READ))('is understood in %s', async (file) => {
    await READ[file]?.(fixture(file) as never);
  });

  it('is understood in every frame of the market channel', () => {
    const lines = (file: string) =>
      fixtureText(file)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, string>);
    const frames = [
      ...lines('wire-2026-10/ws-market-frames-2026-09-30.jsonl').map((line) => line['payloadUtf8']),
      ...lines('wire-2026-10/ws-market-v2-session.jsonl')
        .filter(({ dir }) => dir === 'recv')
        .map((line) => line['data']),
    ];
    const kinds = frames
      .flatMap((frame) => messagesOf(frame ?? ''))
      .map((message) => readBookMessage(message).kind);
    expect(new Set(kinds)).toEqual(new Set(['snapshot', 'changes', 'other']));
  });

  it('keeps the end of a GTD order apart from a cancellation', async () => {
    const file = 'wire-nautilus/rust/ws_user_order_cancellation.json';
    const frame = { event_type: 'order', ...(fixture(file) as object), order_type: 'GTD' };
    const statusAt = async (expiration: string) => {
      const [event] = await eventsFrom(
        { ...frame, expiration },
        {
          ...{
            wallet: '',
            apiKey: '',
            signedShares: (): money.MicroShares | undefined => undefined,
          },
          feeSchedules: () => Promise.resolve(fee.noFee),
        },
      );
      return event?.kind === 'order' ? event.update.status : undefined;
    };
    expect(await statusAt('1703875265')).toBe('expired');
    expect(await statusAt('1703875266')).toBe('cancelled');
    expect(await statusAt('0')).toBe('cancelled');
  });
});
