import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectPostgres,
  hashTables,
  rebuildProjection,
  startEffects,
  startProjection,
  startReactions,
} from '@sluice/postgres';
import { startPostgres, type LocalPostgres } from '../../deploy/local/src/servers/postgres.js';
import { listLedger } from '../../libs/adapters/postgres/src/testing/list-ledger.js';
import { connectTo, seen } from '../../libs/adapters/postgres/src/testing/service-database.js';

const WAIT_MS = 20_000;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-contract-'));
  await chmod(directory, 0o755);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('the local Postgres', () => {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  let postgres: LocalPostgres;
  const start = async (port = 0): Promise<void> => {
    postgres = await startPostgres({ dataDir: join(directory, 'data'), port });
  };
  beforeAll(() => start(), 60_000);
  afterAll(() => postgres.stop());

  it('keeps its password to itself', async () => {
    const { mode } = await stat(join(directory, 'data/password'));
    expect(mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'data'))).mode & 0o777).toBe(0o700);
  });

  it('gives every service a schema nobody else can read', async () => {
    await postgres.createDatabase('shared');
    const roleOf = (role: string): Parameters<LocalPostgres['ensureRole']>[0] => ({
      ...{ role, password: `p@ss:${role}`, schema: role, database: 'shared' },
    });
    const [risk, executor] = [
      await postgres.ensureRole(roleOf('risk')),
      await postgres.ensureRole(roleOf('executor')),
    ];
    await postgres.ensureRole(roleOf('risk'));
    const connecting = { migrations: [], entities: [], poolMax: 2, log: silent, waitMs: WAIT_MS };
    const connect = (url: string, schema: string): ReturnType<typeof connectPostgres> =>
      connectPostgres({ ...connecting, url, schema, applicationName: schema });
    const own = await connect(risk, 'risk');
    await own.query('create table secret (id text)');
    const other = await connect(executor, 'executor');
    await expect(other.query('select * from risk.secret')).rejects.toThrow(/permission denied/);
    await expect(other.query('create table public.stray (id text)')).rejects.toThrow(/permission/);
    await Promise.all([own.destroy(), other.destroy()]);
  });

  it('refuses a second launcher on the same data, and says who holds it', async () => {
    const second = startPostgres({ dataDir: join(directory, 'data'), port: 0 });
    await expect(second).rejects.toThrow(new RegExp(`running Sluice of process ${process.pid}`));
  });

  it('says that a port is taken', async () => {
    const second = startPostgres({ dataDir: join(directory, 'second'), port: postgres.port });
    await expect(second).rejects.toThrow(/Address already in use/);
  }, 30_000);

  it('says what to do when its user cannot reach the data', async () => {
    if (process.getuid?.() !== 0) return;
    const closed = join(directory, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const attempt = startPostgres({ dataDir: join(closed, 'data'), port: 0 });
    await expect(attempt).rejects.toThrow(/may not enter .*closed\. Choose a data directory/);
  });

  it('does not continue a cluster that was never finished', async () => {
    const dataDir = join(directory, 'half');
    await mkdir(join(dataDir, 'cluster.unfinished'), { recursive: true });
    await writeFile(join(dataDir, 'cluster.unfinished/PG_VERSION'), '18\n');
    const whole = await startPostgres({ dataDir, port: 0 });
    await whole.createDatabase('works');
    await whole.stop();
  }, 30_000);

  it('may be killed at any time without a fact lost, doubled, or done out of turn', async () => {
    const url = await postgres.createDatabase('crash');
    const dataSource = await connectTo(url);
    const ledger = listLedger();
    const calls = new Map<string, number>();
    const projecting = { ledger, dataSource, projection: seen, batchMax: 7 };
    const projection = startProjection(projecting);
    const call = ({ id }: { readonly id: string }): Promise<'done'> => {
      calls.set(id, (calls.get(id) ?? 0) + 1);
      return Promise.resolve('done');
    };
    const effects = startEffects({ dataSource, handlers: { call }, concurrency: 4 });
    const reactions = startReactions({
      ...{ ledger, dataSource, name: 'test--call', batchMax: 7, effects },
      handle: ({ id, position }) =>
        Promise.resolve([{ effect: 'call', id, payload: null, partition: `p${position % 4}` }]),
    });

    try {
      for (const crash of [1, 2, 3]) {
        const early = ledger.hold(...Array.from({ length: 20 }, (_, n) => `f${crash}-${n}`));
        await Promise.all([projection, reactions].map((r) => r.reached(early, WAIT_MS)));
        ledger.hold(...Array.from({ length: 40 }, (_, n) => `g${crash}-${n}`));
        await new Promise((resolve) => setTimeout(resolve, 10 * crash));
        await postgres.kill9();
        ledger.hold(`while-down-${crash}`);
        await start(postgres.port);
      }
      const last = ledger.hold('end');
      await projection.reached(last, WAIT_MS);
      await reactions.reached(last, WAIT_MS);
      const left = async (): Promise<number> =>
        (await dataSource.query<unknown[]>('select 1 from pending_effects')).length;
      while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));

      const [wrong] = await dataSource.query<unknown[]>(
        'select count(*) filter (where times <> 1) as doubled, count(*) as facts from tally',
      );
      expect(wrong).toEqual({ doubled: '0', facts: String(last) });
      expect(calls.size).toBe(last);
    } finally {
      await Promise.all([projection.stop(), reactions.stop(), effects.stop()]);
    }
    const before = await hashTables(dataSource, seen.tables);
    await rebuildProjection(projecting);
    expect(await hashTables(dataSource, seen.tables)).toEqual(before);
    await dataSource.destroy();
  }, 60_000);
});
