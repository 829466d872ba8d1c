/** Rules of orders that hold for every history. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, shares } from './money.js';
import * as order from './order.js';
import { examples, factsOf, obeysTheCommonLaws, RUNS } from './testing/index.js';

const tradeId = fc.constantFrom('trade-1', 'trade-2', 'trade-3');
const size = fc.bigInt(0n, 120_000_000n).map((micros) => shares(decimal(micros)));

const command: fc.Arbitrary<order.Command> = fc.oneof(
  fc.constantFrom('body-1', 'body-2').map((signedBody) => examples.requestOrder({ signedBody })),
  fc.constant(examples.acceptOrder()),
  fc.constant(examples.rejectOrder()),
  fc.constant(examples.doubtOrder()),
  fc.constant(examples.requestCancel()),
  fc.record({ tradeId, shares: size }).map(examples.recordFill),
  tradeId.map((id) => examples.confirmFill({ tradeId: id })),
  tradeId.map((id) => examples.failFill({ tradeId: id })),
  size.map((venueFilledShares) => examples.closeOrder({ venueFilledShares })),
);
const commands = fc
  .array(command, { maxLength: 30 })
  .map((later) => [examples.requestOrder(), ...later]);

describe('orders, whatever happens', () => {
  obeysTheCommonLaws(order.decider, command);

  it('are signed once', () => {
    check((facts) => expect(ofType(facts, 'OrderRequested')).toHaveLength(1));
  });

  it('are never rejected and filled at once', () => {
    fc.assert(
      fc.property(commands, (history) => {
        const state = factsOf(order.decider, history).reduce(order.evolve, order.initialState);
        return !(state.kind === 'rejected' && state.fills.size > 0);
      }),
      { numRuns: RUNS },
    );
  });

  it('count each trade once, and end its settlement once', () => {
    check((facts) => {
      const filled = ofType(facts, 'OrderFilled').map(({ data }) => data.tradeId);
      const ended = facts.flatMap((fact) =>
        fact.type === 'FillConfirmed' || fact.type === 'FillFailed' ? [fact.data.tradeId] : [],
      );
      expect(new Set(filled).size).toBe(filled.length);
      expect(new Set(ended).size).toBe(ended.length);
      expect(filled).toEqual(expect.arrayContaining(ended));
    });
  });

  it('repeat in a confirmation or a failure exactly what was filled', () => {
    check((facts) => {
      for (const fact of facts) {
        if (fact.type !== 'FillConfirmed' && fact.type !== 'FillFailed') continue;
        const filled = ofType(facts, 'OrderFilled').find(
          ({ data }) => data.tradeId === fact.data.tradeId,
        );
        const { shares: filledShares, price, amountUsd, feeUsd } = fact.data;
        expect(filled?.data).toMatchObject({ shares: filledShares, price, amountUsd, feeUsd });
      }
    });
  });

  it('close at most once, and only with every fill the venue claims', () => {
    fc.assert(
      fc.property(commands, (history) => {
        let state: order.State = order.initialState;
        let closings = 0;
        for (const next of history) {
          const before = order.matchedShares(state);
          const facts = order.decide(next, state);
          state = facts.reduce(order.evolve, state);
          for (const { data } of ofType(facts, 'OrderClosed')) {
            closings += 1;
            expect(data.filledShares).toBe(before);
            const claimed = next.type === 'CloseOrder' ? next.data.venueFilledShares : 0n;
            expect(claimed - before).toBeLessThan(order.DUST_SHARES);
          }
        }
        expect(closings).toBeLessThanOrEqual(1);
      }),
      { numRuns: RUNS },
    );
  });

  it('are asked to end at most once, and not when they are over', () => {
    check((facts) => {
      const asked = facts.findIndex(({ type }) => type === 'OrderCancelRequested');
      if (asked === -1) return;
      const before = facts.slice(0, asked).reduce(order.evolve, order.initialState);
      expect(order.isOpen(before)).toBe(true);
      expect(ofType(facts, 'OrderCancelRequested')).toHaveLength(1);
    });
  });

  it('hold as many shares as their fills add up to', () => {
    fc.assert(
      fc.property(commands, (history) => {
        const facts = factsOf(order.decider, history);
        const filled = ofType(facts, 'OrderFilled').map(({ data }) => data.shares as bigint);
        const state = facts.reduce(order.evolve, order.initialState);
        return order.matchedShares(state) === filled.reduce((total, one) => total + one, 0n);
      }),
      { numRuns: RUNS },
    );
  });
});

function check(law: (facts: readonly order.Event[]) => void): void {
  fc.assert(
    fc.property(commands, (history) => law(factsOf(order.decider, history))),
    { numRuns: RUNS },
  );
}

function ofType<Type extends order.Event['type']>(facts: readonly order.Event[], type: Type) {
  return facts.filter((fact): fact is Extract<order.Event, { type: Type }> => fact.type === type);
}
