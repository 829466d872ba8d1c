/** What a list of trades says a wallet's orders got. */
import { describe, expect, it } from '@jest/globals';
import { settledSharesOf, type TradeParts } from './own-orders.js';

const wallet = '0xAbC';
const trade = (parts: Partial<TradeParts>): TradeParts => ({
  status: 'CONFIRMED',
  trader_side: 'TAKER',
  taker_order_id: '0xtaken',
  size: '5',
  maker_orders: [{ order_id: '0xcrowd', maker_address: '0xdef', matched_amount: '5' }],
  ...parts,
});

describe('the shares of own orders', () => {
  it("are the taker's size, added up over its trades", () => {
    const found = settledSharesOf([trade({}), trade({ size: '0.5' })], wallet);
    expect([...found]).toEqual([['0xtaken', 5_500_000n]]);
  });

  it('are the part of the resting order where another took', () => {
    const maker_orders = [{ order_id: '0xmade', maker_address: '0xabc', matched_amount: '2' }];
    const found = settledSharesOf([trade({ trader_side: 'MAKER', maker_orders })], wallet);
    expect([...found]).toEqual([['0xmade', 2_000_000n]]);
  });

  it('are both, where the wallet took from itself', () => {
    const maker_orders = [{ order_id: '0xmade', maker_address: '0xabc', matched_amount: '5' }];
    expect([...settledSharesOf([trade({ maker_orders })], wallet)]).toEqual([
      ['0xtaken', 5_000_000n],
      ['0xmade', 5_000_000n],
    ]);
  });

  it('are none of a trade that failed', () => {
    expect([...settledSharesOf([trade({ status: 'TRADE_STATUS_FAILED' })], wallet)]).toEqual([]);
  });
});
