/** What people ask of risk’s tables, on a real Postgres. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { money, type account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { projections } from '../projections/index.js';
import { recorded } from '../projections/testing/account-streams.js';
import { openDesk } from '../testing/open-desk.js';
import { RiskReads } from './risk-reads.js';
import { accountsIn, strategyDirectory } from './strategy-directory.js';

const { accountId, at, later, signal, strategyId } = examples;
const place = { strategyId, accountId };

const tooLarge: account.Check = {
  ...{ code: 'position_too_large', unit: 'usd', passed: false, near: true, detail: 'size' },
  value: 30_000_000n,
  limit: 25_000_000n,
  margin: -5_000_000n,
};
const facts: readonly account.Event[] = [
  examples.strategyRegistered(),
  examples.strategyRegistered({ accountId: 'account-2' }),
  examples.strategyRegistered({ accountId: 'account-2', strategyId: 'strategy-2' }),
  examples.riskRulesSet({ dailyBudgetUsd: money.usd('100') }),
  examples.riskRulesSet({ maxLatencyMs: 900 }, { version: 2, effectiveAt: later(60_000) }),
  examples.signalApproved(),
  examples.signalRefused({
    signal: signal({ signalId: 'signal-2' }),
    sentence: 'Too large.',
    decision: { ...examples.signalRefused().data.decision, checks: [tooLarge] },
  }),
  examples.equityMarked({ equityUsd: money.usd('9990'), troughUsd: money.usd('9990') }),
  examples.breakerTripped({ strategyId: undefined, kind: 'order_errors', until: later(1_000) }),
  examples.strategyPaused({ at: later(5) }),
  examples.rulesTookEffect({ at: later(60_000) }),
];

describe('what people ask of the tables', () => {
  let tables: Tables;
  let reads: RiskReads;
  let levels = 0;
  beforeAll(async () => {
    tables = await openTables(migrations);
    const open = openDesk();
    for (const projection of projections(open.ledger)) {
      await tables.take(projection, await stored(open));
    }
    const { database } = tables;
    const readLevel = () => Promise.resolve(void (levels += 1));
    const directory = strategyDirectory(database, readLevel);
    reads = new RiskReads(() => ({ ...open.parts, database, directory, readLevel }));
  });
  afterAll(() => tables.drop());

  /** On the ledger as well, for the projections that load the account. */
  async function stored(open: ReturnType<typeof openDesk>) {
    if ((await open.ledger.extent()).last === 0) await open.given(...facts.filter(isOurs));
    return recorded(...facts);
  }
  const isOurs = ({ data }: account.Event): boolean =>
    !('accountId' in data) || data.accountId === accountId;

  it('knows the account of each strategy: whoever registered its name first has it', async () => {
    const { database } = tables;
    const directory = strategyDirectory(database, () => Promise.resolve());
    expect(await directory.accountOf(strategyId)).toBe(accountId);
    expect(await directory.accountOf('nobody')).toBeUndefined();
    expect(await accountsIn(database)).toStrictEqual([accountId, 'account-2']);
    expect(await directory.list({ after: '', limit: 5 })).toStrictEqual([
      place,
      { strategyId: 'strategy-2', accountId: 'account-2' },
    ]);
    expect(await directory.list({ accountId: 'account-2', after: '', limit: 5 })).toHaveLength(1);
    expect(await directory.list({ after: strategyId, limit: 5 })).toHaveLength(1);
  });

  it('looks again at a level table before it says that there is no such strategy', async () => {
    const before = levels;
    await expect(reads.decisions('nobody', {})).rejects.toMatchObject({
      response: { error: 'not_found', field: 'strategyId' },
    });
    expect(levels).toBe(before + 1);
  });

  it('shows what was decided, newest first and page by page', async () => {
    const first = await reads.decisions(strategyId, { limit: '1' });
    expect(first).toMatchObject({
      ...place,
      decisions: [{ signalId: 'signal-2', decision: 'refused', sentence: 'Too large.' }],
      before: expect.stringMatching(/^\d+$/),
    });
    const second = await reads.decisions(strategyId, { limit: 1, before: first.before });
    expect(second).toMatchObject({
      decisions: [
        {
          signalId: 'signal-1',
          decision: 'approved',
          code: undefined,
          limitPrice: '0.5',
          sizeUsd: '20',
          shares: '40',
          quote: { bids: [{ price: '0.49', shares: '1000' }] },
          decidedAt: at,
        },
      ],
      before: undefined,
    });
    const { decisions } = await reads.decisions(strategyId, { decision: 'approved' });
    expect(decisions).toHaveLength(1);
  });

  it('shows one decision by its signal', async () => {
    expect(await reads.decision('signal-2')).toMatchObject({ code: 'position_too_large' });
    await expect(reads.decision('signal-9')).rejects.toMatchObject({
      response: { error: 'not_found', field: 'signalId' },
    });
    await expect(reads.decision('signal\u0000')).rejects.toMatchObject({
      response: { error: 'invalid_request', field: 'signalId' },
    });
  });

  it('shows every version of the rules, with when it took effect', async () => {
    expect(await reads.rulesHistory(strategyId, {})).toMatchObject({
      ...place,
      versions: [
        {
          ...{ version: 2, by: 'ana', effectiveAt: later(60_000), tookEffectAt: later(60_000) },
          rules: { max_latency_ms: 900 },
        },
        { version: 1, tookEffectAt: at, rules: { daily_budget_usd: '100' } },
      ],
    });
  });

  it('shows what happened to a strategy and to its account', async () => {
    const { changes } = await reads.stateHistory(strategyId, {});
    expect(changes).toMatchObject([
      { kind: 'rules_took_effect' },
      { kind: 'paused', strategyId, cause: 'operator', by: 'ana', at: later(5) },
      { kind: 'breaker_tripped', strategyId: undefined, until: later(1_000) },
      { kind: 'rules_set' },
      { kind: 'rules_set' },
    ]);
    expect(await reads.stateHistory(strategyId, { kind: 'paused' })).toMatchObject({
      changes: [{ kind: 'paused' }],
    });
    expect((await reads.accountHistory(accountId, {})).changes).toHaveLength(5);
  });

  it('shows what a strategy was worth', async () => {
    expect(await reads.equity(strategyId, {})).toMatchObject({
      ...place,
      points: [{ at, equityUsd: '9990', peakUsd: '10000', troughUsd: '9990' }],
    });
    expect((await reads.equity(strategyId, { from: later(1) })).points).toStrictEqual([]);
  });

  it('shows how close each rule came to its limit', async () => {
    expect(await reads.ruleWatch(strategyId)).toMatchObject({
      ...place,
      rules: [
        {
          ...{ code: 'position_too_large', unit: 'usd', evaluations: '1', refusals: '1' },
          ...{ lastValue: '30', lastLimit: '25', lastPassed: false, closestMarginPct: '-0.2' },
          ...{ lastEvaluatedAt: at, closestAt: at, lastRefusedAt: at, lastOffAt: undefined },
        },
      ],
    });
  });
});
