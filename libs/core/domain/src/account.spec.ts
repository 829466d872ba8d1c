import { describe, expect, it } from '@jest/globals';
import * as account from './account.js';
import { fold } from './decider.js';
import { noUsd, price, ratio, shares, usd } from './money.js';
import { examples, specify } from './testing/index.js';

const {
  accountKilled,
  accountReleased,
  assessSignal,
  exitSignal,
  exposureClosed,
  exposureOpened,
  exposureSettled,
  killAccount,
  later,
  level,
  marketView,
  quote,
  readyToTrade,
  registerStrategy,
  releaseAccount,
  reservationReleased,
  riskRulesSet,
  setRiskRules,
  signalApproved,
  signalRefused,
  strategyRegistered,
} = examples;
const given = specify(account.decider);

const second = { signalId: 'signal-2', externalId: 'external-2', conditionId: 'condition-2' };
const refusal = (code: account.RefusalCode) => ({ type: 'SignalRefused', data: { code } }) as const;
const approval = { type: 'SignalApproved' } as const;

describe('an account, when a strategy is set up', () => {
  it('registers it once', () => {
    given().when(registerStrategy()).then(strategyRegistered());
    given(strategyRegistered())
      .when(registerStrategy({ capitalUsd: usd('1') }))
      .thenNothing();
  });

  it('counts the versions of its rules', () => {
    const stricter = { maxConcurrentPositions: 1 };
    given(strategyRegistered())
      .when(setRiskRules())
      .then(riskRulesSet({}, { version: 1 }));
    given(...readyToTrade())
      .when(setRiskRules(stricter))
      .then(riskRulesSet(stricter, { version: 2 }));
  });

  it('does not count rules that change nothing', () => {
    given(...readyToTrade({ dailyBudgetUsd: usd('100') }))
      .when(setRiskRules({ dailyBudgetUsd: usd('100') }))
      .thenNothing();
  });

  it('counts a limit taken away as a change', () => {
    given(...readyToTrade({ dailyBudgetUsd: usd('100') }))
      .when(setRiskRules({}))
      .then(riskRulesSet({}, { version: 2 }));
  });

  it('sets no rules for a strategy nobody registered', () => {
    given().when(setRiskRules()).thenNothing();
  });
});

