import { describe, it } from '@jest/globals';
import { noShares, noUsd, shares, usd } from './money.js';
import * as redemption from './redemption.js';
import { examples, specify } from './testing/index.js';

const {
  checkPlan,
  loser,
  lossConfirmed,
  recordDelay,
  recordElsewhere,
  recordFailure,
  recordMined,
  recordProof,
  recordReplaced,
  recordSigned,
  recordSubmitted,
  recordUndone,
  recordVanished,
  redemptionConfirmed,
  redemptionDelayed,
  redemptionFailed,
  redemptionFoundElsewhere,
  redemptionMined,
  redemptionReplaced,
  redemptionRequested,
  redemptionSigned,
  redemptionSubmitted,
  redemptionUndone,
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
      .when(recordProof())
      .then(redemptionConfirmed());
  });

  it('is confirmed even when the network was never seen to take it', () => {
    given(redemptionRequested(), redemptionSigned())
      .when(recordProof())
      .then(redemptionConfirmed());
  });

  it.each([
    ['less', usd('39.999999')],
    ['more', usd('40.000001')],
  ])('is a person’s business when it paid %s', (_, payoutUsd) => {
    given(...submitted)
      .when(recordProof({ payoutUsd }))
      .thenMatching({
        type: 'RedemptionFailed',
        data: { reason: 'paid_otherwise', attempt: 1, final: true },
      });
  });

  it('is a person’s business when it succeeded and paid nothing', () => {
    given(...submitted)
      .when(recordProof({ payoutUsd: noUsd, burned: [] }))
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
        .when(recordProof({ burned }))
        .thenMatching({
          type: 'RedemptionFailed',
          data: { reason: 'paid_otherwise', final: true },
        });
    }
  });

  it('does not mind a burn of nothing', () => {
    const burned = [...examples.proof().burned, { tokenId: 'token-no', shares: noShares }];
    given(...submitted)
      .when(recordProof({ burned }))
      .thenMatching({ type: 'RedemptionConfirmed' });
  });

  it('may be tried again when it reverted', () => {
    given(...submitted)
      .when(recordProof({ succeeded: false }))
      .then(redemptionFailed({ reason: 'reverted', detail: '0xattempt-1' }));
  });

  it('does not fail because an earlier attempt did', () => {
    given(redemptionRequested(), redemptionFailed(), redemptionSigned(2))
      .when(recordProof({ succeeded: false, transactionHash: '0xattempt-1' }))
      .thenNothing();
  });

  it('is booked once', () => {
    given(...submitted, redemptionConfirmed())
      .when(recordProof())
      .thenNothing();
  });
});

describe('a redemption, while its transaction is on its way', () => {
  const submitted = [redemptionRequested(), redemptionSigned(), redemptionSubmitted()];

  it('is signed again only under the same nonce', () => {
    given(...submitted)
      .when(recordReplaced())
      .then(redemptionReplaced());
    given(...submitted)
      .when(recordReplaced({ nonce: 8 }))
      .thenNothing();
    given(...submitted, redemptionReplaced())
      .when(recordReplaced())
      .thenNothing();
    given(...submitted)
      .when(recordReplaced({ attempt: 2 }))
      .thenNothing();
    given(redemptionRequested()).when(recordReplaced()).thenNothing();
  });

  it('may go another way under the nonce of its wallet', () => {
    const relayed = { route: 'relayer', nonce: 4, walletNonce: 4, transactionHash: '' } as const;
    const sent = redemptionSigned();
    const first = { ...sent, data: { ...sent.data, ...relayed } };
    given(redemptionRequested(), first)
      .when(recordReplaced({ route: 'direct', nonce: 31, walletNonce: 4 }))
      .thenMatching({ type: 'RedemptionReplaced', data: { nonce: 31, walletNonce: 4 } });
    given(redemptionRequested(), first)
      .when(recordReplaced({ route: 'direct', nonce: 31, walletNonce: 5 }))
      .thenNothing();
  });

  it('is proven by whichever of its transactions was mined', () => {
    for (const transactionHash of ['0xattempt-1', '0xdearer-1']) {
      given(...submitted, redemptionReplaced())
        .when(recordProof({ transactionHash }))
        .thenMatching({ type: 'RedemptionConfirmed', data: { proof: { transactionHash } } });
    }
    given(...submitted)
      .when(recordProof({ transactionHash: '0xsomebody' }))
      .thenNothing();
  });

  it('stands in a block until a reorganisation undoes it, and is then where it was', () => {
    given(...submitted)
      .when(recordMined())
      .then(redemptionMined());
    given(...submitted, redemptionMined())
      .when(recordMined())
      .thenNothing();
    given(...submitted, redemptionMined())
      .when(recordUndone())
      .then(redemptionUndone());
    given(...submitted)
      .when(recordUndone())
      .thenNothing();
    given(...submitted, redemptionMined(), redemptionUndone())
      .when(recordProof())
      .then(redemptionConfirmed());
  });

  it('does not fail while it stands in a block', () => {
    given(...submitted, redemptionMined())
      .when(recordFailure({ reason: 'dropped' }))
      .thenNothing();
  });

  it('is called late once an attempt', () => {
    given(...submitted)
      .when(recordDelay())
      .then(redemptionDelayed());
    given(...submitted, redemptionDelayed())
      .when(recordDelay())
      .thenNothing();
    given(redemptionRequested()).when(recordDelay()).thenNothing();
  });
});

