/**
 * What an order gives and must receive, in integers. The official client computes the same in floating
 * point; an order leaves us only when both agree. Source: the client's rounding table, version 1.1.0.
 */
import { money, type Side } from '@sluice/domain';

export type OrderAmounts = { readonly makerAmount: bigint; readonly takerAmount: bigint };

/** A resting order of so many shares at a price on the grid. */
export function limitAmounts(
  order: { readonly side: Side; readonly price: bigint; readonly shares: bigint },
  tick: TickSize,
): OrderAmounts {
  const shares = money.floorTo(order.shares, SIZE_STEP);
  return given(order.side, shares, floorProduct(shares, order.price, tick));
}

/** An immediate order: BUY spends so many dollars, SELL gives so many shares, at no worse a price. */
export function marketAmounts(
  order: { readonly side: Side; readonly price: bigint; readonly amount: bigint },
  tick: TickSize,
): OrderAmounts {
  const amount = money.floorTo(order.amount, SIZE_STEP);
  if (order.side === 'SELL') {
    return given('SELL', amount, floorProduct(amount, order.price, tick));
  }
  const shares = divideLikeClient(amount * money.MICROS, order.price, tick);
  return { makerAmount: amount, takerAmount: shares };
}

/** Whether orders may stand at this price. */
export function onGrid(price: bigint, tick: TickSize): boolean {
  const step = TICK_MICROS[tick];
  return price % step === 0n && price >= step && price <= money.MICROS - step;
}

export type TickSize = keyof typeof TICK_MICROS;

export function isTickSize(text: string): text is TickSize {
  return text in TICK_MICROS;
}

/** Every tick the venue has, in millionths. */
const TICK_MICROS = {
  '0.1': 100_000n,
  '0.01': 10_000n,
  '0.005': 5_000n,
  '0.0025': 2_500n,
  '0.001': 1_000n,
  '0.0001': 100n,
} as const;

/** Decimals of the computed amount. */
const AMOUNT_DECIMALS: Readonly<Record<TickSize, bigint>> = {
  '0.1': 3n,
  '0.01': 4n,
  '0.005': 5n,
  '0.0025': 6n,
  '0.001': 5n,
  '0.0001': 6n,
};

/** Shares and dollars are stated in hundredths. */
const SIZE_STEP = 10_000n;

const given = (side: Side, shares: bigint, dollars: bigint): OrderAmounts =>
  side === 'BUY'
    ? { makerAmount: dollars, takerAmount: shares }
    : { makerAmount: shares, takerAmount: dollars };

function floorProduct(shares: bigint, price: bigint, tick: TickSize): bigint {
  return divideLikeClient(shares * price, money.MICROS, tick);
}

/** The client rounds up four places beyond the last and then down to it, against float noise. */
function divideLikeClient(dividend: bigint, divisor: bigint, tick: TickSize): bigint {
  const guard = 10n ** (AMOUNT_DECIMALS[tick] + 4n);
  const guarded = money.divideUp(dividend * guard, divisor * money.MICROS);
  return (guarded / 10_000n) * 10n ** (6n - AMOUNT_DECIMALS[tick]);
}