describe('an account, when a signal is assessed', () => {
  it('approves a signal within the limits and reserves its cost', () => {
    given(...readyToTrade())
      .when(assessSignal())
      .thenMatching({
        type: 'SignalApproved',
        data: { shares: shares('40'), reservedUsd: usd('20'), dayKey: 'day/2026-11-22' },
      });
  });

  it('approves an order that rests as the signal asked for it', () => {
    const resting = { orderType: 'GTD', expiresAt: later(600_000), postOnly: true } as const;
    given(...readyToTrade())
      .when(assessSignal(resting))
      .thenMatching({ type: 'SignalApproved', data: resting });
  });

  it('stores every rule’s number, limit and verdict with an approval', () => {
    given(...readyToTrade())
      .when(assessSignal())
      .thenMatching({
        type: 'SignalApproved',
        data: {
          decision: {
            rulesVersion: 1,
            checks: [
              { code: 'circuit_breaker_active', value: 0n, limit: 0n, passed: true },
              { code: 'strategy_paused', passed: true },
              { code: 'drawdown_exceeded', value: 0n, limit: ratio('0.07'), passed: true },
              { code: 'consecutive_losses', value: 0n, limit: 5n, passed: true },
              { code: 'daily_budget_exceeded', value: usd('20'), limit: usd('1000'), passed: true },
              { code: 'weekly_budget_exceeded', limit: undefined, passed: true },
              { code: 'monthly_budget_exceeded', limit: undefined, passed: true },
              { code: 'position_too_large', value: usd('20'), limit: usd('200'), passed: true },
              { code: 'exposure_exceeded', value: usd('20'), limit: usd('5000'), passed: true },
              { code: 'too_many_positions', value: 0n, limit: 20n, passed: true },
              { code: 'market_already_held', value: 0n, limit: 1n, passed: true },
              { code: 'slippage_exceeded', value: 0n, limit: ratio('0.01'), passed: true },
              { code: 'spread_exceeded', limit: undefined, passed: true },
              { code: 'liquidity_too_low', limit: undefined, passed: true },
              { code: 'latency_exceeded', value: 0n, limit: 5000n, passed: true },
              { code: 'account_balance', limit: undefined, passed: true },
              { code: 'event_loss_exceeded', limit: undefined, passed: true },
            ],
            sizing: { askedUsd: usd('20'), sizedUsd: usd('20'), by: 'signal', clipped: false },
          },
        },
      });
  });

  it('names the first failing rule in the documented order, and stores them all', () => {
    given(...readyToTrade({ maxPositionSizeUsd: usd('10'), maxTotalExposureUsd: usd('10') }))
      .when(assessSignal())
      .thenMatching({
        type: 'SignalRefused',
        data: {
          code: 'position_too_large',
          sentence: 'Refused: a position of $20.00 is larger than the $10.00 allowed.',
          decision: {
            checks: [
              ...Array.from({ length: 7 }, () => ({ passed: true })),
              { code: 'position_too_large', passed: false },
              { code: 'exposure_exceeded', passed: false },
              ...Array.from({ length: 8 }, () => ({ passed: true })),
            ],
          },
        },
      });
  });

  it('stores the quote and the market it looked at', () => {
    const wide = quote({ bids: [level('0.10')], asks: [level('0.90')] });
    given(...readyToTrade({ maxSpreadPct: ratio('0.05') }))
      .when(assessSignal({}, { quote: wide }))
      .thenMatching({
        type: 'SignalRefused',
        data: { code: 'spread_exceeded', decision: { quote: wide, market: marketView() } },
      });
  });

  it('decides a signal once, whatever the answer was', () => {
    given(...readyToTrade(), signalApproved())
      .when(assessSignal())
      .thenNothing();
    given(...readyToTrade(), signalRefused())
      .when(assessSignal())
      .thenNothing();
  });

  it('asks no rule when the gate is closed', () => {
    given(...readyToTrade())
      .when(assessSignal({}, { at: later(60_000) }))
      .thenMatching({
        type: 'SignalRefused',
        data: { code: 'stale_signal', decision: { checks: [{ code: 'stale_signal' }] } },
      });
  });
});

describe('an account, when it sizes an order', () => {
  it('rounds down to the venue’s grid of a hundredth of a share', () => {
    given(...readyToTrade())
      .when(assessSignal({ sizeUsd: usd('10'), limitPrice: price('0.33') }))
      .thenMatching({
        type: 'SignalApproved',
        data: { shares: shares('30.3'), sizeUsd: usd('9.999'), reservedUsd: usd('9.999') },
      });
  });

  it('reserves the highest fee on top', () => {
    const market = marketView({ fee: { rate: ratio('0.07'), exponent: 1 } });
    given(...readyToTrade())
      .when(assessSignal({}, { market }))
      .thenMatching({ type: 'SignalApproved', data: { reservedUsd: usd('20.7') } });
  });

  it('takes the market’s minimum and refuses less, never bumping up', () => {
    const market = marketView({ orderSizeMin: shares('40') });
    given(...readyToTrade())
      .when(assessSignal({ sizeUsd: usd('20') }, { market }))
      .thenMatching({ type: 'SignalApproved', data: { shares: shares('40') } });
    given(...readyToTrade())
      .when(assessSignal({ sizeUsd: usd('19.99') }, { market }))
      .thenMatching(refusal('below_minimum'));
  });

  it('orders no empty order, even where the market has no minimum', () => {
    given(...readyToTrade())
      .when(
        assessSignal(
          { sizeUsd: usd('0.001') },
          { market: marketView({ orderSizeMin: shares('0') }) },
        ),
      )
      .thenMatching(refusal('below_minimum'));
  });
});

