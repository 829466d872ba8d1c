/** Rules of an account at the venue that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';
import * as venueAccount from './venue-account.js';

const at = fc.integer({ min: 0, max: 20_000_000 }).map(examples.later);
const condition = fc.constantFrom<venueAccount.Condition>('open', 'restarting', 'geoblocked');
const kind = fc.constantFrom<venueAccount.DriftKind>('order_missing', 'fill_unknown');
const subject = fc.constantFrom('one', 'two', 'three');

const command: fc.Arbitrary<venueAccount.Command> = fc.oneof(
  fc.record({ at, condition }).map(examples.seeCondition),
  fc.record({ at, since: at }).map(examples.loseHeartbeat),
  fc.record({ at }).map(examples.restoreHeartbeat),
  fc.record({ at, since: at }).map(examples.loseUserStream),
  fc.record({ at }).map(examples.restoreUserStream),
  fc
    .record({ at, reason: fc.constantFrom('started' as const, 'overdue' as const) })
    .map(examples.requireReconciliation),
  // What was looked at lies before now: what was matched later can still be met.
  fc.record({ at, through: fc.constant(examples.at) }).map(examples.completeReconciliation),
  fc.record({ at, kind, subject, since: at }).map(examples.reportDrift),
  fc.record({ at, kind, subject }).map(examples.resolveDrift),
);
const commands = fc.array(command, { maxLength: 40 });

describe('an account at the venue, whatever happens', () => {
  obeysTheCommonLaws(venueAccount.decider, command);

  it('loses and regains its heartbeat and its stream in turns', () => {
    check((facts) => {
      inTurns(facts, 'HeartbeatLost', 'HeartbeatRestored');
      inTurns(facts, 'UserStreamLost', 'UserStreamRestored');
    });
  });

  it('changes its condition from what it was to something else', () => {
    check((facts) => {
      let before: venueAccount.Condition = 'open';
      for (const fact of facts) {
        if (fact.type !== 'VenueConditionChanged') continue;
        expect(fact.data.before).toBe(before);
        expect(fact.data.condition).not.toBe(before);
        before = fact.data.condition;
      }
    });
  });

  it('has each difference open at most once, and resolves only what is open', () => {
    check((facts) => {
      const open = new Set<string>();
      for (const fact of facts) {
        if (fact.type !== 'DriftFound' && fact.type !== 'DriftResolved') continue;
        const key = `${fact.data.kind} ${fact.data.subject}`;
        expect(open.has(key)).toBe(fact.type === 'DriftResolved');
        if (fact.type === 'DriftFound') open.add(key);
        else open.delete(key);
      }
    });
  });

  it('tells of no trade of others twice', () => {
    check((facts) => {
      const trades = facts.flatMap((fact) =>
        fact.type === 'DriftFound' && fact.data.kind === 'fill_unknown' ? [fact.data.subject] : [],
      );
      expect(new Set(trades).size).toBe(trades.length);
    });
  });

  it('asks for a comparison only when none is due', () => {
    check((facts) => {
      let due: venueAccount.UnreconciledReason | undefined;
      for (const { type, data } of facts) {
        if (type === 'VenueUnreconciled') {
          expect(due).toBe(data.reason === 'started' ? undefined : due && 'started');
          due = data.reason;
        }
        if (type === 'VenueReconciled') due = undefined;
      }
    });
  });
});

function inTurns(
  facts: readonly venueAccount.Event[],
  lost: venueAccount.Event['type'],
  restored: venueAccount.Event['type'],
): void {
  const turns = facts.map(({ type }) => type).filter((type) => type === lost || type === restored);
  turns.forEach((type, index) => expect(type).toBe(index % 2 === 0 ? lost : restored));
}

function check(law: (facts: readonly venueAccount.Event[]) => void): void {
  fc.assert(
    fc.property(commands, (history) => law(factsOf(venueAccount.decider, history))),
    { numRuns: RUNS },
  );
}
