import { describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { START, type Ledger, type Position } from '@sluice/ports';
import { accountStream } from '@sluice/reactions';
import { createLogger } from '@sluice/runtime';
import { createInMemoryLedger, recordFacts } from '@sluice/testing';
import type { DataSource } from 'typeorm';
import { killSwitch, openKillSwitch, type KillFact, type KillSwitch } from './kill-switch.js';
import { killed } from './projections/rows/kill-row.js';

const { accountId, accountKilled, accountReleased, strategyId } = examples;
const { strategyKilled, strategyReleased } = examples;
const buy = { strategyId, side: 'BUY' } as const;
const sell = { strategyId, side: 'SELL' } as const;

async function recordedIn(...facts: readonly KillFact[]) {
  const ledger = createInMemoryLedger();
  const recorded = [];
  for (const fact of facts) {
    recorded.push(...(await recordFacts<KillFact>(ledger, accountStream(accountId), fact)));
  }
  return recorded;
}

async function after(...facts: readonly KillFact[]): Promise<KillSwitch> {
  const kills = killSwitch({ accountId, standing: [], through: START });
  for (const fact of await recordedIn(...facts)) kills.learn(fact);
  return kills;
}

describe('the kill switch', () => {
  it('lets everything pass while nothing is killed', async () => {
    expect((await after()).stopping(buy)).toBeUndefined();
  });

  it('stops every strategy of a killed account, and says who and why', async () => {
    const kills = await after(accountKilled());
    expect(kills.stopping({ ...buy, strategyId: 'another' })).toBe(
      `account account-1 was killed at ${examples.at} by ana: the feed is wrong`,
    );
    expect(kills.stopping(sell)).toMatch(/^account account-1 was killed/);
  });

  it('stops a killed strategy and no other', async () => {
    const kills = await after(strategyKilled());
    expect(kills.stopping(buy)).toMatch(/^strategy strategy-1 was killed/);
    expect(kills.stopping({ ...buy, strategyId: 'another' })).toBeUndefined();
  });

  it('lets exits pass when the kill says that what is held may be sold', async () => {
    const kills = await after(accountKilled({ flatten: true }));
    expect(kills.stopping(buy)).toBeDefined();
    expect(kills.stopping(sell)).toBeUndefined();
  });

  it('stops exits all the same when another kill does not allow them', async () => {
    const kills = await after(accountKilled({ flatten: true }), strategyKilled());
    expect(kills.stopping(sell)).toMatch(/^strategy strategy-1/);
  });

  it('opens by the release of what was killed, and by no other', async () => {
    const both = [accountKilled(), strategyKilled()] as const;
    expect((await after(...both, accountReleased())).stopping(buy)).toMatch(/^strategy/);
    expect((await after(...both, strategyReleased())).stopping(buy)).toMatch(/^account/);
    const open = await after(...both, accountReleased(), strategyReleased());
    expect(open.stopping(buy)).toBeUndefined();
  });

  it('knows which kill stands: the newest of the same, until it is released', async () => {
    const facts = await recordedIn(accountKilled(), accountKilled({ flatten: true }));
    const kills = killSwitch({ accountId, standing: [], through: START });
    for (const fact of facts) kills.learn(fact);
    expect(facts.map(({ id }) => kills.stands(id))).toStrictEqual([false, true]);
  });

  it('is nobody else’s', async () => {
    const kills = killSwitch({ accountId: 'another', standing: [], through: START });
    for (const fact of await recordedIn(accountKilled())) kills.learn(fact);
    expect(kills.stopping(buy)).toBeUndefined();
  });

  it('stands after a restart, and is not opened by a release from before it', async () => {
    const facts = await recordedIn(accountKilled(), accountReleased(), accountKilled());
    const standing = [killed(facts[2] as never)];
    const kills = killSwitch({ accountId, standing, through: 3 as Position });
    for (const fact of facts) kills.learn(fact);
    expect(kills.stopping(buy)).toMatch(/^account/);
  });

  it('is not there before the tables know every kill', async () => {
    const [fact] = await recordedIn(accountKilled());
    const ledger: Pick<Ledger, 'extent'> = {
      extent: () => Promise.resolve({ incarnation: 'one', first: START, last: 7 as Position }),
    };
    const rows = [killed(fact as never)];
    const asked: number[] = [];
    const kills = await openKillSwitch({
      ...{ accountId, ledger, log: createLogger('executor', 'silent') },
      database: {
        query: () => Promise.resolve(asked.length > 1 ? rows : []),
      } as never as DataSource,
      readThrough: (position) => {
        asked.push(position);
        return asked.length === 1 ? Promise.reject(new Error('behind')) : Promise.resolve();
      },
    });
    expect(asked).toStrictEqual([7, 7]);
    expect(kills.stopping(buy)).toMatch(/^account/);
  });
});