describe('an account, when earlier orders count', () => {
  it('counts what they reserved', () => {
    given(...readyToTrade({ maxTotalExposureUsd: usd('39.99') }), signalApproved())
      .when(assessSignal(second))
      .thenMatching(refusal('exposure_exceeded'));
  });

  it('can spend what they gave back', () => {
    given(...readyToTrade({ dailyBudgetUsd: usd('20') }), signalApproved(), reservationReleased())
      .when(assessSignal(second))
      .thenMatching(approval);
  });

  it('can spend what a better price left over', () => {
    const cheap = exposureOpened({ costUsd: usd('15') });
    given(...readyToTrade({ dailyBudgetUsd: usd('35') }), signalApproved(), cheap)
      .when(assessSignal(second))
      .thenMatching(approval);
  });

  it('has a new budget after midnight', () => {
    const history = [...readyToTrade({ dailyBudgetUsd: usd('20') }), signalApproved()];
    const nextDay = '2026-11-23T00:00:00.000Z';
    given(...history)
      .when(assessSignal(second))
      .thenMatching(refusal('daily_budget_exceeded'));
    given(...history)
      .when(assessSignal({ ...second, observedAt: nextDay }, { at: nextDay }))
      .thenMatching({ type: 'SignalApproved', data: { dayKey: 'day/2026-11-23' } });
  });

  it('ends its day where the strategy’s zone says', () => {
    const at = '2026-11-23T04:59:59.999Z';
    given(...readyToTrade({ timeZone: 'America/New_York' }))
      .when(assessSignal({ observedAt: at }, { at }))
      .thenMatching({ type: 'SignalApproved', data: { dayKey: 'day/2026-11-22' } });
  });

  it('keeps one position a market, from the approval to its end', () => {
    const again = { signalId: 'signal-2' };
    const bought = [...readyToTrade(), signalApproved(), exposureOpened()];
    const over = reservationReleased({ releasedUsd: noUsd, releasedShares: shares('0') });
    const redeemed = exposureClosed({ reason: 'redeemed', realizedUsd: 0n });
    const held = refusal('market_already_held');

    given(...readyToTrade(), signalApproved())
      .when(assessSignal(again))
      .thenMatching(held);
    given(...bought)
      .when(assessSignal(again))
      .thenMatching(held);
    given(...bought, over, redeemed)
      .when(assessSignal(again))
      .thenMatching(approval);
  });

  it('does not let a place go while the order that had it may still fill', () => {
    const half = { shares: shares('20'), costUsd: usd('10'), releasedUsd: usd('10') };
    const soldOut = exposureClosed({ shares: shares('20'), costUsd: usd('10'), realizedUsd: 0n });
    given(
      ...readyToTrade({ maxConcurrentPositions: 1 }),
      signalApproved(),
      exposureOpened(half),
      exposureSettled(half),
      soldOut,
    )
      .when(assessSignal(second))
      .thenMatching(refusal('too_many_positions'));
  });

  it('keeps the strategies of a wallet apart', () => {
    given(
      ...readyToTrade({ maxConcurrentPositions: 1 }),
      signalApproved(),
      strategyRegistered({ strategyId: 'strategy-2' }),
      riskRulesSet({ maxConcurrentPositions: 1 }, { strategyId: 'strategy-2' }),
    )
      .when(assessSignal({ ...second, strategyId: 'strategy-2' }))
      .thenMatching(approval);
  });
});

