import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LedgerUnavailableError, type Position } from '@sluice/ports';
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
const pending = async (): Promise<unknown> =>
  (await database.rows('select id from pending_effects order by sequence')).map(({ id }) => id);

describe('reactions', () => {
  it('keep what is to be done together with how far they have read', async () => {
    let woken = 0;
    const reader = start(page, { onEffects: () => (woken += 1) });
    await reader.reached(ledger.hold('a', 'b'), WAIT_MS);
    expect(await pending()).toEqual(['a@1', 'b@2']);
    expect(woken).toBeGreaterThan(0);
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
