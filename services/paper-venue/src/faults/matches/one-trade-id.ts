/** One trade fills several of a client's own orders, so its id alone names none of them. */
import { z } from 'zod';
import { ONE } from '../../amounts/micro.js';
import type { VenueTrade } from '../../trades/trade.js';
import { defineFault } from '../fault.js';

export const oneTradeId = defineFault({
  at: 'match',
  about: 'All trades of one match in the same token become one trade with one id.',
  parameters: z.strictObject({}),
  fits: ({ trades }) => trades.some((trade, index) => sameAs(trades, trade) < index),
  strike: ({ trades }) =>
    trades
      .map((trade) => trades.filter((other) => joins(other, trade)))
      .filter((group, index) => group[0] === trades[index])
      .flatMap((group) => joined(group)),
});

/** Index of the first trade this one would join. */
const sameAs = (trades: readonly VenueTrade[], trade: VenueTrade): number =>
  trades.findIndex((other) => joins(other, trade));

const joins = (a: VenueTrade, b: VenueTrade): boolean =>
  a.taker.tokenId === b.taker.tokenId && a.taker.side === b.taker.side;

const joined = (group: readonly VenueTrade[]): readonly VenueTrade[] => {
  const [first, ...others] = group;
  if (first === undefined) return [];
  return [
    others.reduce((sum, { taker, makers }): VenueTrade => {
      const shares = sum.taker.shares + taker.shares;
      const dollars = sum.taker.dollars + taker.dollars;
      const fee = sum.taker.fee + taker.fee;
      const price = (dollars * ONE) / shares;
      return {
        ...sum,
        taker: { ...sum.taker, shares, dollars, fee, price },
        makers: [...sum.makers, ...makers],
      };
    }, first),
  ];
};
