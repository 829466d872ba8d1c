/** Rules of redemptions that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noUsd, shares, usd } from './money.js';
import * as redemption from './redemption.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const { loser, winner } = examples;
const attempt = fc.integer({ min: 1, max: redemption.ATTEMPTS_MAX + 1 });
const holdings = fc.constantFrom([winner()], [loser()], [winner(), loser()], []);
const hash = fc.oneof(
  attempt.map((n) => examples.transaction(n).transactionHash),
  attempt.map((n) => examples.replacement(n).transactionHash),
  fc.constant('0xswept'),
);
const proof: fc.Arbitrary<Partial<redemption.Proof>> = fc.record({
  transactionHash: hash,
  succeeded: fc.boolean(),
  burned: fc.subarray([winner(), loser(), { tokenId: 'token-other', shares: shares('1') }]),
  payoutUsd: fc.constantFrom(usd('40'), usd('39'), noUsd),
});

const command: fc.Arbitrary<redemption.Command> = fc.oneof(
  holdings.map((held) => examples.settleHoldings({ holdings: held })),
  attempt.map(examples.recordSigned),
  attempt.map(examples.recordSubmitted),
  proof.map(examples.recordProof),
  attempt.map((n) => examples.recordFailure({ attempt: n })),
  attempt.chain((n) =>
    fc
      .constantFrom(examples.replacement(n), { ...examples.replacement(n), nonce: 99 })
      .map((next) => examples.recordReplaced(next)),
  ),
  hash.map((transactionHash) => examples.recordMined({ transactionHash })),
  hash.map((transactionHash) => examples.recordUndone({ transactionHash })),
  fc.constant(examples.recordDelay()),
  fc.constant(examples.recordVanished()),
  holdings.map((held) => examples.checkPlan({ holdings: held })),
  holdings.map((held) => examples.settleHoldings({ holdings: held, by: 'anna', why: 'again' })),
  fc.tuple(hash, fc.boolean(), holdings).map(([transactionHash, isIdle, held]) =>
    examples.recordElsewhere({
      holdings: held,
      proof: examples.proof({ transactionHash, blockNumber: 80_000_060n }),
      ...(isIdle ? { idle: examples.proof({ burned: [], payoutUsd: noUsd }) } : {}),
    }),
  ),
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
        if (['RedemptionFailed', 'RedemptionFoundElsewhere'].includes(fact.type)) open = 0;
        if (fact.type !== 'RedemptionSigned') return [];
        expect(open).toBe(0);
        open = fact.data.attempt;
        return [fact.data.attempt];
      });
      expect(new Set(signed).size).toBe(signed.length);
      expect(signed).toEqual(signed.toSorted((one, other) => one - other));
    });
  });

  it('never have two transactions out that could both be mined', () => {
    check((facts) => {
      let out: redemption.SignedTransaction[] = [];
      for (const fact of facts) {
        if (fact.type === 'RedemptionSigned') out = [fact.data];
        if (fact.type === 'RedemptionReplaced') out = [...out, fact.data];
        expect(new Set(out.map(({ nonce }) => nonce)).size).toBeLessThanOrEqual(1);
      }
    });
  });

  it('fail each attempt once, and are final after so many since somebody last asked', () => {
    check((facts) => {
      const failed = facts.flatMap((fact) => (fact.type === 'RedemptionFailed' ? [fact.data] : []));
      const attempts = failed.map((failure) => failure.attempt);
      expect(new Set(attempts).size).toBe(attempts.length);
      expect(attempts).toEqual(attempts.toSorted((one, other) => one - other));
      let since = 0;
      for (const fact of facts) {
        if (fact.type === 'RedemptionRequested' || fact.type === 'RedemptionFoundElsewhere') {
          since = 0;
        }
        if (fact.type !== 'RedemptionFailed') continue;
        since += 1;
        expect(since).toBeLessThanOrEqual(redemption.ATTEMPTS_MAX);
        if (since === redemption.ATTEMPTS_MAX) expect(fact.data.final).toBe(true);
      }
    });
  });

  it('are confirmed only by a burn and a payout equal to the plan', () => {
    checkStates((state, fact) => {
      if (fact.type !== 'RedemptionConfirmed') return;
      const plan = redemption.isUnderWay(state) ? state.plan : undefined;
      const { succeeded, burned, payoutUsd } = fact.data.proof;
      expect(succeeded).toBe(true);
      expect(payoutUsd).toBe(plan?.expectedPayoutUsd);
      expect(ledgerOf(burned)).toEqual(ledgerOf(plan?.holdings ?? []));
    });
  });

  it('book the payout of a transaction at most once, whoever sent it', () => {
    check((facts) => {
      const booked = facts.flatMap((fact) =>
        fact.type === 'RedemptionConfirmed' || fact.type === 'RedemptionFoundElsewhere'
          ? [fact.data.proof.transactionHash]
          : [],
      );
      expect(new Set(booked).size).toBe(booked.length);
    });
  });

  it('book what somebody else did only while nothing of ours may still take it', () => {
    checkStates((state, fact) => {
      if (fact.type !== 'RedemptionFoundElsewhere' || !redemption.isUnderWay(state)) return;
      if (state.kind !== 'planned') expect(fact.data.idle?.burned).toEqual([]);
    });
  });

  it('end: after a payout, a final failure or a loss only a person or another begins anew', () => {
    checkStates((state, fact) => {
      if (state.kind === 'none' || redemption.isUnderWay(state)) return;
      expect(['RedemptionRequested', 'RedemptionFoundElsewhere']).toContain(fact.type);
      if (fact.type === 'RedemptionRequested' && state.kind !== 'lost') {
        expect(fact.data.by).toBe('anna');
      }
    });
  });
});

/** Every fact beside the state it came from. */
function checkStates(law: (state: redemption.State, fact: redemption.Event) => void): void {
  check((facts) => {
    let state = redemption.initialState;
    for (const fact of facts) {
      law(state, fact);
      state = redemption.evolve(state, fact);
    }
  });
}

function check(law: (facts: readonly redemption.Event[]) => void): void {
  fc.assert(
    fc.property(commands, (history) => law(factsOf(redemption.decider, history))),
    { numRuns: RUNS },
  );
}

const ledgerOf = (held: readonly { tokenId: string; shares: bigint }[]) =>
  held.map(({ tokenId, shares: size }) => `${tokenId}: ${size}`).toSorted();
