import { describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { readRulesFile, rulesFileFaults } from './rules-file.js';

const faultsOf = (text: string): readonly string[] => {
  try {
    readRulesFile(text);
    return [];
  } catch (error) {
    return rulesFileFaults(error);
  }
};

describe('a file of rules', () => {
  it('has defaults for every strategy, and what some strategies have of their own', () => {
    const file = readRulesFile(`
defaults: { max_drawdown_pct: 0.1, daily_budget_usd: "100" }
strategies:
  bold: { max_drawdown_pct: 0.5 }
  plain: { daily_budget_usd: null }
`);
    const drawdown = { maxDrawdownPct: money.ratio('0.1') };
    const budget = { dailyBudgetUsd: money.usd('100') };
    expect(file.rulesFor('other')).toStrictEqual({ ...budget, ...drawdown });
    expect(file.rulesFor('bold')).toStrictEqual({ ...budget, maxDrawdownPct: money.ratio('0.5') });
    expect(file.rulesFor('plain')).toStrictEqual(drawdown);
    expect(file.strategyIds).toStrictEqual(['bold', 'plain']);
  });

  it('may have the columns of all strategies at its top', () => {
    const file = readRulesFile('max_drawdown_pct: "0.1"\nstrategies: { bold: { time_zone: UTC } }');
    expect(file.rulesFor('other')).toStrictEqual({ maxDrawdownPct: money.ratio('0.1') });
    expect(file.rulesFor('bold')).toStrictEqual({
      maxDrawdownPct: money.ratio('0.1'),
      timeZone: 'UTC',
    });
  });

  it('says nothing about strategies it does not name when it has no defaults', () => {
    const file = readRulesFile('strategies: { a: {} }');
    expect(file.rulesFor('a')).toStrictEqual({});
    expect(file.rulesFor('b')).toBeUndefined();
  });

  it.each([
    ['', 'must be a map, was null'],
    ['- a', 'must be a map, was ["a"]'],
    ['defaults: 7', 'field defaults: must be a map of columns, was 7'],
    ['strategies: [a]', 'field strategies: must be a map of columns by strategy, was ["a"]'],
    ['strategies: { a: }', 'field strategies.a: must be an object with a value by the name'],
    ['max_drawdown_pct: 7', 'field max_drawdown_pct: must be a fraction from 0 to 1'],
    ['max_drawdwn_pct: 0.1', 'field max_drawdwn_pct: is no column of the risk rules; the nearest'],
    ['max_drawdown_pct: .inf', 'field max_drawdown_pct: must be a fraction from 0 to 1'],
    ['defaults: { max_latency_ms: x }', 'field defaults.max_latency_ms: must be a whole number'],
    ['defaults: {}\ntime_zone: UTC', 'field time_zone: must stand under defaults'],
    ['strategies: { a: { max_latency_ms: 0 } }', 'field strategies.a.max_latency_ms: must be'],
    ['a: 1\na: 2', 'Map keys must be unique'],
    ['a: [', 'Flow sequence in block collection'],
  ])('is refused with place and fault: %p', (text, fault) => {
    expect(faultsOf(text)[0]).toContain(fault);
  });

  it('is refused with every fault, and a fault of the defaults is told once', () => {
    expect(faultsOf('{ max_latency_ms: 0, strategies: { a: {}, b: {} } }')).toHaveLength(1);
    expect(
      faultsOf('strategies: { a: { max_latency_ms: 0 }, b: { other: 1, max_drawdown_pct: 2 } }'),
    ).toHaveLength(3);
  });

  it('is refused where a strategy contradicts the defaults', () => {
    expect(
      faultsOf('defaults: { weekly_budget_usd: 10 }\nstrategies: { a: { daily_budget_usd: 11 } }'),
    ).toStrictEqual([
      'field strategies.a.daily_budget_usd: must not be above weekly_budget_usd (10), was 11',
    ]);
  });
});
