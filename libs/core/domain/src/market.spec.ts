import { describe, expect, it } from '@jest/globals';
import { fold } from './decider.js';
import * as market from './market.js';
import { price, ratio, shares } from './money.js';
import { examples, specify } from './testing/index.js';

const { closeMarket, listMarket, marketClosed, marketListed, marketResolved, resolveMarket } =
  examples;
const { marketDisputed, marketDisputeEnded, marketProgressed, marketReopened } = examples;
const { later, noToken, observeProgress, reopenMarket, yesToken } = examples;
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

describe('a market, when the venue tells of its oracle', () => {
  it('remembers that an outcome was proposed, once', () => {
    given(marketListed()).when(observeProgress()).then(marketProgressed());
    given(marketListed(), marketProgressed()).when(observeProgress()).thenNothing();
  });

  it.each(['initialized', 'posed', 'active'] as const)(
    'has nothing to tell while its question is merely %s',
    (status) => {
      given(marketListed()).when(observeProgress({ status })).thenNothing();
    },
  );

  it('tells that a proposal was taken back', () => {
    const posed = { status: 'posed' } as const;
    given(marketListed(), marketProgressed())
      .when(observeProgress(posed))
      .then(marketProgressed(posed));
  });

  it.each(['challenged', 'disputed', 'arbitration'] as const)('is disputed when %s', (status) => {
    given(marketListed(), marketProgressed())
      .when(observeProgress({ status }))
      .then(marketDisputed({ status }));
  });

  it('is disputed once, however far the dispute goes', () => {
    const challenged = marketDisputed({ status: 'challenged' });
    const disputed = { status: 'disputed' } as const;
    given(marketListed(), challenged)
      .when(observeProgress(disputed))
      .then(marketProgressed(disputed));
    expect(
      fold(market.decider, [marketListed(), challenged, marketProgressed(disputed)]),
    ).toMatchObject({ disputed: true, progress: { status: 'disputed' } });
  });

  it('is no longer disputed when an outcome is proposed anew', () => {
    const reproposed = { status: 'reproposed' } as const;
    given(marketListed(), marketDisputed())
      .when(observeProgress(reproposed))
      .then(marketDisputeEnded(reproposed));
    const state = fold(market.decider, [marketListed(), marketDisputed(), marketDisputeEnded()]);
    expect(state).toMatchObject({ disputed: false });
  });

  it('tells when its payout is expected, and when that moves by an hour', () => {
    const expected = { expectedSettlementAt: later(7_200_000) };
    const wavered = { expectedSettlementAt: later(7_300_000) };
    const moved = { expectedSettlementAt: later(10_800_000) };
    given(marketListed(), marketProgressed())
      .when(observeProgress(expected))
      .then(marketProgressed(expected));
    given(marketListed(), marketProgressed(expected)).when(observeProgress(wavered)).thenNothing();
    given(marketListed(), marketProgressed(expected))
      .when(observeProgress(moved))
      .then(marketProgressed(moved));
  });

  it('is never resolved or un-resolved by it', () => {
    given(marketListed(), marketResolved())
      .when(observeProgress({ status: 'disputed' }))
      .thenNothing();
    given().when(observeProgress()).thenNothing();
    const state = fold(market.decider, [marketListed(), marketDisputed(), marketResolved()]);
    expect(state).toMatchObject({ kind: 'resolved', disputed: false });
  });
});

describe('a market, when it ends', () => {
  it('closes once', () => {
    given(marketListed()).when(closeMarket()).then(marketClosed());
    given(marketListed(), marketClosed()).when(closeMarket()).thenNothing();
  });

  it('trades again when the venue reopens it, and may close again', () => {
    given(marketListed(), marketClosed()).when(reopenMarket()).then(marketReopened());
    given(marketListed(), marketClosed(), marketReopened())
      .when(listMarket({ tickSize: price('0.001') }))
      .then(marketListed({ tickSize: price('0.001') }));
    given(marketListed(), marketClosed(), marketReopened())
      .when(closeMarket())
      .then(marketClosed());
  });

  it('is not reopened unless it closed, and never after its payout', () => {
    given().when(reopenMarket()).thenNothing();
    given(marketListed()).when(reopenMarket()).thenNothing();
    given(marketListed(), marketClosed(), marketResolved()).when(reopenMarket()).thenNothing();
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

  it('pays shares to the millionth, and what is left over to nobody', () => {
    const thirds = { payoutNumerators: [1n, 2n], payoutDenominator: 3n };
    const state = fold(market.decider, [marketListed(), marketResolved(thirds)]);
    expect(market.paid(state, yesToken, 10_000_000n)).toBe(3_333_333n);
    expect(market.paid(state, noToken, 10_000_000n)).toBe(6_666_666n);
    expect(market.paid(state, 'another', 10_000_000n)).toBeUndefined();
    expect(market.paid(market.initialState, yesToken, 10_000_000n)).toBeUndefined();
  });

  it('pays nothing that is known before it resolved', () => {
    const state = fold(market.decider, [marketListed(), marketClosed()]);
    expect(market.payoutOf(state, yesToken)).toBeUndefined();
    expect(market.payoutOf(market.initialState, yesToken)).toBeUndefined();
  });
});