describe('an account, when an exit is assessed', () => {
  const held = [...readyToTrade(), signalApproved(), exposureOpened(), exposureSettled()];
  const exit = (data: Parameters<typeof exitSignal>[0] = {}) => assessSignal(exitSignal(data));

  it('lets it pass every limit of entries', () => {
    const nothingAllowed = {
      dailyBudgetUsd: noUsd,
      maxPositionSizeUsd: noUsd,
      maxTotalExposureUsd: noUsd,
      maxConcurrentPositions: 0,
    };
    given(...held, riskRulesSet(nothingAllowed, { version: 2 }))
      .when(exit())
      .thenMatching({ type: 'SignalApproved', data: { reservedUsd: noUsd, reduceOnly: true } });
  });

  it('sells no more than is settled', () => {
    given(...held)
      .when(exit({ sizeUsd: usd('1000') }))
      .thenMatching({ type: 'SignalApproved', data: { shares: shares('40') } });
  });

  it('sells no more than other sells left', () => {
    const other = examples.exitApproved({ signalId: 'exit-2', shares: shares('30') });
    given(...held, other)
      .when(exit({ sizeUsd: usd('1000') }))
      .thenMatching({ type: 'SignalApproved', data: { shares: shares('10') } });
  });

  it('leaves dust below the venue’s minimum', () => {
    const other = examples.exitApproved({ signalId: 'exit-2', shares: shares('36') });
    given(...held, other)
      .when(exit({ sizeUsd: usd('1000') }))
      .thenMatching(refusal('below_minimum'));
  });
});

describe('an account, when a strategy lost too much', () => {
  const lost = (equity: string, peak = '10000') =>
    examples.equityMarked({ equityUsd: usd(equity), peakUsd: usd(peak), troughUsd: usd(equity) });
  const marked = { type: 'EquityMarked' } as const;
  const loss = (realizedUsd: string) =>
    exposureClosed({ reason: 'lost', proceedsUsd: noUsd, realizedUsd: usd(realizedUsd) });

  it('refuses beyond the drawdown that is allowed, and not at it', () => {
    given(...readyToTrade(), loss('-700'))
      .when(assessSignal())
      .thenMatching(marked, approval);
    given(...readyToTrade(), loss('-700.01'))
      .when(assessSignal())
      .thenMatching(marked, refusal('drawdown_exceeded'), {
        type: 'StrategyPaused',
        data: {
          kind: 'drawdown',
          by: 'sluice',
          why: 'equity fell from $10000.00 to $9299.99, a drawdown of 7.0001 %, and 7 % is allowed',
          formula: '(peak - equity) / peak > max_drawdown_pct',
          inputs: [
            { name: 'equity', value: '9299.99' },
            { name: 'peak', value: '10000' },
            { name: 'drawdown', value: '0.070001' },
            { name: 'max_drawdown_pct', value: '0.07' },
          ],
        },
      });
  });

  it('measures from the highest equity that was ever marked', () => {
    given(...readyToTrade(), lost('10000', '11000'))
      .when(assessSignal())
      .thenMatching(refusal('drawdown_exceeded'), { type: 'StrategyPaused' });
  });

  it('refuses and pauses once enough trades in a row lost', () => {
    const losing = (count: number) =>
      Array.from({ length: count }, (_, index) => [
        signalApproved({ signalId: `lost-${index}` }),
        exposureOpened({ signalId: `lost-${index}`, tradeId: `lost-${index}` }),
        reservationReleased({ signalId: `lost-${index}` }),
        loss('-1'),
      ]).flat();
    given(...readyToTrade(), ...losing(4))
      .when(assessSignal())
      .thenMatching(marked, approval);
    given(...readyToTrade(), ...losing(5))
      .when(assessSignal())
      .thenMatching(marked, refusal('consecutive_losses'), {
        type: 'StrategyPaused',
        data: {
          kind: 'streak',
          by: 'sluice',
          why: '5 trades lost in a row, and the strategy stops at 5',
          formula: 'consecutive_losses >= max_consecutive_losses',
          inputs: [
            { name: 'consecutive_losses', value: '5' },
            { name: 'max_consecutive_losses', value: '5' },
          ],
        },
      });
  });

  it('is judged on what it holds now: newer marks count before the signal does', () => {
    const held = [...readyToTrade(), signalApproved({ shares: shares('4000') })];
    const bought = exposureOpened({ shares: shares('4000'), costUsd: usd('2000') });
    given(...held, bought)
      .when(assessSignal(second, { marks: [{ tokenId: 'token-yes', price: price('0.30') }] }))
      .thenMatching(
        { type: 'EquityMarked', data: { equityUsd: usd('9200'), troughUsd: usd('9200') } },
        refusal('drawdown_exceeded'),
        { type: 'StrategyPaused' },
      );
  });
});

