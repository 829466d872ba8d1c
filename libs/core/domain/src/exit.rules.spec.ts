/** Rules of exits that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as exit from './exit.js';
import { price, ratio, shares } from './money.js';
import { examples, obeysTheCommonLaws, RUNS } from './testing/index.js';
import { epochMs } from './vocabulary.js';

const { endExitAttempt, exitKey, flattenPosition, heldPosition, later, lookAtPosition } = examples;

const ms = fc.integer({ min: 0, max: 300_000 });
const amount = fc.integer({ min: 0, max: 60 }).map((whole) => shares(`${whole}.015`));
const cents = fc
  .integer({ min: 1, max: 99 })
  .map((cent) => price(`0.${cent > 9 ? '' : '0'}${cent}`));
const rules = fc.constantFrom(
  { enableStopLoss: true, stopLossPct: ratio('0.1') },
  { enableTakeProfit: true, takeProfitPct: ratio('0.1'), trailingStopPct: ratio('0.05') },
  { timeStopMs: 30_000 },
  undefined,
);
const kill = fc.option(
  fc.record({ by: fc.constant('anna'), why: fc.constant('out'), flatten: fc.boolean() }),
  { nil: undefined, freq: 5 },
);
const position = fc
  .tuple(amount, amount, amount, fc.constantFrom(0, 90_000))
  .map(([settledShares, provisionalShares, promisedShares, entered]) =>
    heldPosition({
      settledShares,
      provisionalShares,
      promisedShares,
      enteredAt: later(entered),
      entryPrice: settledShares === 0n ? undefined : 500_000n,
    }),
  );
const quotes = (at: string) =>
  fc.array(fc.tuple(cents, fc.integer({ min: 0, max: 4_000 })), { maxLength: 2 }).map((seen) =>
    seen
      .map(([bid, ageMs]) => ({
        tokenId: examples.yesToken,
        bids: bid === price('0.07') ? [] : [{ price: bid, shares: shares('100') }],
        asks: [],
        at: new Date(epochMs(at) - ageMs).toISOString(),
      }))
      .sort((one, other) => (one.at < other.at ? 1 : -1)),
  );
const look = ms.chain((after) =>
  fc
    .record({
      position,
      rules,
      kill,
      quotes: quotes(later(after)),
      open: fc.boolean().map((closed) => !closed),
    })
    .map(({ open, ...seen }) =>
      lookAtPosition({
        ...seen,
        market: { open, tickSize: price('0.01'), orderSizeMin: shares('5') },
        at: later(after),
      }),
    ),
);
const end = fc
  .record({
    round: fc.integer({ min: 1, max: 3 }),
    attempt: fc.integer({ min: 1, max: 3 }),
    outcome: fc.constantFrom('filled', 'unfilled', 'refused', 'rejected'),
    filledShares: fc.constantFrom(shares('0'), shares('3')),
    after: ms,
  })
  .map(({ round, attempt, after, ...ended }) =>
    endExitAttempt({
      ...ended,
      signalId: exit.signalIdOf(exitKey().exitId, round, attempt),
      at: later(after),
    }),
  );
const command: fc.Arbitrary<exit.Command> = fc.oneof(
  { weight: 4, arbitrary: look },
  { weight: 2, arbitrary: end },
  { weight: 1, arbitrary: position.map((held) => flattenPosition({ position: held })) },
);

type Moment = { readonly command: exit.Command; readonly facts: readonly exit.Event[] };

/** Every command of a random history with what followed it, in the order of time. */
function moments(history: readonly exit.Command[]): readonly Moment[] {
  let state = exit.initialState;
  return history
    .toSorted((one, other) => epochMs(one.data.at) - epochMs(other.data.at))
    .map((next) => {
      const facts = exit.decide(next, state);
      state = facts.reduce(exit.evolve, state);
      return { command: next, facts };
    });
}

