/**
 * Rules of accounts that hold for every history.
 * Method: play random orders, fills, failures, releases and payouts through the decider, and after
 * each one check the promise, against the facts read again from the start.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as account from './account.js';
import { decimal, ratio, usd } from './money.js';
import {
  fillOf,
  happenings,
  play,
  strategyIds,
  windUp,
  type Step,
} from './testing/account-histories.js';
import { cashFlowOf, totalsKept, totalsOf } from './testing/account-shadow.js';
import { examples, obeysTheCommonLaws, RUNS, same } from './testing/index.js';

const limits = {
  dailyBudgetUsd: usd('80'),
  maxPositionSizeUsd: usd('45'),
  maxTotalExposureUsd: usd('90'),
  maxConcurrentPositions: 4,
  maxPositionsPerMarket: 2,
};

const id = fc.constantFrom('1', '2');
const command: fc.Arbitrary<account.Command> = fc.oneof(
  fc.constant(examples.registerStrategy()),
  fc
    .constantFrom({}, { maxConcurrentPositions: 1 }, { dailyBudgetUsd: usd('30') })
    .map((rules) => examples.setRiskRules(rules)),
  id.map((n) => examples.assessSignal({ signalId: `signal-${n}`, conditionId: `condition-${n}` })),
  id.map((n) => examples.assessSignal(examples.exitSignal({ signalId: `exit-${n}` }))),
  fc
    .record({ signal: id, trade: id })
    .map(({ signal, trade }) =>
      examples.bookFill({ signalId: `signal-${signal}`, tradeId: trade }),
    ),
  id.map((n) => examples.bookSale({ signalId: `exit-${n}`, tradeId: n })),
  id.map((tradeId) => examples.settleFill({ tradeId })),
  id.map((tradeId) => examples.reverseFill({ tradeId })),
  id.map((n) => examples.releaseReservation(`signal-${n}`)),
  fc.constant(examples.settlePosition()),
  fc.constant(examples.killAccount()),
  fc.constant(examples.releaseAccount()),
);

describe('accounts, whatever is asked', () => {
  obeysTheCommonLaws(account.decider, command);
});

describe('accounts, whatever happens', () => {
  it('exceed no limit, however approvals, fills, failures, releases and payouts interleave', () => {
    always(({ after }) => {
      for (const [, strategy] of after.strategies.entries()) {
        const { openPositions, pendingEntries, spentUsd, heldInMarket } = strategy;
        atMost(account.exposure(strategy), limits.maxTotalExposureUsd);
        atMost(openPositions + pendingEntries, limits.maxConcurrentPositions);
        for (const [, spent] of spentUsd.entries()) atMost(spent, limits.dailyBudgetUsd);
        for (const [, held] of heldInMarket.entries()) atMost(held, limits.maxPositionsPerMarket);
      }
    }, 'stand');
  });

  it('exceed the exposure by no more than failed sales brought back', () => {
    always(({ after, shadow: { trades } }) => {
      for (const [strategyId, strategy] of after.strategies.entries()) {
        const broughtBack = [...trades.values()]
          .filter(({ fact, reversed }) => reversed && fact.type === 'ExposureClosed')
          .filter(({ fact }) => fact.data.strategyId === strategyId)
          .reduce((sum, { fact }) => sum + fact.data.costUsd, 0n);
        atMost(account.exposure(strategy), limits.maxTotalExposureUsd + broughtBack);
      }
    });
  });

  it('keep every total as all facts add up to it', () => {
    always(({ after, shadow }) => {
      alike(totalsKept(after), totalsOf(shadow, strategyIds));
    });
  });

  it('approve no sell that with all live sells exceeds what is settled', () => {
    always(({ happened, after }) => {
      for (const { type, data } of happened) {
        if (type !== 'SignalApproved' || data.side !== 'SELL') continue;
        const position = after.positions.get(account.positionKey(data.strategyId, data.tokenId));
        atMost(position?.sellingShares ?? data.shares, position?.settledShares ?? 0n);
      }
    });
  });

  it('have realized, at every moment, what came in and went out, but for the cost of what is open', () => {
    always(({ after, shadow }) => {
      const strategies = [...after.strategies.entries()].map(([, strategy]) => strategy);
      const open = strategies.reduce((sum, { openCostUsd }) => sum + openCostUsd, 0n);
      alike(realizedBy(after), cashFlowOf(shadow) + open);
    });
  });

  it('hold and reserve nothing, and have realized the cash flow, when everything is over', () => {
    atTheEnd((last) => {
      const { after, shadow } = windUp(last);
      for (const [, { reservedUsd, openCostUsd, ...counts }] of after.strategies.entries()) {
        const { openPositions, pendingEntries, heldInMarket } = counts;
        alike([reservedUsd, openCostUsd], [0n, 0n]);
        alike([openPositions, pendingEntries, heldInMarket.size], [0, 0, 0]);
      }
      alike([after.reservations.size, after.positions.size, after.holders.size], [0, 0, 0]);
      alike(realizedBy(after), cashFlowOf(shadow));
    });
  });

  it('pay out to strategies exactly what a market paid', () => {
    always(({ command: settled, happened, after }) => {
      if (settled.type !== 'SettlePosition') return;
      for (const { tokenId, payoutUsd } of settled.data.holdings) {
        const parts = happened.flatMap((fact) =>
          fact.type === 'ExposureClosed' && fact.data.tokenId === tokenId ? [fact.data] : [],
        );
        const paid = parts.reduce((sum, { proceedsUsd }) => sum + proceedsUsd, 0n);
        if (parts.length > 0) alike(paid, payoutUsd);
        alike(after.holders.has(tokenId), false);
      }
    });
  });

  it('are left by a failed fill as if it had never been, once its order is over', () => {
    atTheEnd(({ after, shadow }) => {
      for (const order of shadow.orders.values()) {
        if (!order.live || order.remainingShares <= 0n) continue;
        const fill = fillOf(order, { part: 60, paid: 90, tradeId: 'trade-that-fails' });
        const over = examples.releaseReservation(order.approval.signalId);
        const failed = told(after, fill, examples.reverseFill(fill.data), over);
        const unfilled = told(after, over);
        alike(totalsKept(failed), totalsKept(unfilled));
        alike(realizedBy(failed), realizedBy(unfilled));
      }
    });
  });

  it('write nothing when an old command is told again, however much later', () => {
    fc.assert(
      fc.property(happenings, (history) => {
        const steps = [...play(history, { rules: limits, sales: 'may fail' })];
        const end = steps.at(-1)?.after ?? account.initialState;
        for (const { command: old } of steps) {
          // A payout may come again for what was bought since.
          if (old.type !== 'SettlePosition') alike(account.decide(old, end), []);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('accounts, under a stricter limit', () => {
  const stricter: fc.Arbitrary<account.RiskRules> = fc.record(
    {
      dailyBudgetUsd: upTo('80'),
      maxPositionSizeUsd: upTo('45'),
      maxTotalExposureUsd: upTo('90'),
      maxConcurrentPositions: fc.nat(4),
      maxPositionsPerMarket: fc.nat(2),
      maxSpreadPct: fc.constantFrom(ratio('0.01'), ratio('0.03')),
      maxSignalAgeMs: fc.constant(0),
    },
    { requiredKeys: [] },
  );

  it('approve no signal they would otherwise refuse', () => {
    fc.assert(
      fc.property(happenings, stricter, (history, rules) => {
        for (const { command: asked, before } of play(history, { rules: limits, sales: 'stand' })) {
          if (asked.type !== 'AssessSignal') continue;
          const strict = strategyIds
            .map((strategyId) => examples.riskRulesSet({ ...limits, ...rules }, { strategyId }))
            .reduce(account.evolve, before);
          if (approves(asked, strict)) alike(approves(asked, before), true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function always(law: (step: Step) => void, sales: 'may fail' | 'stand' = 'may fail'): void {
  fc.assert(
    fc.property(happenings, (history) => {
      for (const step of play(history, { rules: limits, sales })) law(step);
    }),
    { numRuns: RUNS },
  );
}

function atTheEnd(law: (last: Step) => void): void {
  fc.assert(
    fc.property(happenings, (history) => {
      const last = [...play(history, { rules: limits, sales: 'may fail' })].at(-1);
      if (last !== undefined) law(last);
    }),
    { numRuns: RUNS },
  );
}

const realizedBy = (state: account.State): bigint =>
  [...state.strategies.entries()].reduce((sum, [, { realizedUsd }]) => sum + realizedUsd, 0n);

const told = (state: account.State, ...commands: readonly account.Command[]): account.State =>
  commands.reduce(
    (before, next) => account.decide(next, before).reduce(account.evolve, before),
    state,
  );

const approves = (asked: account.AssessSignal, state: account.State): boolean =>
  account.decide(asked, state).some(({ type }) => type === 'SignalApproved');

/** Compares quickly, and asserts only to say what differs. */
function alike(value: unknown, expected: unknown): void {
  if (!same(value, expected)) expect(value).toEqual(expected);
}

function atMost(value: bigint | number, limit: bigint | number): void {
  if (value > limit) expect(value).toBeLessThanOrEqual(limit);
}

function upTo(dollars: string): fc.Arbitrary<ReturnType<typeof usd>> {
  return fc.bigInt(0n, usd(dollars)).map((micros) => usd(decimal(micros)));
}
