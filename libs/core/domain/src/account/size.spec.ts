import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { noFee } from '../fee.js';
import { fold } from '../decider.js';
import { noShares, noUsd, price, ratio, shares, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';
import { minimumCheck, sizeEntry, sizeExit } from './size.js';
import { hourOf } from './volatility.js';

const {
  assessSignal,
  at,
  exitApproved,
  exitSignal,
  exposureOpened,
  exposureSettled,
  marketView,
  proposal,
  readyToTrade,
  signalApproved,
  strategy,
} = examples;
const given = specify(account.decider);

type Wish = {
  readonly signal?: Parameters<typeof assessSignal>[0];
  readonly rules?: account.RiskRules;
  readonly around?: Partial<account.Assessment>;
  readonly market?: account.MarketView;
  readonly of?: Parameters<typeof strategy>[0];
};
const sizable = ({ signal, rules = {}, around, market = marketView(), of }: Wish) => {
  const { data: assessment } = assessSignal(signal, around);
  return { assessment, market, rules, strategy: strategy(of), atMs: Date.parse(assessment.at) };
};
const entry = (wish: Wish = {}) => sizeEntry(sizable(wish));

describe('the size of an entry', () => {
  it('is what the signal asks for, and what it would promise', () => {
    expect(entry()).toStrictEqual({
      proposal: {
        ...{ conditionId: 'condition-1', side: 'BUY', limitPrice: price('0.50') },
        ...{ sizeUsd: usd('20'), shares: shares('40'), reservedUsd: usd('20') },
        ...{ dayKey: 'day/2026-11-22', eventSide: undefined },
      },
      sizing: { askedUsd: usd('20'), sizedUsd: usd('20'), by: 'signal', clipped: false },
    });
  });

  it.each<[string, account.RiskRules, account.Sizing['by'], string]>([
    ['a fixed sum', { fixedUsd: usd('30') }, 'fixed_usd', '30'],
    ['a part of the equity', { equityPct: ratio('0.01') }, 'equity_pct', '90'],
    ['a part of the signal’s own', { proportional: ratio('0.25') }, 'proportional', '5'],
    ['several times the signal’s own', { proportional: ratio('3') }, 'proportional', '60'],
    [
      'a fixed sum before a part',
      { fixedUsd: usd('30'), equityPct: ratio('0.01'), proportional: ratio('3') },
      'fixed_usd',
      '30',
    ],
    [
      'a part of the equity before one of the signal’s',
      { equityPct: ratio('0.01'), proportional: ratio('3') },
      'equity_pct',
      '90',
    ],
  ])('is %s where the rules say so', (_, rules, by, sizedUsd) => {
    const { proposal: sized, sizing } = entry({ rules, of: { realizedUsd: usd('-1000') } });
    expect(sizing).toStrictEqual({
      ...{ askedUsd: usd('20'), sizedUsd: usd(sizedUsd), by, clipped: false },
    });
    expect(sized.sizeUsd).toBe(usd(sizedUsd));
  });

  it.each([
    ['10', '0.33', '30.30', '9.999'],
    ['9.999', '0.33', '30.30', '9.999'],
    ['9.998999', '0.33', '30.29', '9.9957'],
    ['0.009', '0.99', '0', '0'],
    ['1', '0.007', '142.85', '0.99995'],
  ])('of %s dollars at %s is rounded down to %s shares', (sizeUsd, limit, size, sizedUsd) => {
    const { proposal: sized, sizing } = entry({
      signal: { sizeUsd: usd(sizeUsd), limitPrice: price(limit) },
    });
    expect(sized).toMatchObject({ shares: shares(size), sizeUsd: usd(sizedUsd) });
    expect(sizing).toMatchObject({ askedUsd: usd(sizeUsd), sizedUsd: usd(sizedUsd) });
  });

  it('counts a cost between two millionths as the higher', () => {
    const { proposal: sized } = entry({
      signal: { sizeUsd: usd('0.333334'), limitPrice: price('0.333333') },
    });
    // A share costs 0.333333, and 0.01 of one 0.00333333.
    expect(sized).toMatchObject({ shares: shares('1'), sizeUsd: usd('0.333333') });
    const { proposal: smaller } = entry({
      signal: { sizeUsd: usd('0.333'), limitPrice: price('0.333333') },
    });
    expect(smaller).toMatchObject({ shares: shares('0.99'), sizeUsd: usd('0.33') });
    expect(smaller.reservedUsd).toBe(usd('0.33'));
  });

  it('promises the highest fee on top', () => {
    const fee = { rate: ratio('0.07'), exponent: 1 };
    expect(entry({ market: marketView({ fee }) }).proposal.reservedUsd).toBe(usd('20.7'));
    expect(entry({ market: marketView({ fee: noFee }) }).proposal.reservedUsd).toBe(usd('20'));
  });

  it('is paid by the day of the strategy’s zone', () => {
    const around = { at: '2026-11-23T04:59:59.999Z' };
    expect(entry({ around }).proposal.dayKey).toBe('day/2026-11-23');
    const rules = { timeZone: 'America/New_York' };
    expect(entry({ around, rules }).proposal.dayKey).toBe('day/2026-11-22');
  });

  it('knows which side of which event it is', () => {
    const market = marketView({ negRiskEvent: 'event-1' });
    expect(entry({ market }).proposal.eventSide).toEqual({ event: 'event-1', isYes: true });
    const no = entry({ market, signal: { tokenId: examples.noToken } });
    expect(no.proposal.eventSide).toEqual({ event: 'event-1', isYes: false });
  });
});

describe('the size of an entry, where volatility counts', () => {
  const rules = { useVolatilityAdjustment: true };
  const now = hourOf(Date.parse(at));
  /** 30 calm changes, then 24 restless ones: half as much again, three quarters of the size. */
  const midpoints = Array.from({ length: 55 }, (_, index) => ({
    hour: now - 54 + index,
    price: index > 30 && index % 2 === 1 ? 501_000n : 500_000n,
  }));

  it('is multiplied before it is rounded', () => {
    const { proposal: sized, sizing } = entry({
      rules,
      signal: { sizeUsd: usd('10'), limitPrice: price('0.33') },
      around: { midpoints },
    });
    // 7.50 / 0.33 = 22.7272….
    expect(sized).toMatchObject({ shares: shares('22.72'), sizeUsd: usd('7.4976') });
    expect(sizing).toStrictEqual({
      ...{ askedUsd: usd('10'), sizedUsd: usd('7.4976'), by: 'signal', clipped: false },
      volatility: { multiplier: ratio('0.75'), points: 55, rho: ratio('1.5') },
    });
  });

  it('is multiplied after the strategy’s own sizing, and cut after that', () => {
    const clip = { ...rules, fixedUsd: usd('400'), onOversize: 'clip' } as const;
    expect(entry({ rules: clip, around: { midpoints } })).toMatchObject({
      proposal: { sizeUsd: usd('200') },
      sizing: { by: 'fixed_usd', sizedUsd: usd('300'), clipped: true },
    });
    const less = { ...clip, fixedUsd: usd('200') };
    expect(entry({ rules: less, around: { midpoints } })).toMatchObject({
      proposal: { sizeUsd: usd('150') },
      sizing: { sizedUsd: usd('150'), clipped: false },
    });
  });

  it.each([
    ['no midpoints', undefined, 0],
    ['too few', midpoints.slice(-23), 23],
  ])('takes the high multiplier with %s', (_, few, points) => {
    const around = few === undefined ? {} : { midpoints: few };
    expect(entry({ rules, around })).toMatchObject({
      proposal: { sizeUsd: usd('10') },
      sizing: { volatility: { multiplier: ratio('0.5'), points, rho: undefined } },
    });
  });

  it.each([
    ['unless it is switched on', {}],
    ['while it is switched off', { useVolatilityAdjustment: false }],
  ])('is the whole size %s', (_, off) => {
    const { proposal: sized, sizing } = entry({ rules: off, around: { midpoints } });
    expect(sized.sizeUsd).toBe(usd('20'));
    expect(sizing).not.toHaveProperty('volatility');
  });
});

describe('the size of an entry that is too large', () => {
  const clip = { onOversize: 'clip', maxPositionSizeUsd: usd('15') } as const;

  it('is cut to the largest position, on the grid, where the rules say so', () => {
    expect(entry({ rules: clip })).toMatchObject({
      proposal: { shares: shares('30'), sizeUsd: usd('15'), reservedUsd: usd('15') },
      sizing: { askedUsd: usd('20'), sizedUsd: usd('20'), clipped: true },
    });
    const odd = entry({ rules: clip, signal: { limitPrice: price('0.33') } });
    // 15 / 0.33 = 45.4545….
    expect(odd.proposal).toMatchObject({ shares: shares('45.45'), sizeUsd: usd('14.9985') });
  });

  it('is cut to 2 % of the equity unless set', () => {
    const rules = { onOversize: 'clip' } as const;
    const { proposal: sized } = entry({ rules, signal: { sizeUsd: usd('500') } });
    expect(sized.sizeUsd).toBe(usd('200'));
  });

  it('is not cut at the limit', () => {
    const rules = { ...clip, maxPositionSizeUsd: usd('20') };
    expect(entry({ rules }).sizing.clipped).toBe(false);
    const less = { ...clip, maxPositionSizeUsd: usd('19.999999') };
    expect(entry({ rules: less })).toMatchObject({
      proposal: { shares: shares('39.99'), sizeUsd: usd('19.995') },
      sizing: { clipped: true },
    });
  });

  it.each([
    ['unless the rules say so', {}],
    ['where the rules refuse it', { onOversize: 'refuse' as const }],
  ])('is left alone %s', (_, how) => {
    const rules = { maxPositionSizeUsd: usd('15'), ...how };
    expect(entry({ rules })).toMatchObject({
      proposal: { sizeUsd: usd('20') },
      sizing: { clipped: false },
    });
    given(...readyToTrade(rules))
      .when(assessSignal())
      .thenMatching({
        type: 'SignalRefused',
        data: { code: 'position_too_large', decision: { sizing: { clipped: false } } },
      });
  });

  it('is what every budget and limit counts once it is cut', () => {
    const limit = usd('15');
    const rules = {
      ...{ ...clip, dailyBudgetUsd: limit, weeklyBudgetUsd: limit, monthlyBudgetUsd: limit },
      maxTotalExposureUsd: limit,
    };
    const decide = account.decide(assessSignal(), fold(account.decider, readyToTrade(rules)));
    expect(decide).toMatchObject([
      { type: 'SignalApproved', data: { sizeUsd: limit, reservedUsd: limit } },
    ]);
    const [fact] = decide;
    const checks = fact?.type === 'SignalApproved' ? fact.data.decision.checks : [];
    const inDollars = checks.filter((check) => check.unit === 'usd' && check.limit !== undefined);
    expect(inDollars.map(({ code, value, margin }) => [code, value, margin])).toEqual([
      ['daily_budget_exceeded', limit, 0n],
      ['weekly_budget_exceeded', limit, 0n],
      ['monthly_budget_exceeded', limit, 0n],
      ['position_too_large', limit, 0n],
      ['exposure_exceeded', limit, 0n],
    ]);
  });

  it('is refused when what is left is below the market’s minimum', () => {
    given(...readyToTrade({ ...clip, maxPositionSizeUsd: usd('2.49') }))
      .when(assessSignal())
      .thenMatching({
        type: 'SignalRefused',
        data: {
          code: 'below_minimum',
          sentence: "Refused: the order would be for 4.98 shares, and the market's minimum is 5.",
          decision: {
            checks: [
              { code: 'circuit_breaker_active' },
              { code: 'strategy_paused' },
              { code: 'below_minimum' },
            ],
            sizing: { sizedUsd: usd('20'), clipped: true },
          },
        },
      });
  });
});

describe('the size of an exit', () => {
  const bought = [...readyToTrade(), signalApproved(), exposureOpened()];
  const exit = (
    signal: Parameters<typeof exitSignal>[0] = {},
    facts: readonly account.Event[] = [...bought, exposureSettled()],
    rules: account.RiskRules = {},
  ) => sizeExit(sizable({ signal: exitSignal(signal), rules }), fold(account.decider, facts));

  it('is what the signal asks for, and promises nothing', () => {
    expect(exit({ sizeUsd: usd('10') })).toStrictEqual({
      proposal: {
        ...{ conditionId: 'condition-1', side: 'SELL', limitPrice: price('0.50') },
        ...{ sizeUsd: usd('10'), shares: shares('20'), reservedUsd: noUsd },
        ...{ dayKey: 'day/2026-11-22', eventSide: undefined },
      },
      sizing: { askedUsd: usd('10'), sizedUsd: usd('10'), by: 'signal', clipped: false },
    });
  });

  it('is rounded down to the grid', () => {
    const asked = { sizeUsd: usd('10'), limitPrice: price('0.33') };
    expect(exit(asked).proposal).toMatchObject({ shares: shares('30.3'), sizeUsd: usd('9.999') });
  });

  it('is at most what is settled and not promised to another', () => {
    const all = { sizeUsd: usd('1000') };
    expect(exit(all)).toMatchObject({
      proposal: { shares: shares('40'), sizeUsd: usd('20') },
      sizing: { askedUsd: usd('1000'), sizedUsd: usd('20') },
    });
    const part = exposureSettled({ shares: shares('30.019999') });
    expect(exit(all, [...bought, part]).proposal.shares).toBe(shares('30.01'));
    const other = exitApproved({ signalId: 'exit-2', shares: shares('10.005') });
    expect(exit(all, [...bought, part, other]).proposal.shares).toBe(shares('20.01'));
    expect(exit({ sizeUsd: usd('20') }).proposal.shares).toBe(shares('40'));
    expect(exit({ sizeUsd: usd('20.005') }).proposal.shares).toBe(shares('40'));
    expect(exit({ sizeUsd: usd('19.995') }).proposal.shares).toBe(shares('39.99'));
  });

  it('is nothing where nothing is held', () => {
    expect(exit({}, readyToTrade()).proposal).toMatchObject({ shares: noShares, sizeUsd: noUsd });
    expect(exit({}, bought).proposal.shares).toBe(noShares);
  });

  it('is checked against the market’s minimum and nothing else', () => {
    const settled = [...bought, exposureSettled()];
    const asked = (sizeUsd: string) => assessSignal(exitSignal({ sizeUsd: usd(sizeUsd) }));
    const check = { code: 'below_minimum', limit: shares('5') } as const;
    given(...settled)
      .when(asked('2.50'))
      .thenMatching({
        type: 'SignalApproved',
        data: {
          decision: {
            checks: [{ ...check, value: shares('5'), passed: true }],
            sizing: { sizedUsd: usd('2.5') },
          },
        },
      });
    given(...settled)
      .when(asked('2.49'))
      .thenMatching({
        type: 'SignalRefused',
        data: {
          code: 'below_minimum',
          decision: {
            checks: [{ ...check, value: shares('4.98'), passed: false }],
            sizing: { sizedUsd: usd('2.49') },
          },
        },
      });
  });

  it('is not sized by what is meant for entries', () => {
    const rules = {
      fixedUsd: usd('5'),
      useVolatilityAdjustment: true,
      onOversize: 'clip',
      maxPositionSizeUsd: usd('1'),
    } as const;
    const settled = [...bought, exposureSettled()];
    expect(exit({ sizeUsd: usd('10') }, settled, rules).sizing).toStrictEqual({
      ...{ askedUsd: usd('10'), sizedUsd: usd('10'), by: 'signal', clipped: false },
    });
  });
});

describe('the market’s minimum', () => {
  const of = (size: string, minimum: string) =>
    minimumCheck(proposal({ shares: shares(size) }), marketView({ orderSizeMin: shares(minimum) }));

  it('is enough', () => {
    expect(of('5', '5')).toStrictEqual({
      ...{ code: 'below_minimum', unit: 'none', value: shares('5'), limit: shares('5') },
      ...{ margin: 0n, passed: true, near: false },
      detail: 'millionths of shares in this order',
    });
  });

  it('is missed by a hundredth of a share', () => {
    expect(of('4.99', '5')).toMatchObject({
      ...{ margin: shares('-0.01'), passed: false },
      detail: "the order would be for 4.99 shares, and the market's minimum is 5",
    });
  });

  it('is more than nothing where there is none', () => {
    expect(of('0', '0').passed).toBe(false);
    expect(of('0.000001', '0').passed).toBe(true);
  });
});
