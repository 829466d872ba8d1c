import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEffects, type EffectHandler, type Effects, type StartingEffects } from './effects.js';
import { insertEffects, type PendingEffect } from './pending-effects.js';
import { serviceDatabase, type ServiceDatabase } from './testing/service-database.js';

let database: ServiceDatabase;
const started: Effects[] = [];
beforeAll(async () => {
  database = await serviceDatabase();
});
beforeEach(() => database.dataSource.query('truncate pending_effects'));
afterEach(async () => {
  await Promise.all(started.splice(0).map((effects) => effects.stop()));
});
afterAll(() => database.close());

const decide = (...effects: readonly Partial<PendingEffect>[]): Promise<unknown> =>
  insertEffects(
    database.dataSource.manager,
    'all',
    effects.map((effect, index) => ({ effect: 'call', id: `e${index}`, payload: null, ...effect })),
  );
const start = (call: EffectHandler, more: Partial<StartingEffects> = {}): Effects => {
  const { dataSource } = database;
  const effects = startEffects({ dataSource, handlers: { call }, concurrency: 4, ...more });
  started.push(effects);
  return effects;
};
const until = async (
  happened: () => boolean | Promise<boolean>,
  withinMs = 5_000,
): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await happened())) {
    if (performance.now() > deadline) throw new Error('did not happen in time');
    await sleep(5);
  }
};
const left = async (): Promise<number> =>
  (await database.rows('select 1 from pending_effects')).length;

describe('effects', () => {
  it('are done and then forgotten', async () => {
    await decide({ payload: { to: ['ops', 1] } });
    const calls: unknown[] = [];
    start(({ payload, attempt }) => {
      calls.push({ payload, attempt });
      return Promise.resolve('done');
    });
    await until(async () => (await left()) === 0);
    expect(calls).toEqual([{ payload: { to: ['ops', 1] }, attempt: 1 }]);
  });

  it('start at once when woken', async () => {
    let done = 0;
    const effects = start(() => {
      done += 1;
      return Promise.resolve('done');
    });
    await until(async () => (await left()) === 0);
    await sleep(50);
    await decide({});
    const wokenAt = performance.now();
    effects.wake();
    await until(() => done === 1);
    expect(performance.now() - wokenAt).toBeLessThan(500);
  });

  it('are tried again after a failure, with growing waits that outlive the process', async () => {
    const attempts: number[] = [];
    await decide({});
    const first = start(({ attempt }) => {
      attempts.push(attempt);
      throw new Error('venue is down');
    });
    await until(() => attempts.length === 2);
    await first.stop();
    expect(await database.rows('select attempts, last_error from pending_effects')).toEqual([
      { attempts: 2, last_error: 'venue is down' },
    ]);
    start(({ attempt }) => {
      attempts.push(attempt);
      return Promise.resolve('done');
    });
    await until(async () => (await left()) === 0);
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('are looked at again when the handler asks for it', async () => {
    const at: number[] = [];
    await decide({});
    start(() => {
      at.push(performance.now());
      return Promise.resolve(at.length < 3 ? { retryAfterMs: 60 } : 'done');
    });
    await until(async () => (await left()) === 0);
    expect(at).toHaveLength(3);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(55);
  });

  it('begun by a process that died are begun again, and know it', async () => {
    await decide({});
    await database.dataSource.query('update pending_effects set attempts = 1, started_at = now()');
    const attempts: number[] = [];
    start(({ attempt }) => {
      attempts.push(attempt);
      return Promise.resolve('done');
    });
    await until(async () => (await left()) === 0);
    expect(attempts).toEqual([2]);
  });

  it('of one partition run one at a time in order, those of others beside them', async () => {
    const partitions = ['a', 'a', 'b', 'a', 'b', 'c', 'd', 'e'];
    await decide(...partitions.map((partition) => ({ partition, payload: partition })));
    const running: string[] = [];
    const order: string[] = [];
    let most = 0;
    let overlapped = false;
    const call: EffectHandler = async ({ id, payload, attempt }) => {
      const partition = payload as string;
      overlapped ||= running.includes(partition);
      running.push(partition);
      most = Math.max(most, running.length);
      await sleep(15);
      running.splice(running.indexOf(partition), 1);
      if (id === 'e0' && attempt === 1) return { retryAfterMs: 40 };
      order.push(`${partition}:${id}`);
      return 'done';
    };
    start(call, { concurrency: 3 });
    await until(async () => (await left()) === 0);
    expect(overlapped).toBe(false);
    expect(most).toBe(3);
    expect(order.filter((entry) => entry.startsWith('a'))).toEqual(['a:e0', 'a:e1', 'a:e3']);
    expect(order.filter((entry) => entry.startsWith('b'))).toEqual(['b:e2', 'b:e4']);
  });

  it('whose time has not come hold nobody up', async () => {
    const notBefore = new Date(Date.now() + 700).toISOString();
    await decide({ partition: 'a', notBefore }, { partition: 'a' });
    const order: string[] = [];
    start(({ id }) => {
      order.push(id);
      return Promise.resolve('done');
    });
    await until(() => order.length === 1);
    expect(order).toEqual(['e1']);
    await until(() => order.length === 2);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(notBefore));
  });

  it('of an unknown kind stay and are counted', async () => {
    await decide({ effect: 'unheard-of' });
    const effects = start(() => Promise.resolve('done'));
    await until(() => effects.state().failing === 1);
    expect(effects.state()).toMatchObject({ pending: 1, running: 0 });
    expect(effects.state().oldestAgeMs).toBeGreaterThan(0);
  });

  it('are left alone by a process that may not act', async () => {
    await decide({});
    let may = false;
    let calls = 0;
    const call: EffectHandler = () => {
      calls += 1;
      return Promise.resolve('done');
    };
    start(call, { mayAct: () => may });
    await sleep(100);
    expect([calls, await left()]).toEqual([0, 1]);
    may = true;
    await until(async () => (await left()) === 0);
  });
});
