import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerIntegrityError, type Position } from '@sluice/ports';
import { acceptRestoredLedger, ProjectionFencedError } from './checkpoint.js';
import { hashTables } from './hash-tables.js';
import { startProjection, type Projection } from './projection.js';
import { startReader, type Reader } from './reader.js';
import { rebuildProjection } from './rebuild.js';
import { listLedger, type ListLedger } from './testing/list-ledger.js';
import { seen, serviceDatabase, type ServiceDatabase } from './testing/service-database.js';

const WAIT_MS = 5_000;
let database: ServiceDatabase;
let ledger: ReturnType<typeof listLedger>;
const started: Reader[] = [];

beforeAll(async () => {
  database = await serviceDatabase();
});
beforeEach(async () => {
  await Promise.all(started.splice(0).map((reader) => reader.stop()));
  await database.dataSource.query('truncate projection_checkpoints, seen, tally');
  ledger = listLedger();
});
afterAll(async () => {
  await Promise.all(started.map((reader) => reader.stop()));
  await database.close();
});

const start = (projection: Projection = seen, epoch = 0): Reader => {
  const { dataSource } = database;
  const reader = startProjection({ ledger, dataSource, projection, epoch });
  started.push(reader);
  return reader;
};
const tally = (): Promise<unknown> => database.rows('select name, times from tally order by name');
const once = (...names: readonly string[]): unknown => names.map((name) => ({ name, times: 1 }));
const names = (count: number, of: ListLedger): Position =>
  of.hold(...Array.from({ length: count }, (_, index) => `n${index}`));

