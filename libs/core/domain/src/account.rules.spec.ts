/**
 * Rules of accounts that hold for every history.
 * Method: play random orders, fills, failures, releases and payouts through the decider, and after
 * each one check the promise, against the facts read again from the start.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as account from './account.js';
import { decimal, ratio, usd } from './money.js';
import { DUST_SHARES } from './order.js';
import {
  fillOf,
  happenings,
  play,
  strategyIds,
  windUp,
  type Step,
} from './testing/account-histories.js';
import { cashFlowOf, spentSince, totalsKept, totalsOf } from './testing/account-shadow.js';
import { examples, obeysTheCommonLaws, RUNS, same } from './testing/index.js';

const HOUR_MS = 3_600_000;

const limits: account.RiskRules = {
  dailyBudgetUsd: usd('80'),
  weeklyBudgetUsd: usd('300'),
  monthlyBudgetUsd: usd('700'),
  maxPositionSizeUsd: usd('45'),
  maxTotalExposureUsd: usd('90'),
  maxConcurrentPositions: 4,
  maxPositionsPerMarket: 2,
  maxEventLossUsd: usd('85'),
  maxDrawdownPct: ratio('0.2'),
  drawdownResumeThresholdPct: ratio('0.5'),
  maxConsecutiveLosses: 4,
  streakCooldownMs: HOUR_MS,
};
const rolling: account.RiskRules = { ...limits, budgetWindow: 'rolling' };

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
  id.map((n) => examples.settlePosition({ transactionHash: `0xsweep-${n}` })),
  id.map((n) => examples.mergeSets({ transactionHash: `0xmerge-${n}` })),
  fc.constant(examples.killAccount()),
  fc.constant(examples.releaseAccount()),
  fc.constant(examples.killStrategy()),
  fc.constant(examples.releaseStrategy()),
  fc.constant(examples.pauseStrategy()),
  fc.constant(examples.resumeStrategy()),
  fc.constantFrom('slippage', 'operator').map((kind) => examples.tripBreaker({ kind })),
  fc.constantFrom('slippage', 'operator').map((kind) => examples.clearBreaker({ kind })),
  fc.constant(examples.tripBreaker({ strategyId: undefined, until: examples.later(5) })),
  fc.constant(examples.setRiskRules({ fixedUsd: usd('7') }, { effectiveAt: examples.later(5) })),
  fc.constant(examples.resetPeak()),
  fc
    .nat(100)
    .map((cents) =>
      examples.markEquity({ marks: [{ tokenId: 'token-yes', price: BigInt(cents) * 10_000n }] }),
    ),
  fc.nat(90).map((dollars) => examples.observeCollateral(usd(String(dollars)))),
  fc.nat(90_000_000).map((ms) => examples.passTime(examples.later(ms))),
);

describe('accounts, whatever is asked', () => {
  obeysTheCommonLaws(account.decider, command);
});

describe('accounts, whatever happens', () => {
  it('exceed no limit, however approvals, fills, failures, releases and payouts interleave', () => {
    always(({ after }) => {
      for (const [, strategy] of after.strategies.entries()) {
        const { openPositions, pendingEntries, spentUsd, heldInMarket } = strategy;
        atMost(account.exposure(strategy), usd('90'));
        atMost(openPositions + pendingEntries, 4);
        for (const [key, spent] of spentUsd.entries()) {
          const [period = ''] = key.split('/');
          atMost(spent, { day: usd('80'), week: usd('300'), month: usd('700') }[period] ?? 0n);
        }
        for (const [, held] of heldInMarket.entries()) atMost(held, 2);
      }
    }, 'stand');
  });

  it('spend no more in any 24 hours, 7 days or 30 days than a rolling budget allows', () => {
    always(
      ({ after, shadow, nowMs }) => {
        const periods = [
          { period: 'day', hours: 24, limit: usd('80') },
          { period: 'week', hours: 24 * 7, limit: usd('300') },
          { period: 'month', hours: 24 * 30, limit: usd('700') },
        ] as const;
        for (const [strategyId, strategy] of after.strategies.entries()) {
          for (const { period, hours, limit } of periods) {
            const spent = spentSince(shadow, strategyId, nowMs - hours * HOUR_MS);
            atMost(spent, limit);
            alike(account.spentIn(strategy, period, { dayKey: '', atMs: nowMs }), spent);
          }
        }
      },
      'may fail',
      rolling,
    );
  });

  it('promise no more than the wallet has, whichever strategy asks', () => {
    always(({ before, happened, after }) => {
      const isEntry = ({ type, data }: account.Event) =>
        type === 'SignalApproved' && data.side === 'BUY';
      const free = account.freeCollateral(before.collateral);
      if (free !== undefined && happened.some(isEntry)) atMost(after.reservedUsd, free);
    });
  });

  it('approve no entry while they are paused or killed or a breaker is on', () => {
    always(({ happened, after, nowMs }) => {
      for (const { type, data } of happened) {
        if (type !== 'SignalApproved' || data.side === 'SELL') continue;
        const strategy = after.strategies.get(data.strategyId);
        const on = strategy?.breakers.filter((breaker) => account.isOn(breaker, nowMs));
        alike([strategy?.pause, strategy?.killed, on], [undefined, undefined, []]);
      }
    });
  });

  it('have a peak no mark is above, and a trough no mark since is below', () => {
    always(({ happened, after }) => {
      for (const { type, data } of happened) {
        if (type !== 'EquityMarked') continue;
        const strategy = after.strategies.get(data.strategyId);
        atMost(data.equityUsd, strategy?.peakUsd ?? 0n);
        atMost(strategy?.troughUsd ?? 0n, data.equityUsd);
      }
    });
  });

  it('exceed the exposure by no more than failed sales brought back', () => {
    always(({ after, shadow: { trades } }) => {
      for (const [strategyId, strategy] of after.strategies.entries()) {
        const broughtBack = [...trades.values()]
          .filter(({ fact, reversed }) => reversed && fact.type === 'ExposureClosed')
          .filter(({ fact }) => fact.data.strategyId === strategyId)
          .reduce((sum, { fact }) => sum + fact.data.costUsd, 0n);
        atMost(account.exposure(strategy), usd('90') + broughtBack);
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
      if (settled.type !== 'SettlePosition' || settled.data.transactionHash !== undefined) return;
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

  it('lose to a merge or a sweep no more than was taken, are paid no more for it, and only once', () => {
    always(({ command: taken, before, happened, after }) => {
      const isPart = taken.type === 'MergeSets' || taken.type === 'SettlePosition';
      if (!isPart || taken.data.transactionHash === undefined) return;
      const closed = happened.flatMap((fact) =>
        fact.type === 'ExposureClosed' ? [fact.data] : [],
      );
      const parts =
        taken.type === 'SettlePosition'
          ? taken.data.holdings
          : taken.data.tokenIds.map((tokenId) => ({ ...taken.data, tokenId }));
      const paid = closed.reduce((sum, { proceedsUsd }) => sum + proceedsUsd, 0n);
      alike(paid <= (parts[0]?.payoutUsd ?? 0n), true);
      for (const { tokenId, shares } of parts) {
        const gone = closed
          .filter((one) => one.tokenId === tokenId)
          .reduce((sum, one) => sum + one.shares, 0n);
        const dust = taken.type === 'SettlePosition' ? DUST_SHARES : 0n;
        alike(gone <= shares + dust, true);
        alike(heldOf(before, tokenId) - gone, heldOf(after, tokenId));
      }
      if (closed.length > 0) alike(account.decide(taken, after), []);
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
          if (!MAY_COME_AGAIN.has(old.type)) alike(account.decide(old, end), []);
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
      weeklyBudgetUsd: upTo('300'),
      monthlyBudgetUsd: upTo('700'),
      maxSpreadPct: fc.constantFrom(ratio('0.01'), ratio('0.03')),
      minLiquidityUsd: fc.constantFrom(usd('1'), usd('100000')),
      maxEventLossUsd: upTo('85'),
      maxDrawdownPct: fc.nat(20).map((percent) => ratio(String(percent / 100))),
      maxConsecutiveLosses: fc.nat(4),
      maxSlippagePct: fc.constantFrom(ratio('0'), ratio('0.005')),
      maxLatencyMs: fc.nat(100),
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

/** Payouts for what was bought since, and what people and clocks may well do twice. */
const MAY_COME_AGAIN: ReadonlySet<account.Command['type']> = new Set([
  ...([
    'SettlePosition',
    'MergeSets',
    'MarkEquity',
    'ObserveCollateral',
    'PassTime',
    'ResetPeak',
  ] as const),
  ...(['PauseStrategy', 'ResumeStrategy', 'TripBreaker', 'ClearBreaker'] as const),
  ...(['KillStrategy', 'ReleaseStrategy'] as const),
]);

function always(
  law: (step: Step) => void,
  sales: 'may fail' | 'stand' = 'may fail',
  rules = limits,
): void {
  fc.assert(
    fc.property(happenings, (history) => {
      for (const step of play(history, { rules, sales })) law(step);
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

const heldOf = (state: account.State, tokenId: string): bigint =>
  (state.holders.get(tokenId) ?? []).reduce((sum, strategyId) => {
    const position = state.positions.get(account.positionKey(strategyId, tokenId));
    return sum + (position?.shares ?? 0n);
  }, 0n);

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
