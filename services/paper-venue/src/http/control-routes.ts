/** The levers of the paper venue, which the real one does not have. */
import { getAddress } from 'viem';
import { z } from 'zod';
import { formatMicro, parseMicro } from '../amounts/micro.js';
import type { Address } from '../chain/venue-chain.js';
import { whyNotEnding, type Ending } from '../markets/close-market.js';
import { outcomePrice } from '../markets/market-views.js';
import type { Venue } from '../venue.js';
import { failed, ok, readBody, type Routes } from './route.js';
import type { Market } from '../markets/market.js';

export type Control = {
  /** Starts tapes that wait. */
  start(): void;
  fund(wallet: Address, microUsd: bigint): Promise<void>;
  resolve(market: Market, ending: Ending): Promise<Market>;
};

export const CONTROL_HELP = `
  GET  /control/state                                   markets, orders, unsettled trades
  POST /control/start                                   start tapes held by --wait
  POST /control/fund             {wallet, usd}          mint pUSD and gas, e.g. {"usd":"100"}
  POST /control/resolve          {market, winner}       close now; market = condition id or slug,
                                 winner = 0 | 1 | "both" (half a dollar each)
  POST /control/deposit-wallets  {owner, wallet}        tell the venue of a type-3 wallet
  POST /control/hand/order       {wallet, tokenId, side, price, size, orderType, owner}
                                 somebody trades by hand on that wallet
  POST /control/hand/fill        {orderId, shares}      the crowd takes from a resting order
  POST /control/hand/remove      {orderId, status}      the venue removes it, as INVALID unless said otherwise
  POST /control/hand/redeem      {wallet, conditionId, by}
                                 its positions vanish; by = auto_redeemer | owner
  POST /control/hand/revoke      {wallet, token, spender}
                                 an approval is missing; token = collateral | positions | positions_v2
  GET  /control/faults                                  what is armed, scheduled and has fired
  GET  /control/faults/kinds                            every fault, its meaning and its parameters
  POST /control/faults           {fault, endpoint, times, probability, parameters}
                                 e.g. {"fault":"reset_after_accept","endpoint":"POST /order"}
  POST /control/faults/schedule  {seed, rate, faults}   strike this share of all occasions
  DELETE /control/faults                                forget all faults`;

export const controlRoutes = (venue: Venue, control: Control): Routes => ({
  'GET /control/state': () => ok(stateOf(venue)),
  'POST /control/start': () => {
    control.start();
    return ok({ started: true });
  },
  'POST /control/fund': async (request) => {
    const read = readBody(request, z.object({ wallet: address, usd: decimal }));
    if (!read.read) return read.answer;
    const { wallet, usd } = read.value;
    await control.fund(wallet, usd);
    return ok({
      wallet,
      balance: (await venue.holdings.read(wallet, 'COLLATERAL')).balance.toString(),
    });
  },
  'POST /control/resolve': async (request) => {
    const winner = z.union([z.literal(0), z.literal(1), z.literal('both')]);
    const read = readBody(request, z.object({ market: z.string().max(200), winner }));
    if (!read.read) return read.answer;
    const named = read.value.market;
    const market = venue.markets.find(named) ?? venue.markets.bySlug(named);
    if (market === undefined) return failed(404, 'market not found');
    const whyNot = whyNotEnding(venue, market, read.value.winner);
    if (whyNot !== undefined) return failed(400, 'Invalid payload', { detail: whyNot });
    return ok(marketState(await control.resolve(market, read.value.winner)));
  },
  'POST /control/deposit-wallets': (request) => {
    const read = readBody(request, z.object({ owner: address, wallet: address }));
    if (!read.read) return read.answer;
    venue.depositWallets.register(read.value.owner, read.value.wallet);
    return ok(read.value);
  },
});

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')
  .transform((text): Address => getAddress(text));

const decimal = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'not a decimal of at most six places')
  .transform(parseMicro);

const stateOf = (venue: Venue) => ({
  now: venue.nowMs(),
  house: venue.chain.house,
  rpc: venue.chain.rpcUrl,
  markets: venue.markets.all().map(marketState),
  orders: venue.orders.count(),
  openOrders: venue.orders.live().length,
  unsettledTrades: venue.trades.unsettled().length,
});

const marketState = (market: Market) => ({
  conditionId: market.id,
  slug: market.slug,
  tokenIds: market.tokenIds,
  outcomes: market.outcomes,
  stage: market.stage,
  winner: market.winner,
  tick: formatMicro(market.tick),
  price: outcomePrice(market, 0),
  tapePosition: market.tapePosition,
});
