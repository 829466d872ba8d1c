import { describe, it } from '@jest/globals';
import * as account from './account.js';
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

  it('stores every rule’s number, limit and verdict with an approval', () => {
    given(...readyToTrade())
      .when(assessSignal())
      .thenMatching({
        type: 'SignalApproved',
        data: {
          decision: {
            rulesVersion: 1,
            checks: [
              { code: 'daily_budget_exceeded', value: usd('20'), limit: usd('1000'), passed: true },
              { code: 'position_too_large', value: usd('20'), limit: usd('200'), passed: true },
              { code: 'exposure_exceeded', value: usd('20'), limit: usd('5000'), passed: true },
              { code: 'too_many_positions', value: 1n, limit: 20n, passed: true },
              { code: 'market_already_held', value: 1n, limit: 1n, passed: true },
              { code: 'spread_exceeded', limit: undefined, passed: true },
            ],
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
          sentence:
            'Refused: the position would be too large (size of this order: $20.00 against a limit of $10.00).',
          decision: {
            checks: [
              { passed: true },
              { passed: false },
              { passed: false },
              { passed: true },
              { passed: true },
              { passed: true },
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
    const redeemed = exposureClosed({ reason: 'redeemed', proceedsUsd: usd('40') });
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
    const soldOut = exposureClosed({ shares: shares('20'), costUsd: usd('10') });
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

describe('an account, when it is killed', () => {
  it('refuses every signal until it is released', () => {
    given(...readyToTrade(), accountKilled())
      .when(assessSignal())
      .thenMatching(refusal('killed'));
    given(...readyToTrade(), accountKilled(), accountReleased())
      .when(assessSignal())
      .thenMatching(approval);
  });

  it('is killed once and released once', () => {
    given().when(killAccount()).then(accountKilled());
    given(accountKilled()).when(killAccount()).thenNothing();
    given(accountKilled()).when(releaseAccount()).then(accountReleased());
    given().when(releaseAccount()).thenNothing();
  });

  it('still books what fills', () => {
    given(...readyToTrade(), signalApproved(), accountKilled())
      .when(examples.bookFill())
      .then(exposureOpened());
  });
});
