/** Rules of redemptions that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noUsd, shares, usd } from './money.js';
import * as redemption from './redemption.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const { loser, winner } = examples;
const attempt = fc.integer({ min: 1, max: redemption.ATTEMPTS_MAX + 1 });
const holdings = fc.constantFrom([winner()], [loser()], [winner(), loser()], []);
const proof: fc.Arbitrary<Partial<redemption.Proof>> = fc.record({
  transactionHash: attempt.map((n) => examples.transaction(n).transactionHash),
  succeeded: fc.boolean(),
  burned: fc.subarray([winner(), loser(), { tokenId: 'token-other', shares: shares('1') }]),
  payoutUsd: fc.constantFrom(usd('40'), usd('39'), noUsd),
});

const command: fc.Arbitrary<redemption.Command> = fc.oneof(
  holdings.map((held) => examples.settleHoldings({ holdings: held })),
  attempt.map(examples.recordSigned),
  attempt.map(examples.recordSubmitted),
  proof.map(examples.recordMined),
  attempt.map((n) => examples.recordFailure({ attempt: n })),
);

/** Mostly what a working service would ask next, sometimes anything. */
const commands = fc
  .array(fc.oneof({ weight: 1, arbitrary: command }, fc.constantFrom('sign', 'drop', 'refuse')), {
    maxLength: 40,
  })
  .map((wishes) => {
    let state = redemption.initialState;
    return [examples.settleHoldings(), ...wishes].map((wish) => {
      const next = typeof wish === 'string' ? likely(wish, state) : wish;
      state = redemption.decide(next, state).reduce(redemption.evolve, state);
      return next;
    });
  });

function likely(wish: 'sign' | 'drop' | 'refuse', state: redemption.State): redemption.Command {
  const next = 'attempts' in state ? state.attempts + 1 : 1;
  if (wish === 'sign') return examples.recordSigned(next);
  return wish === 'drop'
    ? examples.recordFailure({ attempt: next - 1, reason: 'dropped' })
    : examples.recordFailure({ attempt: next });
}

describe('redemptions, whatever happens', () => {
  obeysTheCommonLaws(redemption.decider, command);

  it('never sign two transactions for one attempt, nor the second before the first is over', () => {
    check((facts) => {
      let open = 0;
      const signed = facts.flatMap((fact) => {
        if (fact.type === 'RedemptionFailed') open = 0;
        if (fact.type !== 'RedemptionSigned') return [];
        expect(open).toBe(0);
        open = fact.data.attempt;
        return [fact.data.attempt];
      });
      expect(new Set(signed).size).toBe(signed.length);
      expect(signed).toEqual(signed.toSorted((one, other) => one - other));
    });
  });

  it('fail each attempt once, and give up after the last', () => {
    check((facts) => {
      const failed = facts.flatMap((fact) => (fact.type === 'RedemptionFailed' ? [fact.data] : []));
      expect(failed.map((failure) => failure.attempt)).toEqual(failed.map((_, index) => index + 1));
      expect(failed.length).toBeLessThanOrEqual(redemption.ATTEMPTS_MAX);
      for (const { final } of failed.slice(0, -1)) expect(final).toBe(false);
    });
  });

  it('are confirmed only by a burn and a payout equal to the plan', () => {
    check((facts) => {
      const plan = facts.find((fact) => fact.type === 'RedemptionRequested')?.data;
      for (const fact of facts) {
        if (fact.type !== 'RedemptionConfirmed') continue;
        const { succeeded, burned, payoutUsd } = fact.data.proof;
        expect(succeeded).toBe(true);
        expect(payoutUsd).toBe(plan?.expectedPayoutUsd);
        expect(ledgerOf(burned)).toEqual(ledgerOf(plan?.holdings ?? []));
      }
    });
  });

  it('end once: nothing happens after a payout, a final failure or a loss', () => {
    check((facts) => {
      const end = facts.findIndex(
        (fact) =>
          fact.type === 'RedemptionConfirmed' ||
          (fact.type === 'RedemptionFailed' && fact.data.final),
      );
      if (end !== -1) expect(facts.slice(end + 1)).toEqual([]);
    });
  });
});

function check(law: (facts: readonly redemption.Event[]) => void): void {
  fc.assert(
    fc.property(commands, (history) => law(factsOf(redemption.decider, history))),
    { numRuns: RUNS },
  );
}

const ledgerOf = (held: readonly { tokenId: string; shares: bigint }[]) =>
  held.map(({ tokenId, shares: size }) => `${tokenId}: ${size}`).toSorted();
