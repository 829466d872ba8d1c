/** How exact signed amounts may be; the venue refuses amounts of more decimals. */
import { formatMicro } from '../amounts/micro.js';
import type { VenueRules } from '../rules/venue-rules.js';
import type { OrderRequest } from './read-order-request.js';
import { refusals, type Refusal } from './refusal.js';

/** Undefined when both amounts are as exact as they may be. */
export const tooManyDecimals = (
  { signed, orderType }: Pick<OrderRequest, 'signed' | 'orderType'>,
  tick: bigint,
  rule: VenueRules['decimals'],
): Refusal | undefined => {
  if (rule === 'any') return undefined;
  const immediate = orderType === 'FOK' || orderType === 'FAK';
  const computed = immediate && rule === 'flat' ? FLAT_DECIMALS : amountDecimals(tick);
  const stated = immediate || signed.side === 'SELL';
  const most = stated
    ? { maker: SIZE_DECIMALS, taker: computed }
    : { maker: computed, taker: SIZE_DECIMALS };
  const fits =
    decimalsOf(signed.makerAmount) <= most.maker && decimalsOf(signed.takerAmount) <= most.taker;
  const orders = `${immediate ? 'market ' : ''}${signed.side.toLowerCase()}`;
  return fits ? undefined : refusals.inexact(orders, most);
};

/** Shares and dollars are stated in hundredths; the other amount is computed from them. */
const SIZE_DECIMALS = 2;

/** Reported of the real venue for immediate orders, whatever their market's tick. */
const FLAT_DECIMALS = 4;

/** Two more than the tick has, as in the official client's rounding table. */
const amountDecimals = (tick: bigint): number => decimalsOf(tick) + SIZE_DECIMALS;

const decimalsOf = (micro: bigint): number => formatMicro(micro).split('.')[1]?.length ?? 0;
