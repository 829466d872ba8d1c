import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerUnavailableError, type Position } from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEffects, type Effects } from './effects.js';
import type { PendingEffect } from './pending-effects.js';
import { startReactions, type StartingReactions } from './process-runner.js';
import type { Reader } from './reader.js';
import { listLedger } from './testing/list-ledger.js';
import { serviceDatabase, type ServiceDatabase } from './testing/service-database.js';

const WAIT_MS = 5_000;
let database: ServiceDatabase;
let ledger: ReturnType<typeof listLedger>;
const started: Reader[] = [];

beforeAll(async () => {
  database = await serviceDatabase();
});
beforeEach(async () => {
  await Promise.all(started.splice(0).map((reader) => reader.stop()));
  await database.dataSource.query('truncate projection_checkpoints, pending_effects');
  ledger = listLedger();
});
afterAll(async () => {
  await Promise.all(started.map((reader) => reader.stop()));
  await database.close();
});

type Handle = StartingReactions<'SignalIgnored'>['handle'];
const page: Handle = ({ id, data }) =>
  Promise.resolve([{ effect: 'page', id, payload: { signal: data.signalId } }]);
const start = (handle: Handle, more: Partial<StartingReactions<'SignalIgnored'>> = {}): Reader => {
  const { dataSource } = database;
  const reader = startReactions({ ledger, dataSource, name: 'test--page', handle, ...more });
  started.push(reader);
  return reader;
};
type Begun = Parameters<Effects['begin']>[0];
const doer = ({ room }: { readonly room: number }) => {
  const begun: Begun[number][] = [];
  const seen = { begun, woken: 0 };
  return Object.assign(seen, {
    room: () => room,
    begin: (claimed: Begun) => void begun.push(...claimed),
    beginAhead: () => ({ begun: new Set<PendingEffect>(), kept: (claimed: Begun) => claimed }),
    wake: () => void (seen.woken += 1),
  });
};
const pending = async (): Promise<unknown> =>
  (await database.rows('select id from pending_effects order by sequence')).map(({ id }) => id);

describe('reactions', () => {
  it('keep what is to be done together with how far they have read', async () => {
    const effects = doer({ room: 0 });
    const reader = start(page, { effects });
    await reader.reached(ledger.hold('a', 'b'), WAIT_MS);
    expect(await pending()).toEqual(['a@1', 'b@2']);
    expect(effects.woken).toBeGreaterThan(0);
    expect(effects.begun).toEqual([]);
  });

  it('begin what there is room for with the same commit, and leave the rest to be found', async () => {
    const effects = doer({ room: 1 });
    ledger.hold('a', 'b');
    await start(page, { effects }).reached(2 as Position, WAIT_MS);
    expect(effects.begun).toMatchObject([
      { effect: 'page', id: 'a@1', attempt: 1, payload: { signal: 'a' } },
    ]);
    expect(effects.woken).toBe(1);
    expect(await database.rows('select id, attempts from pending_effects order by id')).toEqual([
      { id: 'a@1', attempts: 1 },
      { id: 'b@2', attempts: 0 },
    ]);
  });

  describe('that may be begun ahead', () => {
    const pageAhead: Handle = ({ id }) =>
      Promise.resolve([{ effect: 'page', id, payload: null, ahead: true }]);
    const left = async () => (await database.rows('select 1 from pending_effects')).length;
    const begun: string[] = [];
    const doing = (outcome: () => Promise<void>) => {
      const { dataSource } = database;
      const handle = async ({ id, attempt }: { id: string; attempt: number }) => {
        begun.push(`${id}/${attempt}`);
        await outcome();
        return 'done' as const;
      };
      return startEffects({ dataSource, handlers: { page: handle }, concurrency: 4 });
    };
    beforeEach(() => void begun.splice(0));

    it('are begun before they are kept, and owed no longer when they are done', async () => {
      const effects = doing(() => Promise.resolve());
      await start(pageAhead, { effects }).reached(ledger.hold('a', 'b'), WAIT_MS);
      const deadline = Date.now() + WAIT_MS;
      while ((await left()) > 0 && Date.now() < deadline) await sleep(10);
      expect(await left()).toBe(0);
      expect(begun).toEqual(['a@1/1', 'b@2/1']);
      await effects.stop();
    });

    it('are owed until then', async () => {
      let finish: () => void = () => undefined;
      const effects = doing(() => new Promise((resolve) => (finish = resolve)));
      await start(pageAhead, { effects }).reached(ledger.hold('a'), WAIT_MS);
      expect(await database.rows('select id, attempts from pending_effects')).toEqual([
        { id: 'a@1', attempts: 1 },
      ]);
      finish();
      await effects.stop();
      expect(await left()).toBe(0);
    });
  });

  it('begin nothing in a partition that has something to do already', async () => {
    const effects = doer({ room: 9 });
    const inOne: Handle = ({ id }) =>
      Promise.resolve([{ effect: 'page', id, payload: null, partition: 'one' }]);
    const reader = start(inOne, { effects });
    await reader.reached(ledger.hold('a', 'b'), WAIT_MS);
    await reader.reached(ledger.hold('c'), WAIT_MS);
    expect(effects.begun.map(({ id }) => id)).toEqual(['a@1']);
  });

  it('repeat a batch whose commit a crash prevented, and double nothing', async () => {
    const handled: string[] = [];
    const crash: Handle = (fact) => {
      handled.push(fact.id);
      if (fact.position === 2) throw new Error('killed');
      return page(fact);
    };
    ledger.hold('a', 'b', 'c');
    await expect(start(crash).done).rejects.toThrow('killed');
    expect(await pending()).toEqual([]);
    await start((fact) => {
      handled.push(fact.id);
      return page(fact);
    }).reached(3 as Position, WAIT_MS);
    expect(handled).toEqual(['a@1', 'b@2', 'a@1', 'b@2', 'c@3']);
    expect(await pending()).toEqual(['a@1', 'b@2', 'c@3']);
  });

  it('leave an effect alone that is pending already', async () => {
    const same: Handle = () => Promise.resolve([{ effect: 'page', id: 'one', payload: null }]);
    await start(same, { batchMax: 1 }).reached(ledger.hold('a', 'b'), WAIT_MS);
    expect(await pending()).toEqual(['one']);
  });

  it('wait out a ledger without answer, fact by fact', async () => {
    let failures = 2;
    const handled: string[] = [];
    const reader = start((fact) => {
      handled.push(fact.id);
      if (fact.position === 2 && failures-- > 0) throw new LedgerUnavailableError('no answer');
      return page(fact);
    });
    await reader.reached(ledger.hold('a', 'b'), WAIT_MS);
    expect(handled).toEqual(['a@1', 'b@2', 'b@2', 'b@2']);
    expect(await pending()).toEqual(['a@1', 'b@2']);
  });

  it('write nothing under an epoch that is over', async () => {
    const old = start(page, { epoch: 1 });
    await old.reached(ledger.hold('a'), WAIT_MS);
    const next = start(page, { epoch: 2 });
    await next.reached(1 as Position, WAIT_MS);
    await next.stop();
    ledger.hold('b');
    await expect(old.done).rejects.toThrow(/somebody else moved it/);
    expect(await pending()).toEqual(['a@1']);
  });

  it('see only the facts they ask for', async () => {
    const reader = start(page, { on: ['MarketListed' as never] });
    await reader.reached(ledger.hold('a'), WAIT_MS);
    expect(await pending()).toEqual([]);
  });
});