describe('an account, when a strategy may not trade', () => {
  const standing = (data: Partial<account.Decision>) => ({
    type: 'SignalRefused' as const,
    data: { decision: data },
  });

  it('refuses with the reason of the pause, and estimates nothing', () => {
    given(...readyToTrade(), examples.strategyPaused())
      .when(assessSignal())
      .thenMatching({
        type: 'SignalRefused',
        data: {
          code: 'strategy_paused',
          sentence: `Refused: the strategy is paused since ${examples.at} by ana: the feed is wrong.`,
          decision: {
            checks: [{ code: 'circuit_breaker_active' }, { code: 'strategy_paused' }],
          },
        },
      });
  });

  it('names a breaker before a pause', () => {
    given(...readyToTrade(), examples.strategyPaused(), examples.breakerTripped())
      .when(assessSignal())
      .thenMatching(refusal('circuit_breaker_active'));
  });

  it('counts a breaker of the account for each of its strategies', () => {
    given(...readyToTrade(), examples.breakerTripped({ strategyId: undefined }))
      .when(assessSignal())
      .thenMatching(refusal('circuit_breaker_active'));
  });

  it('clears a breaker whose time has passed, and goes on', () => {
    const until = later(1_000);
    const tripped = [...readyToTrade(), examples.breakerTripped({ kind: 'spread', until })];
    given(...tripped)
      .when(assessSignal({}, { at: later(999) }))
      .thenMatching(refusal('circuit_breaker_active'));
    given(...tripped)
      .when(assessSignal({}, { at: until }))
      .thenMatching(
        {
          type: 'BreakerCleared',
          data: { kind: 'spread', by: 'sluice', why: 'its time has passed', at: until },
        },
        approval,
      );
  });

  it('trips a breaker with the third bad measure of one kind, whatever names the refusal', () => {
    const rules = { maxSpreadPct: ratio('0.01'), maxPositionSizeUsd: usd('10') };
    const bad = (signalId: string) => {
      const { decision } = signalRefused().data;
      const check = { unit: 'ratio', value: 2n, limit: 1n, passed: false, near: true } as const;
      const checks = [{ ...check, code: 'spread_exceeded' as const, detail: 'wide' }];
      return signalRefused({
        signal: examples.signal({ signalId }),
        decision: { ...decision, checks },
      });
    };
    given(...readyToTrade(rules), bad('bad-1'))
      .when(assessSignal())
      .thenMatching(refusal('position_too_large'));
    given(...readyToTrade(rules), bad('bad-1'), bad('bad-2'))
      .when(assessSignal())
      .thenMatching(refusal('position_too_large'), {
        type: 'BreakerTripped',
        data: {
          kind: 'spread',
          by: 'sluice',
          why: '3 breaches of spread within 60000 ms',
          until: later(300_000),
        },
      });
  });

  it('remembers the first signal that its rules never saw, until they see one', () => {
    const since = (...facts: readonly account.Event[]) =>
      fold(account.decider, [...readyToTrade(), ...facts]).strategies.get('strategy-1')
        ?.unevaluatedSince;
    const unseen = signalRefused({ at: later(1) });
    expect(since()).toBeUndefined();
    expect(since(unseen, signalRefused({ at: later(2) }))).toBe(later(1));
    expect(since(unseen, signalApproved({ signalId: 'signal-2' }))).toBeUndefined();
    const exit = signalRefused({ signal: examples.signal({ reduceOnly: true }) });
    expect(since(exit)).toBeUndefined();
  });

  it('does not measure anything for what is too small to order', () => {
    given(...readyToTrade())
      .when(assessSignal({ sizeUsd: usd('1') }))
      .thenMatching(
        standing({
          checks: [
            { code: 'circuit_breaker_active' },
            { code: 'strategy_paused' },
            { code: 'below_minimum' },
          ] as never,
        }),
      );
  });
});

