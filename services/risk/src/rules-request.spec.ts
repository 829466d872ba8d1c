import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { RulesRequest, toRiskRules } from './rules-request.js';

const rulesOf = (request: unknown) => toRiskRules(RulesRequest.parse(request));
const faultsOf = (request: unknown): readonly string[] =>
  RulesRequest.safeParse(request).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('risk rules as a person writes them', () => {
  it('become limits with money and fractions as integers', () => {
    expect(
      rulesOf({
        max_signal_age_ms: 5_000,
        daily_budget_usd: '250.50',
        daily_budget_pct: '0.1',
        max_position_size_usd: 100,
        max_position_size_pct: 0.05,
        max_total_exposure_usd: '1000',
        max_total_exposure_pct: '1',
        max_positions_per_market: 1,
        max_concurrent_positions: 0,
        max_spread_pct: '0.02',
        time_zone: 'America/New_York',
      }),
    ).toStrictEqual({
      maxSignalAgeMs: 5_000,
      dailyBudgetUsd: money.usd('250.5'),
      dailyBudgetPct: money.ratio('0.1'),
      maxPositionSizeUsd: money.usd('100'),
      maxPositionSizePct: money.ratio('0.05'),
      maxTotalExposureUsd: money.usd('1000'),
      maxTotalExposurePct: money.ratio('1'),
      maxPositionsPerMarket: 1,
      maxConcurrentPositions: 0,
      maxSpreadPct: money.ratio('0.02'),
      timeZone: 'America/New_York',
    });
  });

  it('limit only what is named, and a limit of nothing is a limit', () => {
    expect(rulesOf({})).toStrictEqual({});
    expect(rulesOf({ daily_budget_usd: '0' })).toStrictEqual({ dailyBudgetUsd: money.noUsd });
  });

  it.each([
    ['daily_budget_usd', ['-1', 'all', '1.0000001', null, true, '']],
    ['daily_budget_pct', ['-0.1', '1.01', 10, '10 %']],
    ['max_spread_pct', ['2', '-1']],
    ['max_concurrent_positions', [-1, 1.5, '3', 1_000_001]],
    ['max_signal_age_ms', [0, -1, 0.5, 86_400_001]],
    ['time_zone', ['Mars/Olympus', '', 1]],
  ])('are refused by the name of the column when %s makes no sense', (column, values) => {
    for (const value of values) {
      expect({ value, faults: faultsOf({ [column]: value }) }).toStrictEqual({
        value,
        faults: [column],
      });
    }
  });

  it('are refused as a whole when one of them is not known: a typo must not lift a limit', () => {
    const parsed = RulesRequest.safeParse({ daily_budget_usd: '10', max_position_size: '5' });
    expect(parsed.error?.issues).toMatchObject([{ keys: ['max_position_size'] }]);
  });
});