function check(law: (moments: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (history) => law(moments(history))),
    { numRuns: RUNS },
  );
}

describe('exits, whatever happens', () => {
  obeysTheCommonLaws(exit.decider, command);

  it('never offer more than is settled and not promised already', () => {
    check((all) => {
      for (const { command: asked, facts } of all) {
        for (const fact of facts) {
          if (fact.type !== 'ExitAttempted' || asked.type !== 'LookAtPosition') continue;
          const { settledShares, promisedShares } = asked.data.position;
          expect(fact.data.shares).toBeLessThanOrEqual(settledShares - promisedShares);
          expect(fact.data.shares).toBeGreaterThanOrEqual(shares('5'));
          expect(fact.data.shares % 10_000n).toBe(0n);
        }
      }
    });
  });

  it('have one attempt in flight, each with a signal of its own', () => {
    check((all) => {
      let inFlight: string | undefined;
      const sent = new Set<string>();
      for (const fact of all.flatMap(({ facts }) => facts)) {
        if (fact.type === 'ExitAttempted') {
          expect(inFlight).toBeUndefined();
          expect(sent.has(fact.data.signalId)).toBe(false);
          inFlight = fact.data.signalId;
          sent.add(inFlight);
        }
        if (fact.type === 'ExitAttemptEnded') {
          expect(fact.data.signalId).toBe(inFlight);
          inFlight = undefined;
        }
        if (fact.type === 'ExitFinished') expect(inFlight).toBeUndefined();
      }
    });
  });

  it('attempt only between a trigger and its end, and are never triggered twice', () => {
    check((all) => {
      let round: number | undefined;
      let rounds = 0;
      for (const { type, data } of all.flatMap(({ facts }) => facts)) {
        if (type === 'TrailingHighRaised') continue;
        if (type === 'ExitTriggered') {
          expect(round).toBeUndefined();
          expect(data.round).toBe((rounds += 1));
          round = data.round;
        } else {
          expect(data.round).toBe(round);
          if (type === 'ExitFinished') round = undefined;
        }
      }
    });
  });

  it('are not triggered by a price that a single quote younger than a second shows', () => {
    check((all) => {
      for (const fact of all.flatMap(({ facts }) => facts)) {
        if (fact.type !== 'ExitTriggered' || fact.data.threshold === undefined) continue;
        const [newest, before] = fact.data.confirmedBy;
        const ageMs = epochMs(fact.data.at) - epochMs(newest?.at ?? '');
        if (before === undefined) expect(ageMs).toBeGreaterThanOrEqual(exit.STOOD_MS);
        else expect(epochMs(before.at)).toBeLessThan(epochMs(newest?.at ?? ''));
      }
    });
  });

  it('are protected by a price on the tick and not above the bid', () => {
    check((all) => {
      for (const fact of all.flatMap(({ facts }) => facts)) {
        if (fact.type !== 'ExitAttempted') continue;
        expect(fact.data.limitPrice % 10_000n).toBe(0n);
        expect(fact.data.limitPrice).toBeGreaterThan(0n);
        expect(fact.data.limitPrice).toBeLessThanOrEqual(fact.data.bid);
      }
    });
  });

  it('go on after a restart exactly as they would have gone on without it', () => {
    check((all) => {
      const facts = all.flatMap(({ facts: some }) => some);
      const restarted = facts.reduce(exit.evolve, exit.initialState);
      let running = exit.initialState;
      for (const { command: asked } of all) {
        running = exit.decide(asked, running).reduce(exit.evolve, running);
      }
      expect(restarted).toStrictEqual(running);
    });
  });

  it('never attempt while a kill stops exits', () => {
    check((all) => {
      for (const { command: asked, facts } of all) {
        if (asked.type !== 'LookAtPosition' || asked.data.kill?.flatten !== false) continue;
        expect(facts.some(({ type }) => type === 'ExitAttempted')).toBe(false);
      }
    });
  });
});
