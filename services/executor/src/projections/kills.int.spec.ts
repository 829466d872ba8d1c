/** Kills on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { account, kill } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { migrations } from '../migrations/index.js';
import { kills, killsOf, standingKills } from './kills.js';

const { accountId, accountKilled, accountReleased, killSwept, killUnverified } = examples;
const { killVerified, later, strategyId, strategyKilled, strategyReleased } = examples;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(kills));
afterAll(() => tables.drop());

/** All that happens in a test is one story: the ids of its facts are fact-1, fact-2 … */
let story: readonly (account.Event | kill.Event)[] = [];
beforeEach(() => void (story = []));
const take = async (...facts: typeof story): Promise<void> => {
  const before = story.length;
  story = [...story, ...facts];
  await tables.take(kills, recorded(...story).slice(before));
};
const standing = () => standingKills(tables.database, accountId);
const newest = async (before = '999999999') =>
  killsOf(tables.database, accountId, { before, limit: 2 });
const killId = 'fact-1';

describe('kills', () => {
  it('stand until a person releases them, each for what it is about', async () => {
    await take(accountKilled({ flatten: true }), strategyKilled());
    expect(await standing()).toMatchObject([
      { strategy_id: '', killed_by: 'ana', flatten: true, verified_at: null, sweeps: 0 },
      { strategy_id: strategyId, flatten: false },
    ]);
    await take(accountReleased());
    expect(await standing()).toMatchObject([{ strategy_id: strategyId }]);
    await take(strategyReleased());
    expect(await standing()).toStrictEqual([]);
    expect(await newest()).toMatchObject([{ strategy_id: strategyId }, { ended_by: 'ana' }]);
  });

  it('give way to another kill of the same', async () => {
    await take(accountKilled(), accountKilled({ flatten: true }));
    expect(await standing()).toMatchObject([{ flatten: true }]);
    expect(await newest()).toHaveLength(2);
  });

  it('show how far they are carried out', async () => {
    await take(accountKilled());
    await take(killSwept({ killId, stillOpen: 1, inDoubt: 1 }));
    await take(killUnverified({ killId }));
    const swept = { sweeps: 1, cancelled: 2, still_open: 1, in_doubt: 1, verified_at: null };
    expect(await standing()).toMatchObject([
      { ...swept, unverified_detail: '1 order is still open' },
    ]);
    await take(killSwept({ killId, sweep: 2, cancelled: 1, at: later(15_000) }));
    await take(killVerified({ killId, tookMs: 15_010, at: later(15_010) }));
    expect(await standing()).toMatchObject([
      { sweeps: 2, cancelled: 3, still_open: 0, took_ms: '15010' },
    ]);
  });

  it('are given newest first, page by page', async () => {
    await take(accountKilled(), strategyKilled(), strategyKilled({ flatten: true }));
    const [, second] = await newest();
    const rest = await newest(second?.position);
    expect(rest).toMatchObject([{ strategy_id: '' }]);
  });

  it('are the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      accountKilled(),
      killSwept({ killId }),
      accountReleased(),
      strategyKilled(),
      accountKilled({ flatten: true }),
      killVerified({ killId }),
    );
    const whole = await tables.rebuild(kills, facts, 100);
    await tables.empty(kills);
    await tables.lose(kills, facts);
    await tables.take(kills, facts);
    expect(await tables.rebuild(kills, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(kills, facts, 3)).toEqual(whole);
  });
});
