/** Every refusal and failure the venue's documents list, each one a fault of its own. */
import { z } from 'zod';
import { failed } from '../../http/route.js';
import { defineFault } from '../fault.js';
import { readOrder } from './read-order.js';

type Row = {
  readonly status: number;
  /** `{id}` stands for the order's hash and `{addr}` for its maker. */
  readonly error: string;
  readonly subjects?: readonly string[];
  readonly more?: object;
  readonly headers?: Readonly<Record<string, string>>;
};

const POSTS = ['POST /order', 'POST /orders'];

const ROWS = {
  invalid_api_key: { status: 401, error: 'Unauthorized/Invalid api key' },
  invalid_l1_headers: {
    status: 401,
    error: 'Invalid L1 Request headers',
    subjects: ['POST /auth/api-key', 'GET /auth/derive-api-key'],
  },
  invalid_order_payload: { status: 400, error: 'Invalid order payload' },
  foreign_order_owner: {
    status: 400,
    error: 'the order owner has to be the owner of the API KEY',
  },
  foreign_order_signer: {
    status: 400,
    error: 'the order signer address has to be the address of the API KEY',
  },
  address_banned: { status: 400, error: "'{addr}' address banned" },
  closed_only_mode: { status: 400, error: "'{addr}' address in closed only mode" },
  maker_not_allowed: {
    status: 400,
    error: 'maker address not allowed, please use the deposit wallet flow',
  },
  order_version_mismatch: { status: 400, error: 'order_version_mismatch' },
  post_only_crosses: { status: 400, error: 'invalid post-only order: order crosses book' },
  post_only_wrong_type: {
    status: 400,
    error: 'invalid post-only order: only GTC and GTD order types are allowed',
  },
  price_off_tick: {
    status: 400,
    error: 'order {id} is invalid. Price (0.505) breaks minimum tick size rule: 0.01',
  },
  size_too_small: {
    status: 400,
    error: 'order {id} is invalid. Size (4) lower than the minimum: 5',
  },
  duplicated: { status: 400, error: 'order {id} is invalid. Duplicated.' },
  order_crosses_book: { status: 400, error: 'order {id} crosses the book' },
  not_enough_balance: {
    status: 400,
    error:
      'not enough balance / allowance: the balance is not enough -> balance: 0, sum of matched orders: 0, sum of active orders: 0, order amount: 1000000',
  },
  not_enough_balance_short: { status: 400, error: 'not enough balance / allowance' },
  invalid_nonce: { status: 400, error: 'invalid nonce' },
  invalid_expiration: { status: 400, error: 'invalid expiration' },
  marketable_buy_too_small: {
    status: 400,
    error: 'invalid amount for a marketable BUY order ($0.99), min size: $1',
  },
  canceled_in_contract: { status: 400, error: 'order canceled in the CTF exchange contract' },
  match_delayed: { status: 400, error: 'order match delayed due to market conditions' },
  fok_not_filled: {
    status: 400,
    error: "order couldn't be fully filled. FOK orders are fully filled or killed.",
  },
  fak_not_matched: {
    status: 400,
    error:
      'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.',
  },
  market_not_ready: {
    status: 400,
    error: 'the market is not yet ready to process new orders',
  },
  engine_nothing_matches: { status: 400, error: 'there are no matching orders' },
  engine_fok_killed: { status: 400, error: 'FOK orders are filled or killed' },
  engine_rounding_issues: { status: 500, error: 'the trade contains rounding issues' },
  engine_price_discrepancy: {
    status: 500,
    error:
      "the price of the taker's order has a discrepancy greater than allowed with the worst maker order",
  },
  too_many_orders: {
    status: 400,
    error: 'Too many orders in payload: 16, max allowed: 15',
    subjects: ['POST /orders'],
  },
  request_canceled: { status: 400, error: 'context canceled' },
  could_not_insert: { status: 500, error: 'could not insert order' },
  could_not_execute: { status: 500, error: 'could not run the execution' },
  order_timed_out: { status: 500, error: 'order timed out' },
  trading_disabled: {
    status: 503,
    error: 'Trading is currently disabled. Check polymarket.com for updates',
  },
  cancel_only: {
    status: 503,
    error:
      'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
  },
  post_only_mode: {
    status: 503,
    error: 'post-only mode: only post-only orders and cancels are allowed',
    more: { code: 'post_only_mode', retry_after_seconds: 120 },
    headers: { 'retry-after': '120' },
  },
  heartbeat_refused: {
    status: 400,
    error: 'Invalid Heartbeat ID',
    subjects: ['POST /v1/heartbeats'],
    more: { error_msg: 'Invalid Heartbeat ID', heartbeat_id: '' },
  },
  book_not_found: {
    status: 404,
    error: 'No orderbook exists for the requested token id',
    subjects: ['GET /book', 'GET /tick-size', 'GET /midpoint', 'GET /price', 'GET /spread'],
  },
  market_not_found: {
    status: 404,
    error: 'market not found',
    subjects: ['GET /clob-markets/:id', 'GET /markets/:id'],
  },
} as const satisfies Readonly<Record<string, Row>>;

type RowKind = keyof typeof ROWS;

const faultOfRow = ({ status, error, subjects = POSTS, more = {}, headers }: Row) =>
  defineFault({
    at: 'request',
    about: `Not obeyed; answers ${status} "${error}".`,
    parameters: z.strictObject({}),
    subjects,
    strike: ({ venue, request }) => {
      const order = readOrder(venue, request);
      const told = error.replace('{id}', order?.id ?? '0x').replace('{addr}', order?.maker ?? '0x');
      const answer = failed(status, told, more);
      return Promise.resolve(headers === undefined ? answer : { ...answer, headers });
    },
  });

export const refusalRows = Object.fromEntries(
  Object.entries(ROWS).map(([kind, row]) => [kind, faultOfRow(row)]),
) as Readonly<Record<RowKind, ReturnType<typeof faultOfRow>>>;
