import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { ratio, shares, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';

const {
  accountId,
  bookFill,
  equityMarked,
  exposureClosed,
  exposureOpened,
  later,
  markEquity,
  noToken,
  readyToTrade,
  signalApproved,
  strategyId,
  strategyPaused,
  strategyResumed,
  yesToken,
} = examples;
const given = specify(account.decider);

/** 40 shares that cost 20 dollars: equity is 9,980 dollars and 40 times their mark. */
const holding = (rules: account.RiskRules = {}) => [
  ...readyToTrade(rules),
  signalApproved(),
  exposureOpened(),
];
const at$ = (price: bigint): { readonly marks: readonly account.Mark[] } => ({
  marks: [{ tokenId: yesToken, price }],
});

describe('an account, when what a strategy holds is valued', () => {
  it('says so once the equity moved by more than a basis point', () => {
    // A basis point of 10,000 dollars is one dollar.
    given(...holding())
      .when(markEquity(at$(525_000n)))
      .thenNothing();
    given(...holding())
      .when(markEquity(at$(525_001n)))
      .then(
        equityMarked({
          ...at$(525_001n),
          equityUsd: usd('10001.00004'),
          peakUsd: usd('10001.00004'),
          troughUsd: usd('10001.00004'),
        }),
      );
  });

  it('says so as well when it fell: then it is the trough', () => {
    given(...holding())
      .when(markEquity(at$(475_000n)))
      .thenNothing();
    given(...holding())
      .when(markEquity(at$(474_999n)))
      .then(
        equityMarked({
          ...at$(474_999n),
          equityUsd: usd('9998.99996'),
          troughUsd: usd('9998.99996'),
        }),
      );
  });

  it('measures the move from the equity it last spoke of, however small the steps were', () => {
    const first = { ...at$(550_000n), equityUsd: usd('10002'), peakUsd: usd('10002') };
    const marked = [...holding(), equityMarked({ ...first, troughUsd: usd('10002') })];
    // A basis point of 10,002 dollars is 1.0002 dollars.
    given(...marked)
      .when(markEquity(at$(575_005n)))
      .thenNothing();
    given(...marked)
      .when(markEquity(at$(575_006n)))
      .thenMatching({ type: 'EquityMarked', data: { equityUsd: usd('10003.00024') } });
  });

  it.each([
    ['between peak and trough neither moves', 450_000n, '9998', '10010', '9990'],
    ['at the peak itself the trough stays', 750_000n, '10010', '10010', '9990'],
    ['just above it both begin anew', 750_001n, '10010.00004', '10010.00004', '10010.00004'],
    ['at the trough itself neither moves', 250_000n, '9990', '10010', '9990'],
    ['just below it the trough moves', 249_999n, '9989.99996', '10010', '9989.99996'],
  ])('%s', (_, price, equityUsd, peakUsd, troughUsd) => {
    const before = { peakUsd: usd('10010'), troughUsd: usd('9990') };
    given(...holding(), equityMarked({ equityUsd: usd('10005'), ...before }))
      .when(markEquity(at$(price)))
      .then(
        equityMarked({
          ...at$(price),
          ...{ equityUsd: usd(equityUsd), peakUsd: usd(peakUsd), troughUsd: usd(troughUsd) },
        }),
      );
  });

  it('values it once', () => {
    const marked = equityMarked({ ...at$(600_000n), equityUsd: usd('10004') });
    given(...holding(), marked)
      .when(markEquity(at$(600_000n)))
      .thenNothing();
  });

  it('names only the marks that changed, of what is held', () => {
    const both = [
      ...holding(),
      exposureOpened({ tokenId: noToken, tradeId: 'trade-2', costUsd: usd('10') }),
      equityMarked({ marks: [{ tokenId: noToken, price: 250_000n }] }),
    ];
    const marks = [
      { tokenId: 'token-other', price: 900_000n },
      { tokenId: noToken, price: 250_000n },
      { tokenId: yesToken, price: 0n },
    ];
    given(...both)
      .when(markEquity({ marks }))
      .then(equityMarked({ ...at$(0n), equityUsd: usd('9980'), troughUsd: usd('9980') }));
  });

  it('passes over what is promised only, and what others hold', () => {
    given(...readyToTrade(), signalApproved())
      .when(markEquity(at$(0n)))
      .thenNothing();
    const other = examples.strategyRegistered({ strategyId: 'strategy-2' });
    given(...holding(), other)
      .when(markEquity({ ...at$(0n), strategyId: 'strategy-2' }))
      .thenNothing();
  });

  it('passes over an outcome that was sold while its order may still buy', () => {
    const half = { shares: shares('20'), costUsd: usd('10'), releasedUsd: usd('10') };
    const history = [...readyToTrade(), signalApproved(), exposureOpened(half)];
    const soldOut = exposureClosed({ ...half, realizedUsd: 0n });
    given(...history, soldOut)
      .when(markEquity(at$(0n)))
      .thenNothing();
    const other = exposureOpened({ tokenId: noToken, tradeId: 'trade-2', costUsd: usd('10') });
    const marks = [{ tokenId: noToken, price: 0n }];
    given(...history, soldOut, other)
      .when(markEquity({ marks: [...at$(0n).marks, ...marks] }))
      .then(equityMarked({ marks, equityUsd: usd('9990'), troughUsd: usd('9990') }));
  });

  it('knows of no strategy that nobody registered', () => {
    given().when(markEquity()).thenNothing();
  });

  it('tells any move of an equity of nothing, and a basis point of one below it', () => {
    const poor = examples.strategyRegistered({ capitalUsd: usd('0') });
    given(poor, exposureOpened({ releasedUsd: usd('0') }))
      .when(markEquity(at$(500_001n)))
      .then(
        equityMarked({
          ...at$(500_001n),
          ...{ equityUsd: usd('0.00004'), peakUsd: usd('0.00004'), troughUsd: usd('0.00004') },
        }),
      );
    const ruined = { equityUsd: usd('-10000'), peakUsd: usd('0'), troughUsd: usd('-10000') };
    const lost = exposureClosed({ tokenId: noToken, realizedUsd: usd('-10000') });
    const broke = [poor, exposureOpened({ releasedUsd: usd('0') }), lost, equityMarked(ruined)];
    given(...broke)
      .when(markEquity(at$(475_000n)))
      .thenNothing();
    given(...broke)
      .when(markEquity(at$(474_999n)))
      .thenMatching({ type: 'EquityMarked', data: { equityUsd: usd('-10001.00004') } });
  });
});

describe('an account, when a booking moves the equity', () => {
  it('values the strategy along with it', () => {
    given(...holding(), examples.exitApproved())
      .when(examples.bookSale({ amountUsd: usd('24') }))
      .then(
        exposureClosed({ proceedsUsd: usd('24') }),
        equityMarked({
          ...{ equityUsd: usd('10004'), peakUsd: usd('10004'), troughUsd: usd('10004') },
        }),
      );
  });

  it('values what it bought with the marks that came with the fill', () => {
    given(...readyToTrade(), signalApproved())
      .when(bookFill(at$(400_000n)))
      .then(
        exposureOpened(),
        equityMarked({ ...at$(400_000n), equityUsd: usd('9996'), troughUsd: usd('9996') }),
      );
  });
});

describe('an account, while a strategy sells what was valued', () => {
  const valued = equityMarked({ ...at$(600_000n), equityUsd: usd('10004') });
  const half = { shares: shares('20'), costUsd: usd('10') };

  it('is worth the same as long as it gets what that counted as', () => {
    const history = [...holding(), valued, examples.exitApproved()];
    given(...history)
      .when(examples.bookSale({ shares: shares('20'), amountUsd: usd('12') }))
      .then(exposureClosed({ ...half, proceedsUsd: usd('12'), realizedUsd: usd('2') }));
    const sold = exposureClosed({ ...half, proceedsUsd: usd('12'), realizedUsd: usd('2') });
    expect(fold(account.decider, [...history, sold]).strategies.get(strategyId)).toMatchObject({
      ...{ realizedUsd: usd('2'), unrealizedUsd: usd('2') },
    });
  });
});

describe('an account, while a drawdown paused a strategy', () => {
  const fallen = equityMarked({ ...at$(0n), equityUsd: usd('9980'), troughUsd: usd('9980') });
  const paused = (rules: account.RiskRules, kind: account.PauseKind = 'drawdown') => [
    ...holding(rules),
    fallen,
    strategyPaused({ kind, by: 'sluice' }),
  ];
  const half = { drawdownResumeThresholdPct: ratio('0.5') };
  const regained = {
    kind: 'drawdown',
    streakReset: false,
    by: 'sluice',
    formula: '(equity - trough) / (peak - trough) >= drawdown_resume_threshold_pct',
  } as const;

  it('resumes it once as much of the loss is back as was asked for', () => {
    given(...paused(half))
      .when(markEquity(at$(250_000n)))
      .then(
        equityMarked({ ...at$(250_000n), equityUsd: usd('9990'), troughUsd: usd('9980') }),
        strategyResumed({
          ...regained,
          why: '50 % of the drawdown is recovered, 50 % were asked for',
          inputs: [
            { name: 'equity', value: '9990' },
            { name: 'trough', value: '9980' },
            { name: 'peak', value: '10000' },
            { name: 'drawdown_resume_threshold_pct', value: '0.5' },
          ],
        }),
      );
  });

  it('does not resume it a moment earlier', () => {
    given(...paused(half))
      .when(markEquity(at$(249_999n)))
      .then(
        equityMarked({ ...at$(249_999n), equityUsd: usd('9989.99996'), troughUsd: usd('9980') }),
      );
  });

  it('counts what was realized as recovered, too', () => {
    const won = exposureClosed({ tokenId: noToken, realizedUsd: usd('4') });
    // 9,984 dollars and 40 times the mark.
    given(...paused(half), won)
      .when(markEquity(at$(149_999n)))
      .thenMatching({ type: 'EquityMarked' });
    given(...paused(half), won)
      .when(markEquity(at$(150_000n)))
      .thenMatching({ type: 'EquityMarked' }, { type: 'StrategyResumed' });
  });

  it('resumes it at a new peak, of which nothing is lost', () => {
    given(...paused({ drawdownResumeThresholdPct: ratio('1') }))
      .when(markEquity(at$(600_000n)))
      .thenMatching(
        { type: 'EquityMarked', data: { peakUsd: usd('10004'), troughUsd: usd('10004') } },
        {
          type: 'StrategyResumed',
          data: { why: '100 % of the drawdown is recovered, 100 % were asked for' },
        },
      );
  });

  it.each([
    ['unless a threshold is set', {}, 'drawdown'],
    ['when an operator paused it', half, 'operator'],
    ['when a streak paused it', half, 'streak'],
  ] as const)('leaves it to people %s', (_, rules, kind) => {
    given(...paused(rules, kind))
      .when(markEquity(at$(500_000n)))
      .thenMatching({ type: 'EquityMarked' });
  });

  it('resumes nothing that is not paused', () => {
    given(...holding(half), fallen)
      .when(markEquity(at$(500_000n)))
      .thenMatching({ type: 'EquityMarked' });
  });

  it('judges a signal after that', () => {
    const seen = { marks: at$(250_000n).marks, at: later(1) };
    const rules = { ...half, maxPositionsPerMarket: 2 };
    given(...paused(rules))
      .when(examples.assessSignal({ signalId: 'signal-2' }, seen))
      .thenMatching(
        { type: 'EquityMarked', data: { accountId, strategyId, at: later(1) } },
        { type: 'StrategyResumed', data: { at: later(1) } },
        { type: 'SignalApproved', data: { signalId: 'signal-2', at: later(1) } },
      );
  });
});

describe('a strategy, as it was marked', () => {
  const strategyOf = (facts: readonly account.Event[]) =>
    fold(account.decider, facts).strategies.get(strategyId);

  it('is worth what it was marked at', () => {
    const numbers = { equityUsd: usd('10004'), peakUsd: usd('10004'), troughUsd: usd('9990') };
    const marked = strategyOf([...holding(), equityMarked({ ...at$(600_000n), ...numbers })]);
    expect(marked).toMatchObject({
      ...{ markedUsd: usd('10004'), peakUsd: usd('10004'), troughUsd: usd('9990') },
      unrealizedUsd: usd('4'),
    });
  });

  it('begins at its capital', () => {
    expect(strategyOf(readyToTrade())).toMatchObject({
      ...{ markedUsd: usd('10000'), peakUsd: usd('10000'), troughUsd: usd('10000') },
      ...{ unrealizedUsd: 0n, realizedUsd: 0n },
    });
  });

  it('keeps no mark of what it does not hold', () => {
    const state = fold(account.decider, [...readyToTrade(), equityMarked(at$(600_000n))]);
    expect(state.positions.size).toBe(0);
  });
});
