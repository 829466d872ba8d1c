/** The levers for what others do: a person trades by hand on the wallet, the crowd fills, the venue removes. */
import { randomBytes, randomUUID } from 'node:crypto';
import { getAddress, zeroHash } from 'viem';
import { z } from 'zod';
import { assetOf } from '../accounts/reserved.js';
import { notional, parseMicro } from '../amounts/micro.js';
import { domainOf, orderHash, type SignedOrder } from '../auth/order-typed-data.js';
import { VenueChainError } from '../chain/chain-access.js';
import type { Address, Hex } from '../chain/venue-chain.js';
import { fillByCrowd } from '../faults/cancels/fill-by-crowd.js';
import { withdraw } from '../orders/cancel-orders.js';
import { decide } from '../orders/place-order.js';
import type { Venue } from '../venue.js';
import { failed, ok, readBody, type Answer, type Routes } from './route.js';

export const handRoutes = (venue: Venue): Routes => ({
  'POST /control/hand/order': async (request) => {
    const read = readBody(request, handOrder);
    return read.read ? placeByHand(venue, read.value) : read.answer;
  },
  'POST /control/hand/fill': (request) => {
    const read = readBody(request, z.strictObject({ orderId, shares: decimal }));
    if (!read.read) return read.answer;
    const order = venue.orders.find(read.value.orderId);
    if (order?.status !== 'LIVE') return failed(404, 'orderId: no such order rests');
    const trades = fillByCrowd(venue, order, read.value.shares);
    return ok({ tradeIds: trades.map(({ id }) => id) });
  },
  'POST /control/hand/remove': (request) => {
    const status = z.enum(['INVALID', 'CANCELED', 'CANCELED_MARKET_RESOLVED']).default('INVALID');
    const read = readBody(request, z.strictObject({ orderId, status }));
    if (!read.read) return read.answer;
    const order = venue.orders.find(read.value.orderId);
    if (order?.status !== 'LIVE') return failed(404, 'orderId: no such order rests');
    return ok({ removed: withdraw(venue, [order], read.value.status) });
  },
  'POST /control/hand/redeem': async (request) => {
    const by = z.enum(['auto_redeemer', 'owner']);
    const read = readBody(request, z.strictObject({ wallet, conditionId, by }));
    if (!read.read) return read.answer;
    const market = venue.markets.find(read.value.conditionId);
    if (market === undefined) return failed(404, 'conditionId: no such market is listed');
    return told(venue.chain.redeemByHand?.({ ...read.value, ...market.onChain }));
  },
  'POST /control/hand/revoke': async (request) => {
    const token = z.enum(['collateral', 'positions', 'positions_v2']);
    const read = readBody(request, z.strictObject({ wallet, token, spender: wallet }));
    return read.read ? told(venue.chain.revokeByHand?.(read.value)) : read.answer;
  },
});

/** What the chain refuses is the asker's to know. */
const told = async (
  sent: Promise<{ readonly transactionHash: Hex }> | undefined,
): Promise<Answer> => {
  try {
    const done = await sent;
    return done === undefined
      ? failed(404, 'not found')
      : ok({ transactionHash: done.transactionHash });
  } catch (error) {
    if (error instanceof VenueChainError) return failed(409, error.message);
    throw error;
  }
};

type HandOrder = z.output<typeof handOrder>;

/** Checked, matched and booked like any order; only its signature is not asked for. */
const placeByHand = async (venue: Venue, asked: HandOrder): Promise<Answer> => {
  const { wallet, tokenId, side, price, size, orderType, expiration } = asked;
  const listed = venue.markets.byToken(tokenId);
  if (listed === undefined) return failed(404, 'tokenId: no such market is listed');
  const [key] = venue.keys.ofWallet(wallet);
  const dollars = notional(size, price);
  const signed: SignedOrder = {
    salt: BigInt(`0x${randomBytes(5).toString('hex')}`),
    maker: wallet,
    signer: wallet,
    tokenId,
    makerAmount: side === 'BUY' ? dollars : size,
    takerAmount: side === 'BUY' ? size : dollars,
    side,
    signatureType: 0,
    timestamp: BigInt(venue.nowMs()),
    metadata: zeroHash,
    builder: zeroHash,
    signature: '0x',
  };
  await venue.holdings.read(wallet, assetOf(signed));
  const owner = asked.owner ?? key?.id ?? randomUUID();
  const placed = decide(
    venue,
    { id: owner, secret: '', passphrase: '', address: wallet, nonce: '0' },
    { signed, owner, orderType, postOnly: false, expiration },
    { kind: 'admitted', id: orderHash(signed, domainOf(listed.market)), ...listed },
  );
  if (placed.kind === 'refused') return failed(placed.status, placed.error);
  const { order, trades } = placed;
  return ok({ orderId: order.id, status: order.status, tradeIds: trades.map(({ id }) => id) });
};

const decimal = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'not a decimal of at most six places')
  .transform(parseMicro);

const orderId = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'not an order id');

const wallet = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')
  .transform((text): Address => getAddress(text));

const conditionId = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'not a condition id')
  .transform((text) => text as Hex);

const handOrder = z.strictObject({
  wallet,
  /** The API key it is seen under; absent = the first of the wallet, or one nobody knows. */
  owner: z.string().min(1).max(100).optional(),
  tokenId: z.string().regex(/^\d{1,78}$/, 'not a token id'),
  side: z.enum(['BUY', 'SELL']),
  price: decimal,
  size: decimal,
  orderType: z.enum(['GTC', 'GTD', 'FOK', 'FAK']).default('GTC'),
  /** Unix seconds; 0 = never. */
  expiration: z.number().int().min(0).default(0),
});
