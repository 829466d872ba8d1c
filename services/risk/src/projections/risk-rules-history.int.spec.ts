/** Rules history on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import type { Recorded } from '@sluice/ports';
import { migrations } from '../migrations/index.js';
import { riskRulesHistory, rulesHistoryOf } from './risk-rules-history.js';
import { riskState } from './risk-state.js';
import { accountStory } from './testing/account-story.js';
import { ledgerWith, recorded } from './testing/account-streams.js';
import { sameInAnyBatches } from './testing/any-batches.js';

const { at, later, readyToTrade, riskRulesSet, rulesTookEffect, strategyId } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskState(ledgerWith([])), riskRulesHistory));
afterAll(() => tables.drop());

/** Who owns a strategy stands in the risk state. */
async function take(facts: readonly Recorded[]): Promise<void> {
  await tables.take(riskState(ledgerWith([])), facts);
  await tables.take(riskRulesHistory, facts);
}

describe('the history of a strategy’s rules', () => {
  const replaced = riskRulesSet({}, { version: 2, why: 'a mistake', effectiveAt: later(5_000) });
  const stricter = riskRulesSet(
    { maxConcurrentPositions: 3, dailyBudgetUsd: money.usd('12.5'), onOversize: 'clip' },
    { version: 3, why: 'st\u0000ricter', by: 'ben', effectiveAt: later(6_000), at: later(1) },
  );
  const tookEffect = rulesTookEffect({ version: 3, at: later(6_010) });

  it('tells who set what, why, and from when on it held', async () => {
    await take(recorded(...readyToTrade(), replaced, stricter, tookEffect));

    const { rows, before } = await rulesHistoryOf(tables.database, strategyId);
    expect(before).toBeUndefined();
    expect(rows).toEqual([
      {
        ...{ account_id: 'account-1', strategy_id: strategyId, version: 3, position: '4' },
        ...{ by: 'ben', why: 'st\ufffdricter', at: new Date(later(1)) },
        effective_at: new Date(later(6_000)),
        took_effect_at: new Date(later(6_010)),
        rules: { max_concurrent_positions: 3, daily_budget_usd: '12.5', on_oversize: 'clip' },
      },
      expect.objectContaining({ version: 2, why: 'a mistake', took_effect_at: null }),
      expect.objectContaining({
        ...{ version: 1, at: new Date(at), rules: {} },
        ...{ effective_at: new Date(at), took_effect_at: new Date(at) },
      }),
    ]);
  });

  it('comes page by page', async () => {
    await take(recorded(...readyToTrade(), replaced, stricter));
    const first = await rulesHistoryOf(tables.database, strategyId, { limit: 2 });
    expect(first.rows.map(({ version }) => version)).toEqual([3, 2]);
    const { before = '' } = first;
    const second = await rulesHistoryOf(tables.database, strategyId, { limit: 2, before });
    expect(second).toMatchObject({ rows: [{ version: 1 }], before: undefined });
  });

  it('leaves out what another account says about the same name', async () => {
    const other = { accountId: 'account-2' };
    const theirs = riskRulesSet({}, { ...other, why: 'not its strategy' });
    await take(recorded(...readyToTrade(), examples.strategyRegistered(other), theirs));

    expect(await tables.rows('risk_rules_history')).toHaveLength(2);
    expect(await rulesHistoryOf(tables.database, strategyId)).toMatchObject({
      rows: [{ why: 'first limits' }],
    });
  });

  it('is the same in batches of any size, also when one is lost', async () => {
    await sameInAnyBatches(tables, () => riskRulesHistory, accountStory());
  });
});
