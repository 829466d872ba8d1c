/** Rules of wallet actions that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noUsd, usd } from './money.js';
import type * as transaction from './transaction.js';
import * as walletAction from './wallet-action.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const attempt = fc.integer({ min: 1, max: 3 });
const proof = fc.record({
  transactionHash: attempt.map((n) => examples.transaction(n).transactionHash),
  succeeded: fc.boolean(),
  burned: fc.subarray([...examples.mergeProof().burned]),
  payoutUsd: fc.constantFrom(usd('10'), usd('9'), noUsd),
});
const command: fc.Arbitrary<walletAction.Command> = fc.oneof(
  fc
    .constantFrom<walletAction.Work>(examples.merging(), examples.approving)
    .map((work) => examples.requestAction({ work })),
  attempt.map(examples.recordSigned),
  attempt.map(examples.recordSubmitted),
  fc.constant(examples.recordReplaced()),
  attempt.map((n) =>
    examples.recordMined({ transactionHash: examples.transaction(n).transactionHash }),
  ),
  fc.constant(examples.recordUndone()),
  proof.map((found) => examples.recordProof(examples.mergeProof(found))),
  attempt.map((n) => examples.recordFailure({ attempt: n })),
);

describe('wallet actions, whatever happens', () => {
  obeysTheCommonLaws(walletAction.decider, command);

  it('are confirmed once, and only by what their work must burn and pay', () => {
    const histories = fc.array(command, { maxLength: 30 });
    fc.assert(
      fc.property(histories, (history) => {
        const facts = factsOf(walletAction.decider, [examples.requestAction(), ...history]);
        const confirmed = facts.filter((fact) => fact.type === 'WalletActionConfirmed');
        expect(confirmed.length).toBeLessThanOrEqual(1);
        for (const { data } of confirmed) expect(worth(data.proof)).toEqual(worthOf(data.work));
      }),
      { numRuns: RUNS },
    );
  });
});

const worth = ({ burned, payoutUsd }: transaction.Proof) => ({ burns: burned.length, payoutUsd });
const worthOf = (work: walletAction.Work) =>
  work.kind === 'merge'
    ? { burns: work.tokenIds.length, payoutUsd: BigInt(work.shares) }
    : { burns: 0, payoutUsd: noUsd };
