/** Which signed amounts are too exact for the venue. */
import { describe, expect, it } from '@jest/globals';
import { tooManyDecimals } from './amount-decimals.js';

type Case = {
  readonly orderType: 'GTC' | 'FOK' | 'FAK';
  readonly side: 'BUY' | 'SELL';
  readonly makerAmount: bigint;
  readonly takerAmount: bigint;
  readonly tick?: bigint;
};

const said = ({ tick = 10_000n, orderType, ...signed }: Case, rule: 'by_tick' | 'flat' | 'any') =>
  tooManyDecimals({ orderType, signed: signed as never }, tick, rule)?.error;

describe('amounts with too many decimals', () => {
  it('are refused of a market BUY in the words that were reported', () => {
    const order = {
      orderType: 'FAK',
      side: 'BUY',
      makerAmount: 1_999_422n,
      takerAmount: 2_019_600n,
    } as const;
    expect(said(order, 'by_tick')).toBe(
      'invalid amounts, the market buy orders maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals',
    );
    expect(said(order, 'any')).toBeUndefined();
  });

  it('are refused of a resting BUY that was made like a market order', () => {
    const order = {
      orderType: 'GTC',
      side: 'BUY',
      makerAmount: 2_020_000n,
      takerAmount: 3_482_700n,
    } as const;
    expect(said(order, 'by_tick')).toBe(
      'invalid amounts, the buy orders maker amount supports a max accuracy of 4 decimals, taker amount a max of 2 decimals',
    );
    expect(said({ ...order, orderType: 'FOK' }, 'by_tick')).toBeUndefined();
  });

  it('are of a fine tick what the official client makes, unless the flat limit is chosen', () => {
    const order = {
      orderType: 'FAK',
      side: 'BUY',
      makerAmount: 9_980_000n,
      takerAmount: 10_131_970n,
      tick: 1_000n,
    } as const;
    expect(said(order, 'by_tick')).toBeUndefined();
    expect(said(order, 'flat')).toContain('market buy orders');
  });

  it('are refused of a SELL of shares finer than hundredths', () => {
    const order = {
      orderType: 'GTC',
      side: 'SELL',
      makerAmount: 5_005_000n,
      takerAmount: 2_502_500n,
    } as const;
    expect(said(order, 'by_tick')).toContain('the sell orders maker amount');
    expect(said({ ...order, makerAmount: 5_000_000n }, 'by_tick')).toBeUndefined();
  });
});