describe('a redemption, when what is held is not what was planned', () => {
  it('is planned anew', () => {
    const holdings = [winner({ shares: shares('30'), payoutUsd: usd('30') })];
    given(redemptionRequested())
      .when(checkPlan({ holdings }))
      .thenMatching({
        type: 'RedemptionRequested',
        data: { holdings, expectedPayoutUsd: usd('30'), blockNumber: 80_000_050n },
      });
    given(redemptionRequested()).when(checkPlan()).thenNothing();
    given(redemptionRequested(), redemptionSigned()).when(checkPlan({ holdings })).thenNothing();
  });

  it('is not planned anew for losers alone: the winner is somebody else’s', () => {
    given(redemptionRequested())
      .when(checkPlan({ holdings: [loser()] }))
      .thenNothing();
  });
});

describe('a redemption, when somebody else was faster', () => {
  const signed = [redemptionRequested(), redemptionSigned(), redemptionSubmitted()];
  const idle = examples.proof({ burned: [], payoutUsd: noUsd });

  it('is booked as what it is, with or without a plan', () => {
    given().when(recordElsewhere()).then(redemptionFoundElsewhere());
    given(redemptionRequested()).when(recordElsewhere()).then(redemptionFoundElsewhere());
    given(redemptionRequested(), redemptionFailed({ final: true }))
      .when(recordElsewhere())
      .then(redemptionFoundElsewhere());
  });

  it('is booked once', () => {
    given(redemptionFoundElsewhere()).when(recordElsewhere()).thenNothing();
    given(...signed, redemptionConfirmed())
      .when(recordElsewhere({ proof: examples.proof() }))
      .thenNothing();
  });

  it('waits until what we sent ourselves is proven to have taken nothing', () => {
    given(...signed)
      .when(recordElsewhere())
      .thenNothing();
    given(...signed)
      .when(recordElsewhere({ idle: examples.proof() }))
      .thenNothing();
    given(...signed)
      .when(recordElsewhere({ idle }))
      .then(redemptionFoundElsewhere({ idle }));
  });

  it('goes on with what is left', () => {
    const half = winner({ shares: shares('15'), payoutUsd: usd('15') });
    given(redemptionRequested(), redemptionFoundElsewhere({ holdings: [half] }), redemptionSigned())
      .when(
        recordProof({
          burned: [{ tokenId: half.tokenId, shares: shares('25') }],
          payoutUsd: usd('25'),
        }),
      )
      .thenMatching({ type: 'RedemptionConfirmed' });
  });
});

describe('a redemption, when a person asks for it', () => {
  const asked = { by: 'anna', why: 'the ramp is open again' };

  it('is planned anew after it was given up, with new attempts', () => {
    given(redemptionRequested(), redemptionFailed({ attempt: 8, final: true }))
      .when(settleHoldings(asked))
      .then(redemptionRequested(asked));
    given(
      redemptionRequested(),
      redemptionFailed({ attempt: 8, final: true }),
      redemptionRequested(asked),
    )
      .when(recordFailure())
      .then(redemptionFailed({ attempt: 9 }));
  });

  it('is left alone while something of ours is out', () => {
    given(redemptionRequested(), redemptionSigned()).when(settleHoldings(asked)).thenNothing();
  });

  it('burns losers where that is wanted', () => {
    const holdings = [loser()];
    given()
      .when(settleHoldings({ holdings, burnsLosers: true }))
      .then(lossConfirmed(), redemptionRequested({ holdings, expectedPayoutUsd: noUsd }));
    given(lossConfirmed(), redemptionRequested({ holdings, expectedPayoutUsd: noUsd }))
      .when(recordSigned())
      .then(redemptionSigned());
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

  it('is final at once when trying again cannot help', () => {
    given(redemptionRequested(), redemptionSigned())
      .when(recordFailure({ reason: 'not_allowed' }))
      .then(redemptionFailed({ reason: 'not_allowed', final: true }));
    given(redemptionRequested(), redemptionSigned())
      .when(recordFailure({ reason: 'relayer_refused' }))
      .then(redemptionFailed({ reason: 'relayer_refused' }));
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

describe('a redemption of what is gone', () => {
  const vanished = redemptionFailed({
    ...{ reason: 'vanished', detail: 'nothing took it', final: true },
  });

  it('calls a person once, who may have it looked for again', () => {
    given().when(recordVanished()).then(vanished);
    given(vanished).when(recordVanished()).thenNothing();
    given(vanished)
      .when(settleHoldings({ by: 'anna', why: 'they came back' }))
      .then(redemptionRequested({ by: 'anna', why: 'they came back' }));
  });

  it('is not for a person while it is planned, or when it is paid', () => {
    given(redemptionRequested()).when(recordVanished()).thenNothing();
    given(redemptionRequested(), redemptionSigned(), redemptionConfirmed())
      .when(recordVanished())
      .thenNothing();
  });
});
