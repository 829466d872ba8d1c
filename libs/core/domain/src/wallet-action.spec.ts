import { describe, it } from '@jest/globals';
import { noShares, usd } from './money.js';
import * as walletAction from './wallet-action.js';
import { examples, specify } from './testing/index.js';

const { approvalProof, approving, mergeProof, merging, recordFailure, recordProof } = examples;
const { recordSigned, requestAction, walletActionConfirmed, walletActionFailed } = examples;
const { walletActionRequested, walletActionSigned } = examples;
const given = specify(walletAction.decider);

describe('a wallet action', () => {
  it('is asked for once, and for something', () => {
    given().when(requestAction()).then(walletActionRequested());
    given(walletActionRequested()).when(requestAction()).thenNothing();
    given()
      .when(requestAction({ work: merging({ shares: noShares }) }))
      .thenNothing();
    given()
      .when(requestAction({ work: { kind: 'approve', approvals: [] } }))
      .thenNothing();
  });

  it('is signed on the ledger before anything is sent', () => {
    given(walletActionRequested()).when(recordSigned()).then(walletActionSigned());
    given().when(recordSigned()).thenNothing();
  });

  it('merges when every outcome of the set burned and a dollar was paid for each set', () => {
    given(walletActionRequested(), walletActionSigned())
      .when(recordProof(mergeProof()))
      .then(walletActionConfirmed());
    given(walletActionRequested(), walletActionSigned())
      .when(recordProof(mergeProof({ payoutUsd: usd('9.999999') })))
      .thenMatching({
        type: 'WalletActionFailed',
        data: { reason: 'paid_otherwise', final: true },
      });
    given(walletActionRequested(), walletActionSigned())
      .when(recordProof(mergeProof({ burned: mergeProof().burned.slice(0, 1) })))
      .thenMatching({ type: 'WalletActionFailed', data: { final: true } });
  });

  it('approves when its transaction stands and moved nothing', () => {
    const asked = walletActionRequested({ work: approving });
    given(asked, walletActionSigned())
      .when(recordProof(approvalProof()))
      .then(walletActionConfirmed({ work: approving, proof: approvalProof() }));
  });

  it('is tried again when an attempt failed, and over when it is done', () => {
    given(walletActionRequested()).when(recordFailure()).then(walletActionFailed());
    given(walletActionRequested(), walletActionFailed())
      .when(recordSigned(2))
      .then(walletActionSigned(2));
    given(walletActionRequested(), walletActionSigned(), walletActionConfirmed())
      .when(recordProof(mergeProof()))
      .thenNothing();
    given(walletActionRequested(), walletActionFailed({ final: true }))
      .when(recordSigned(2))
      .thenNothing();
  });
});
