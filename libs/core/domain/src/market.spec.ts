import { describe, expect, it } from '@jest/globals';
import { fold } from './decider.js';
import * as market from './market.js';
import { price, ratio, shares } from './money.js';
import { examples, specify } from './testing/index.js';

const { closeMarket, listMarket, marketClosed, marketListed, marketResolved, resolveMarket } =
  examples;
const { noToken, yesToken } = examples;
const given = specify(market.decider);

describe('a market, when it is listed', () => {
  it('opens', () => {
    given().when(listMarket()).then(marketListed());
  });

  it('is not listed again while nothing changed', () => {
    given(marketListed()).when(listMarket()).thenNothing();
  });

  it.each([
    ['tick', { tickSize: price('0.001') }],
    ['minimum size', { orderSizeMin: shares('15') }],
    ['fee rate', { fee: { rate: ratio('0.05'), exponent: 1 } }],
    ['fee exponent', { fee: { rate: ratio('0'), exponent: 2 } }],
    ['neg-risk event', { negRisk: true, negRiskEvent: '0xevent' }],
  ])('is listed again when its %s changes', (_, change) => {
    given(marketListed()).when(listMarket(change)).then(marketListed(change));
  });

  it('trades with what was listed last', () => {
    const state = fold(market.decider, [
      marketListed(),
      marketListed({ tickSize: price('0.001') }),
    ]);
    expect(state).toMatchObject({ kind: 'open', listing: { tickSize: price('0.001') } });
  });

  it('is not reopened by a late listing', () => {
    given(marketListed(), marketClosed())
      .when(listMarket({ tickSize: price('0.001') }))
      .thenNothing();
  });
});

describe('a market, when it ends', () => {
  it('closes once', () => {
    given(marketListed()).when(closeMarket()).then(marketClosed());
    given(marketListed(), marketClosed()).when(closeMarket()).thenNothing();
  });

  it('resolves with the payout the chain shows, closed or not', () => {
    given(marketListed()).when(resolveMarket()).then(marketResolved());
    given(marketListed(), marketClosed()).when(resolveMarket()).then(marketResolved());
  });

  it('resolves once: a second payout is not believed', () => {
    given(marketListed(), marketResolved())
      .when(resolveMarket({ payoutNumerators: [0n, 1n] }))
      .thenNothing();
  });

  it('does not close after it resolved', () => {
    given(marketListed(), marketResolved()).when(closeMarket()).thenNothing();
  });

  it('says nothing of a market that was never listed', () => {
    given().when(closeMarket()).thenNothing();
    given().when(resolveMarket()).thenNothing();
  });

  it('pays each outcome its part of a dollar, and nothing to a stranger', () => {
    const state = fold(market.decider, [
      marketListed(),
      marketResolved({ payoutNumerators: [1n, 3n], payoutDenominator: 4n }),
    ]);
    const payouts = [yesToken, noToken, 'another'].map((id) => market.payoutOf(state, id));
    expect(payouts).toStrictEqual([250_000n, 750_000n, undefined]);
  });

  it('pays nothing that is known before it resolved', () => {
    const state = fold(market.decider, [marketListed(), marketClosed()]);
    expect(market.payoutOf(state, yesToken)).toBeUndefined();
    expect(market.payoutOf(market.initialState, yesToken)).toBeUndefined();
  });
});
