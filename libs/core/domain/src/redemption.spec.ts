import { describe, it } from '@jest/globals';
import { noShares, noUsd, shares, usd } from './money.js';
import * as redemption from './redemption.js';
import { examples, specify } from './testing/index.js';

const {
  loser,
  lossConfirmed,
  recordFailure,
  recordMined,
  recordSigned,
  recordSubmitted,
  redemptionConfirmed,
  redemptionFailed,
  redemptionRequested,
  redemptionSigned,
  redemptionSubmitted,
  settleHoldings,
  winner,
} = examples;
const given = specify(redemption.decider);
const failedAttempts = (attempts: number) =>
  Array.from({ length: attempts }, (_, index) => redemptionFailed({ attempt: index + 1 }));

describe('a redemption, when a market resolved', () => {
  it('is planned for what won', () => {
    given().when(settleHoldings()).then(redemptionRequested());
  });

  it('is a confirmed loss for what lost', () => {
    given()
      .when(settleHoldings({ holdings: [loser()] }))
      .then(lossConfirmed());
  });

  it('confirms the loss and plans both outcomes when both are held, as both burn', () => {
    const holdings = [winner(), loser()];
    given()
      .when(settleHoldings({ holdings }))
      .then(lossConfirmed(), redemptionRequested({ holdings }));
  });

  it('expects the sum of what every outcome pays', () => {
    const holdings = [winner({ payoutUsd: usd('20') }), loser({ payoutUsd: usd('5') })];
    given()
      .when(settleHoldings({ holdings }))
      .then(redemptionRequested({ holdings, expectedPayoutUsd: usd('25') }));
  });

  it('leaves out an outcome of which nothing is held', () => {
    given()
      .when(settleHoldings({ holdings: [winner(), loser({ shares: noShares })] }))
      .then(redemptionRequested());
  });

  it('is nothing when nothing is held', () => {
    given()
      .when(settleHoldings({ holdings: [] }))
      .thenNothing();
  });

  it('is planned once', () => {
    given(redemptionRequested()).when(settleHoldings()).thenNothing();
    given(lossConfirmed()).when(settleHoldings()).thenNothing();
    given(redemptionRequested(), redemptionConfirmed()).when(settleHoldings()).thenNothing();
  });
});

describe('a redemption, when it is attempted', () => {
  it('is signed on the ledger before anything is sent', () => {
    given(redemptionRequested()).when(recordSigned(1)).then(redemptionSigned(1));
  });

  it('is signed once for each attempt, in their order', () => {
    given(redemptionRequested(), redemptionSigned(1)).when(recordSigned(1)).thenNothing();
    given(redemptionRequested(), redemptionSigned(1)).when(recordSigned(2)).thenNothing();
    given(redemptionRequested()).when(recordSigned(2)).thenNothing();
    given(redemptionRequested(), redemptionFailed()).when(recordSigned(1)).thenNothing();
    given(redemptionRequested(), redemptionFailed())
      .when(recordSigned(2))
      .then(redemptionSigned(2));
  });

  it('is submitted once', () => {
    given(redemptionRequested(), redemptionSigned())
      .when(recordSubmitted())
      .then(redemptionSubmitted());
    given(redemptionRequested(), redemptionSigned(), redemptionSubmitted())
      .when(recordSubmitted())
      .thenNothing();
  });
});

describe('a redemption, when its transaction was mined', () => {
  const submitted = [redemptionRequested(), redemptionSigned(), redemptionSubmitted()];

  it('is confirmed by the burn and the payout of the plan', () => {
    given(...submitted)
      .when(recordMined())
      .then(redemptionConfirmed());
  });

  it('is confirmed even when the network was never seen to take it', () => {
    given(redemptionRequested(), redemptionSigned())
      .when(recordMined())
      .then(redemptionConfirmed());
  });

  it.each([
    ['less', usd('39.999999')],
    ['more', usd('40.000001')],
  ])('is a person’s business when it paid %s', (_, payoutUsd) => {
    given(...submitted)
      .when(recordMined({ payoutUsd }))
      .thenMatching({
        type: 'RedemptionFailed',
        data: { reason: 'paid_otherwise', attempt: 1, final: true },
      });
  });

  it('is a person’s business when it succeeded and paid nothing', () => {
    given(...submitted)
      .when(recordMined({ payoutUsd: noUsd, burned: [] }))
      .thenMatching({ type: 'RedemptionFailed', data: { reason: 'paid_nothing', final: true } });
  });

  it('is not confirmed by the right payout for another burn', () => {
    const { tokenId } = winner();
    const other = { tokenId: loser().tokenId, shares: shares('1') };
    const burns = [
      [],
      [{ tokenId, shares: shares('39') }],
      [{ tokenId, shares: shares('40') }, other],
    ];
    for (const burned of burns) {
      given(...submitted)
        .when(recordMined({ burned }))
        .thenMatching({
          type: 'RedemptionFailed',
          data: { reason: 'paid_otherwise', final: true },
        });
    }
  });

  it('does not mind a burn of nothing', () => {
    const burned = [...examples.proof().burned, { tokenId: 'token-no', shares: noShares }];
    given(...submitted)
      .when(recordMined({ burned }))
      .thenMatching({ type: 'RedemptionConfirmed' });
  });

  it('may be tried again when it reverted', () => {
    given(...submitted)
      .when(recordMined({ succeeded: false }))
      .then(redemptionFailed({ reason: 'reverted', detail: '0xattempt-1' }));
  });

  it('does not fail because an earlier attempt did', () => {
    given(redemptionRequested(), redemptionFailed(), redemptionSigned(2))
      .when(recordMined({ succeeded: false, transactionHash: '0xattempt-1' }))
      .thenNothing();
  });

  it('is booked once', () => {
    given(...submitted, redemptionConfirmed())
      .when(recordMined())
      .thenNothing();
  });
});

describe('a redemption, when an attempt fails', () => {
  it('counts the attempt that was about to be made', () => {
    given(redemptionRequested())
      .when(recordFailure())
      .then(redemptionFailed({ attempt: 1 }));
    given(redemptionRequested(), ...failedAttempts(1))
      .when(recordFailure())
      .then(redemptionFailed({ attempt: 2 }));
  });

  it('counts the attempt that was signed', () => {
    given(redemptionRequested(), ...failedAttempts(1), redemptionSigned(2))
      .when(recordFailure({ reason: 'dropped' }))
      .then(redemptionFailed({ attempt: 2, reason: 'dropped' }));
  });

  it('is final after so many attempts, and abandoned', () => {
    given(redemptionRequested(), ...failedAttempts(redemption.ATTEMPTS_MAX - 1))
      .when(recordFailure())
      .then(redemptionFailed({ attempt: redemption.ATTEMPTS_MAX, final: true }));
    given(redemptionRequested(), redemptionFailed({ final: true }))
      .when(recordSigned(2))
      .thenNothing();
  });

  it('fails once when the failure names its attempt', () => {
    given(redemptionRequested(), ...failedAttempts(1))
      .when(recordFailure({ attempt: 1 }))
      .thenNothing();
  });
});
