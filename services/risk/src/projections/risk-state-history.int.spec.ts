/** State history on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { accountHistoryOf, riskStateHistory, stateHistoryOf } from './risk-state-history.js';
import { riskState } from './risk-state.js';
import { accountStory } from './testing/account-story.js';
import { ledgerWith, recorded } from './testing/account-streams.js';
import { sameInAnyBatches } from './testing/any-batches.js';

const { accountId, accountKilled, accountReleased, at, breakerCleared, breakerTripped, later } =
  examples;
const { peakReset, readyToTrade, riskRulesSet, rulesTookEffect, rulesUnevaluated } = examples;
const { slippageBreached, strategyId, strategyKilled, strategyPaused } = examples;
const { strategyRegistered, strategyReleased, strategyResumed } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(riskState(ledgerWith([])), riskStateHistory));
afterAll(() => tables.drop());

/** Who owns a strategy stands in the risk state. */
async function take(...facts: readonly account.Event[]): Promise<void> {
  await tables.take(riskState(ledgerWith([])), recorded(...facts));
  await tables.take(riskStateHistory, recorded(...facts));
}
const history = async (asked: Parameters<typeof stateHistoryOf>[2] = {}) =>
  (await stateHistoryOf(tables.database, strategyId, asked)).rows;

const whole = { account_id: accountId, strategy_id: strategyId, at: new Date(at) };
const nothing = { cause: null, by: null, why: null, formula: null, until: null, inputs: {} };
const byAna = { by: 'ana', why: 'the feed is wrong' };

describe('the history of a strategy', () => {
  const inputs = [
    { name: 'drawdown', value: '0.08' },
    { name: 'max_drawdown_pct', value: '0.07' },
  ];
  const formula = 'drawdown > max_drawdown_pct';

  it.each<readonly [string, account.Event, object]>([
    [
      'a pause with its formula',
      strategyPaused({ kind: 'drawdown', by: 'sluice', why: 'too deep', formula, inputs }),
      {
        ...{ kind: 'paused', cause: 'drawdown', by: 'sluice', why: 'too deep', formula },
        inputs: { drawdown: '0.08', max_drawdown_pct: '0.07' },
      },
    ],
    [
      'a pause by a person',
      strategyPaused(),
      { kind: 'paused', cause: 'operator', ...byAna, formula: null },
    ],
    [
      'a resume',
      strategyResumed({ kind: 'streak', streakReset: true }),
      { kind: 'resumed', cause: 'streak', ...byAna, inputs: { streak_reset: 'true' } },
    ],
    [
      'a breaker with an end',
      breakerTripped({ kind: 'slippage', until: later(5) }),
      { kind: 'breaker_tripped', cause: 'slippage', ...byAna, until: new Date(later(5)) },
    ],
    [
      'a breaker without one',
      breakerTripped(),
      { kind: 'breaker_tripped', cause: 'operator', ...byAna, until: null },
    ],
    [
      'a breaker that is cleared',
      breakerCleared(),
      { kind: 'breaker_cleared', cause: 'operator', ...byAna },
    ],
    [
      'a kill',
      strategyKilled({ flatten: true }),
      { kind: 'killed', ...byAna, inputs: { flatten: 'true' } },
    ],
    ['a release', strategyReleased(), { kind: 'released', ...byAna }],
    [
      'a new peak',
      peakReset(),
      { kind: 'peak_reset', ...byAna, inputs: { from: '10000', peak: '9000' } },
    ],
    [
      'rules for later',
      riskRulesSet({}, { version: 2, effectiveAt: later(9) }),
      {
        ...{ kind: 'rules_set', by: 'ana', why: 'first limits' },
        inputs: { version: '2', effective_at: later(9) },
      },
    ],
    [
      'rules that take effect',
      rulesTookEffect(),
      { kind: 'rules_took_effect', inputs: { version: '2' } },
    ],
    [
      'a fill that slipped',
      slippageBreached(),
      {
        ...{ kind: 'slippage_breached', formula: 'slippage > max_slippage_pct' },
        inputs: {
          ...{ slippage: '0.02', max_slippage_pct: '0.01' },
          ...{ signal_id: 'signal-1', order_id: 'order-1', trade_id: 'trade-1' },
        },
      },
    ],
    [
      'rules that no signal reached',
      rulesUnevaluated(),
      { kind: 'rules_unevaluated', inputs: { since: at } },
    ],
  ])('tells of %s', async (_, fact, row) => {
    await take(strategyRegistered(), fact);
    expect(await history()).toEqual([{ ...whole, ...nothing, ...row, position: '2' }]);
  });

  it('tells what happened to its whole account in between', async () => {
    await take(
      ...readyToTrade(),
      strategyPaused(),
      accountKilled(),
      breakerTripped({ strategyId: undefined, kind: 'ledger_lag' }),
      strategyPaused({ strategyId: 'strategy-2' }),
      accountKilled({ accountId: 'account-2' }),
      accountReleased(),
    );
    expect(await history()).toMatchObject([
      { kind: 'released', strategy_id: null, ...byAna },
      { kind: 'breaker_tripped', strategy_id: null, cause: 'ledger_lag' },
      { kind: 'killed', strategy_id: null, inputs: { flatten: 'false' } },
      { kind: 'paused', strategy_id: strategyId },
      { kind: 'rules_set', strategy_id: strategyId },
    ]);
    expect(await history({ kind: 'killed' })).toMatchObject([{ position: '4' }]);
    const { rows } = await accountHistoryOf(tables.database, accountId);
    expect(rows.map(({ position }) => position)).toEqual(['8', '6', '5', '4', '3', '2']);
  });

  it('comes page by page', async () => {
    await take(...readyToTrade(), accountKilled(), strategyPaused(), accountReleased());
    const first = await stateHistoryOf(tables.database, strategyId, { limit: 2 });
    expect(first).toMatchObject({ rows: [{ position: '5' }, { position: '4' }], before: '4' });
    expect(await history({ limit: 2, before: '4' })).toMatchObject([
      { position: '3' },
      { position: '2' },
    ]);
  });

  it('leaves out what another account says about the same name', async () => {
    await take(
      ...readyToTrade(),
      strategyRegistered({ accountId: 'account-2' }),
      strategyPaused({ accountId: 'account-2' }),
    );
    expect(await history()).toMatchObject([{ kind: 'rules_set' }]);
  });

  it('is the same in batches of any size, also when one is lost', async () => {
    await sameInAnyBatches(tables, () => riskStateHistory, accountStory());
  });
});
