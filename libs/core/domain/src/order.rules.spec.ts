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

/** One trade as the venue shows it: settled in the end or not, after tries with other transactions. */
const tradeLife = fc.record({
  tradeId,
  size,
  tries: fc.array(fc.constantFrom('0xtry-1', '0xtry-2', '0xtry-3'), { maxLength: 3 }),
  end: fc.constantFrom('confirmed', 'failed', 'open'),
});
type TradeLife = {
  readonly tradeId: string;
  readonly size: ReturnType<typeof shares>;
  readonly tries: readonly string[];
  readonly end: 'confirmed' | 'failed' | 'open';
};

/** What is asked of the decider at each sight of the trade; a try that is repeated proves nothing. */
function sightsOf({ tradeId: id, size: filled, tries, end }: TradeLife): readonly order.Command[] {
  const seen = examples.recordFill({ tradeId: id, shares: filled });
  const transactionHash = `${tries.at(-1) ?? '0xfirst'}-${id}`;
  const last = {
    confirmed: [seen, examples.confirmFill({ tradeId: id, transactionHash })],
    failed: [seen, examples.failFill({ tradeId: id })],
    open: [],
  }[end];
  return [seen, ...tries.map(() => seen), ...last];
}

const lives = fc.uniqueArray(tradeLife, { selector: (life) => life.tradeId, maxLength: 3 });
/** Each trade in its own order, but among the others, and among answers and ends, as it happens. */
const interleaved = fc
  .tuple(lives, fc.array(command, { maxLength: 10 }), fc.infiniteStream(fc.nat(99)))
  .map(([trades, others, chance]) => {
    const queues = [...trades.map(sightsOf), others.filter(isNoTrade)].map((one) => [...one]);
    const mixed: order.Command[] = [examples.requestOrder()];
    for (const pick of chance) {
      const waiting = queues.filter((queue) => queue.length > 0);
      const next = waiting[pick % (waiting.length || 1)]?.shift();
      if (next === undefined) break;
      mixed.push(next);
    }
    return { trades, mixed };
  });

const isNoTrade = ({ type }: order.Command): boolean =>
  type !== 'RecordFill' && type !== 'ConfirmFill' && type !== 'FailFill';

describe('the trades of an order, in whatever order they are seen', () => {
  it('end as the venue ended them, with the transaction that settled them', () => {
    fc.assert(
      fc.property(interleaved, ({ trades, mixed }) => {
        const facts = factsOf(order.decider, mixed);
        for (const { tradeId: id, tries, end } of trades) {
          const confirmed = ofType(facts, 'FillConfirmed').filter(
            ({ data }) => data.tradeId === id,
          );
          const failed = ofType(facts, 'FillFailed').filter(({ data }) => data.tradeId === id);
          expect(
            ofType(facts, 'OrderFilled').filter((one) => one.data.tradeId === id),
          ).toHaveLength(1);
          expect(failed).toHaveLength(end === 'failed' ? 1 : 0);
          expect(confirmed.map(({ data }) => data.transactionHash)).toEqual(
            end === 'confirmed' ? [`${tries.at(-1) ?? '0xfirst'}-${id}`] : [],
          );
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('count also when the order was over, and do not open it again', () => {
    fc.assert(
      fc.property(interleaved, ({ trades, mixed }) => {
        let state: order.State = order.initialState;
        let isClosed = false;
        for (const next of mixed) {
          state = order.decide(next, state).reduce(order.evolve, state);
          isClosed ||= state.kind === 'closed';
          if (isClosed) expect(state.kind).toBe('closed');
        }
        const total = trades.reduce((sum, life) => sum + life.size, 0n);
        expect(order.matchedShares(state)).toBe(total);
      }),
      { numRuns: RUNS },
    );
  });

  it('leave the books exact and never below nothing, fact after fact', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          interleaved,
          commands.map((mixed) => ({ mixed })),
        ),
        ({ mixed }) => {
          const books = { provisional: 0n, settled: 0n, reversed: 0n };
          let filled = 0n;
          for (const fact of factsOf(order.decider, mixed)) {
            if (fact.type === 'OrderFilled') {
              filled += fact.data.shares;
              books.provisional += fact.data.shares;
            }
            if (fact.type === 'FillConfirmed' || fact.type === 'FillFailed') {
              books.provisional -= fact.data.shares;
              books[fact.type === 'FillConfirmed' ? 'settled' : 'reversed'] += fact.data.shares;
            }
            expect(Object.values(books).every((part) => part >= 0n)).toBe(true);
            expect(books.provisional + books.settled + books.reversed).toBe(filled);
          }
        },
      ),
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
