/**
 * A match at the venue, read as our own fills.
 *
 * The venue describes the taker; when we made the market, our part is the element of `maker_orders`
 * that is ours. A maker of the other token meets us by a mint or a merge: its price is one minus ours.
 */
import { fee, money } from '@sluice/domain';
import type { VenueFill } from '@sluice/ports';
import { z } from 'zod';
import { Decimal, readInstant, readMicros } from './decimals.js';
import { UnreadableAnswerError } from './errors.js';
import { readShares, scaleOf, type ShareScale } from './share-scale.js';
import { inPrefixedDialect, tradeStatus } from './venue-words.js';

/** How to recognise ourselves. */
export type Ourselves = { readonly wallet: string; readonly apiKey: string };

export type TradeReading = Ourselves & {
  readonly fee: fee.FeeSchedule;
  /** What we signed for a hash, while this process remembers. */
  readonly signedShares: (orderHash: string) => bigint | undefined;
};

/** Throws UnreadableAnswerError when it is no trade. */
export function readTrade(payload: unknown): Trade {
  const read = Trade.safeParse(payload);
  if (read.success) return read.data;
  const found = read.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new UnreadableAnswerError(`Could not read a trade: unexpected ${found}`);
}

/** Only a taker pays a fee, so only then the market's schedule is needed. */
export function tookLiquidity(trade: Trade, ourselves: Ourselves): boolean {
  if (trade.trader_side != null) return trade.trader_side === 'TAKER';
  return !trade.maker_orders.some((maker) => isOurs(maker, ourselves));
}

/**
 * Our fills of one trade: usually one, several when it met several of our resting orders. Throws
 * UnreadableAnswerError when the venue gives us a trade in which we cannot find ourselves.
 */
export function fillsFrom(trade: Trade, reading: TradeReading): readonly VenueFill[] {
  const made = trade.maker_orders
    .filter((maker) => isOurs(maker, reading))
    .map((maker) => makerFill(trade, maker, reading));
  const fills = tookLiquidity(trade, reading) ? [takerFill(trade, reading), ...made] : made;
  if (fills.length > 0) return fills;
  throw new UnreadableAnswerError(`Could not find ourselves in trade ${trade.id}`);
}

export type Trade = z.infer<typeof Trade>;

function takerFill(trade: Trade, reading: TradeReading): VenueFill {
  const orderHash = trade.taker_order_id;
  const scale = scaleFor({ orderHash, size: trade.size }, trade, reading);
  const shares = readShares(trade.size, scale);
  const price = money.toPrice(readMicros(trade.price));
  return {
    ...shared(trade, orderHash),
    shares,
    price,
    amountUsd: takerAmount(trade, { shares, price }, scale),
    feeUsd: fee.takerFee(shares, price, reading.fee),
  };
}

type Part = { readonly shares: money.MicroShares; readonly price: money.Price };

/** Exact when the makers listed add up to the whole trade, else what size and price give. */
function takerAmount(trade: Trade, whole: Part, scale: ShareScale): money.MicroUsd {
  const parts = trade.maker_orders.map((maker) => ({
    shares: readShares(maker.matched_amount, scale),
    price: atTakersToken(trade, maker),
  }));
  const matched = parts.reduce((total, { shares }) => total + shares, 0n);
  const exact = matched === whole.shares ? parts : [whole];
  return money.sum(exact.map(({ shares, price }) => money.proceeds(shares, price)));
}

function makerFill(trade: Trade, maker: MakerOrder, reading: TradeReading): VenueFill {
  const orderHash = maker.order_id;
  const scale = scaleFor({ orderHash, size: maker.matched_amount }, trade, reading);
  const shares = readShares(maker.matched_amount, scale);
  const price = money.toPrice(readMicros(maker.price));
  const amountUsd =
    maker.asset_id === trade.asset_id
      ? money.proceeds(shares, price)
      : // Two complementary orders split each dollar between them, whatever the rounding.
        ((shares - money.proceeds(shares, atTakersToken(trade, maker))) as money.MicroUsd);
  return { ...shared(trade, orderHash), shares, price, amountUsd, feeUsd: money.noUsd };
}

function atTakersToken(trade: Trade, maker: MakerOrder): money.Price {
  const price = readMicros(maker.price);
  return money.toPrice(maker.asset_id === trade.asset_id ? price : money.MICROS - price);
}

function shared(trade: Trade, orderHash: string) {
  return {
    tradeId: trade.id,
    orderHash,
    status: tradeStatus(trade.status),
    transactionHash: trade.transaction_hash ?? '',
    matchedAt: readInstant(trade.match_time ?? trade.matchtime ?? trade.timestamp ?? ''),
  };
}

/** Every size of one trade has one scale, and our own order in it tells which. */
function scaleFor(
  own: { readonly orderHash: string; readonly size: string },
  trade: Trade,
  { signedShares }: TradeReading,
): ShareScale {
  const sizes = [trade.size, ...trade.maker_orders.map((maker) => maker.matched_amount)];
  if (sizes.some((size) => !/^\d+$/.test(size))) return 'shares';
  const prefixed = inPrefixedDialect(trade.status);
  return scaleOf(own.size, { signedShares: signedShares(own.orderHash), prefixed });
}

function isOurs(maker: MakerOrder, { wallet, apiKey }: Ourselves): boolean {
  if (maker.maker_address != null)
    return maker.maker_address.toLowerCase() === wallet.toLowerCase();
  return maker.owner === apiKey;
}

type MakerOrder = z.infer<typeof MakerOrder>;

const MakerOrder = z.object({
  order_id: z.string(),
  owner: z.string().nullish(),
  maker_address: z.string().nullish(),
  matched_amount: Decimal,
  price: Decimal,
  asset_id: z.string(),
});

const Trade = z.object({
  id: z.string().min(1),
  taker_order_id: z.string(),
  market: z.string(),
  asset_id: z.string(),
  side: z.enum(['BUY', 'SELL']),
  size: Decimal,
  price: Decimal,
  status: z.string(),
  match_time: Decimal.nullish(),
  matchtime: Decimal.nullish(),
  timestamp: Decimal.nullish(),
  maker_orders: z
    .array(MakerOrder)
    .nullish()
    .transform((makers) => makers ?? []),
  transaction_hash: z.string().nullish(),
  trader_side: z.enum(['TAKER', 'MAKER']).nullish(),
});