describe('an account, when its rules change at a set time', () => {
  it('judges by them from that time on, and says that they took effect', () => {
    const scheduled = riskRulesSet(
      { maxPositionSizeUsd: usd('10') },
      { version: 2, effectiveAt: later(1_000) },
    );
    given(...readyToTrade(), scheduled)
      .when(assessSignal({}, { at: later(999) }))
      .thenMatching({ type: 'SignalApproved', data: { decision: { rulesVersion: 1 } } });
    given(...readyToTrade(), scheduled)
      .when(assessSignal({}, { at: later(1_000) }))
      .thenMatching(
        { type: 'RulesTookEffect', data: { version: 2 } },
        {
          type: 'SignalRefused',
          data: { code: 'position_too_large', decision: { rulesVersion: 2 } },
        },
      );
  });
});

describe('an account, when its wallet is looked at', () => {
  it('remembers what it has, and says nothing when that is known', () => {
    given().when(examples.observeCollateral()).then(examples.collateralObserved());
    given(examples.collateralObserved()).when(examples.observeCollateral()).thenNothing();
    given(...readyToTrade(), examples.collateralObserved(), exposureOpened(), exposureSettled())
      .when(examples.observeCollateral())
      .then(examples.collateralObserved());
  });

  it('promises no more than that over all of its strategies', () => {
    const other = { strategyId: 'strategy-2' };
    const both = [
      ...readyToTrade(),
      strategyRegistered(other),
      riskRulesSet({}, other),
      examples.collateralObserved(usd('40')),
      signalApproved(),
    ];
    given(...both)
      .when(assessSignal({ ...second, ...other, sizeUsd: usd('20') }))
      .thenMatching(approval);
    given(...both)
      .when(assessSignal({ ...second, ...other, sizeUsd: usd('20.01') }))
      .thenMatching({
        type: 'SignalRefused',
        data: {
          code: 'account_balance',
          sentence:
            'Refused: the wallet has $40.00, $20.00 are promised to open orders, and this needs ' +
            '$20.01.',
        },
      });
  });
});

describe('an account, when it is killed', () => {
  it('refuses every signal until it is released', () => {
    given(...readyToTrade(), accountKilled())
      .when(assessSignal())
      .thenMatching(refusal('killed'));
    given(...readyToTrade(), accountKilled(), accountReleased())
      .when(assessSignal())
      .thenMatching(approval);
  });

  it('lets exits go when the kill asked for what is held to be sold, and only then', () => {
    const held = [...readyToTrade(), signalApproved(), exposureOpened(), exposureSettled()];
    const exit = assessSignal(exitSignal());
    for (const flatten of [true, false]) {
      const answer = flatten ? approval : refusal('killed');
      given(...held, accountKilled({ flatten }))
        .when(exit)
        .thenMatching(answer);
      given(...held, examples.strategyKilled({ flatten }))
        .when(exit)
        .thenMatching(answer);
    }
    given(...held, accountKilled({ flatten: true }))
      .when(assessSignal(second))
      .thenMatching(refusal('killed'));
  });

  it('can be killed by one strategy, and the others go on', () => {
    const other = { strategyId: 'strategy-2' };
    const both = [
      ...readyToTrade(),
      strategyRegistered(other),
      riskRulesSet({}, other),
      examples.strategyKilled(),
    ];
    given(...both)
      .when(assessSignal())
      .thenMatching(refusal('killed'));
    given(...both)
      .when(assessSignal({ ...second, ...other }))
      .thenMatching(approval);
    given(...both, examples.strategyReleased())
      .when(assessSignal())
      .thenMatching(approval);
  });

  it('is killed once and released once', () => {
    given().when(killAccount()).then(accountKilled());
    given(accountKilled()).when(killAccount()).thenNothing();
    given(accountKilled())
      .when(killAccount({ flatten: true }))
      .then(accountKilled({ flatten: true }));
    given(accountKilled()).when(releaseAccount()).then(accountReleased());
    given().when(releaseAccount()).thenNothing();
  });

  it('still books what fills', () => {
    given(...readyToTrade(), signalApproved(), accountKilled())
      .when(examples.bookFill())
      .then(exposureOpened());
  });
});