describe('a projection', () => {
  it('takes in every fact once and continues where it stopped', async () => {
    await start().reached(ledger.hold('a', 'b'), WAIT_MS);
    await started[0]?.stop();
    const reader = start();
    await reader.reached(ledger.hold('c'), WAIT_MS);
    expect(await tally()).toEqual(once('a', 'b', 'c'));
    expect(reader.state()).toMatchObject({ position: 3, lag: 0, running: true });
  });

  it('waits for more facts unless somebody waits for those that are there', async () => {
    const { dataSource } = database;
    const taken: number[] = [];
    const reader = startReader(
      { ledger, dataSource },
      {
        ...{ name: 'patient', version: 1, batchMax: 100, lingerMs: 60 * WAIT_MS },
        take: (batch) => {
          taken.push(batch.length);
          return Promise.resolve(undefined);
        },
      },
    );
    started.push(reader);
    ledger.hold('a');
    await sleep(50);
    expect(taken).toEqual([]);
    await reader.reached(ledger.hold('b', 'c'), WAIT_MS);
    expect(taken).toEqual([3]);
    ledger.hold('d');
    await reader.stop();
  });

  it('keeps how far it came over facts it does not want now and then, and when it stops', async () => {
    const stored = async (): Promise<unknown> =>
      (await database.rows('select position from projection_checkpoints'))[0]?.['position'];
    const wantsNone = { ...seen, on: ['OrderClosed' as const] };
    const reader = start(wantsNone);
    await reader.reached(ledger.hold('a', 'b'), WAIT_MS);
    const deadline = Date.now() + WAIT_MS;
    while ((await stored()) !== '2' && Date.now() < deadline) await sleep(20);
    expect(await stored()).toBe('2');
    await reader.reached(ledger.hold('c'), WAIT_MS);
    expect(await stored()).toBe('2');
    await reader.stop();
    expect(await stored()).toBe('3');
  });

  it('leaves neither rows nor checkpoint of a batch that fails, and says why', async () => {
    const broken: Projection = {
      ...seen,
      apply: async (tx, batch) => {
        await seen.apply(tx, batch as never);
        throw new RangeError('cannot add');
      },
    };
    ledger.hold('a');
    const reader = start(broken);
    await expect(reader.done).rejects.toThrow('cannot add');
    expect(reader.state()).toMatchObject({ running: false, position: 0, error: expect.any(Error) });
    expect(await tally()).toEqual([]);
  });

  it('stops the second of two writers, and counts nothing twice', async () => {
    await start().reached(ledger.hold('a'), WAIT_MS);
    await start().reached(1 as Position, WAIT_MS);
    ledger.hold('b', 'c');
    await expect(Promise.race(started.map(({ done }) => done))).rejects.toThrow(
      ProjectionFencedError,
    );
    await Promise.any(started.map((reader) => reader.reached(3 as Position, WAIT_MS)));
    expect(await tally()).toEqual(once('a', 'b', 'c'));
  });

  it('is fenced by a later epoch, running or starting', async () => {
    const old = start(seen, 1);
    await old.reached(ledger.hold('a'), WAIT_MS);
    const next = start(seen, 2);
    await next.reached(1 as Position, WAIT_MS);
    await next.stop();
    ledger.hold('b');
    await expect(old.done).rejects.toThrow(/in epoch 1: somebody else moved it/);
    await expect(start(seen, 1).done).rejects.toThrow(/belongs to epoch 2/);
    expect(await tally()).toEqual(once('a'));
  });

  it('stops at a gap', async () => {
    ledger.hold('a');
    ledger.skip(1);
    ledger.hold('c');
    const reader = start();
    await expect(reader.done).rejects.toThrow(LedgerIntegrityError);
    await expect(reader.done).rejects.toThrow(/expected fact 2 of the ledger and got 3/);
  });

  it.each([
    ['another ledger', { incarnation: 'second' }, /the ledger is now second/],
    ['a shorter ledger', { last: 1 as Position }, /the ledger ends at 1/],
    ['a ledger that lost its beginning', { first: 4 as Position }, /the ledger begins at 4/],
  ])('refuses %s', async (_, extent, message) => {
    await start().reached(ledger.hold('a', 'b'), WAIT_MS);
    await started[0]?.stop();
    ledger.replace(extent);
    const reader = start();
    await expect(reader.done).rejects.toThrow(LedgerIntegrityError);
    await expect(reader.done).rejects.toThrow(message);
  });

  it('continues on a restored ledger once a person has accepted it', async () => {
    await start().reached(ledger.hold('a'), WAIT_MS);
    await started[0]?.stop();
    ledger.replace({ incarnation: 'restored' });
    const { dataSource } = database;
    expect(await acceptRestoredLedger(dataSource, { from: 'first', to: 'restored' })).toBe(1);
    await start().reached(ledger.hold('b'), WAIT_MS);
    expect(await tally()).toEqual(once('a', 'b'));
  });

  it('waits for a ledger that gives no answer', async () => {
    ledger.refuseExtent(3);
    await start().reached(ledger.hold('a'), WAIT_MS);
    expect(await tally()).toEqual(once('a'));
  });

  it('fills its tables anew when its version was raised, and refuses an older release', async () => {
    await start().reached(ledger.hold('a'), WAIT_MS);
    await started[0]?.stop();
    const newer = start({ ...seen, version: 2 });
    await newer.reached(ledger.hold('b'), WAIT_MS);
    expect(await tally()).toEqual(once('a', 'b'));
    await expect(start().done).rejects.toThrow(/written by version 2/);
  });
});

describe('a rebuild', () => {
  it('gives identical tables', async () => {
    const last = names(700, ledger);
    await start().reached(last, WAIT_MS);
    await started[0]?.stop();
    const before = await hashTables(database.dataSource, seen.tables);
    await database.dataSource.query(
      "update tally set times = 7 where name = 'n3'; delete from seen",
    );
    expect((await hashTables(database.dataSource, seen.tables)).hash).not.toBe(before.hash);

    const { dataSource } = database;
    const rebuilt = await rebuildProjection({ ledger, dataSource, projection: seen });

    expect(rebuilt).toMatchObject({ facts: 700, rows: { seen: 700, tally: 700 } });
    expect(await hashTables(dataSource, seen.tables)).toEqual(before);
  });

  it('also recovers from lost tables and checkpoints, and from a replaced ledger', async () => {
    await start().reached(ledger.hold('a', 'b'), WAIT_MS);
    await started[0]?.stop();
    const before = await hashTables(database.dataSource, seen.tables);
    ledger.replace({ incarnation: 'second' });
    const { dataSource } = database;
    await rebuildProjection({ ledger, dataSource, projection: seen });
    await dataSource.query('truncate projection_checkpoints');
    await rebuildProjection({ ledger, dataSource, projection: seen });
    expect(await hashTables(dataSource, seen.tables)).toEqual(before);
  });
});
