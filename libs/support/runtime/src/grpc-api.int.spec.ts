import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { adminCallsIn, connectPostgres } from '@sluice/postgres';
import { freshDatabase, type FreshDatabase } from '@sluice/postgres/testing';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { protoPath as HEALTH_PROTO } from 'grpc-health-check';
import type { DataSource } from 'typeorm';
import { ERROR_METADATA } from './grpc-status.js';
import {
  bearer,
  grpcClient,
  serveSwitches,
  SWITCHES_PROTO,
  type GrpcCaller,
  type Reply,
  type ServedSwitches,
} from './testing/served-switches.js';

let fresh: FreshDatabase;
let database: DataSource;
let served: ServedSwitches;
let switches: GrpcCaller;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await connectPostgres({
    ...{ url: fresh.url, schema: 'switches', applicationName: 'spec', poolMax: 4 },
    ...{ migrations: [], entities: [], waitMs: 20_000, log: silent },
  });
  served = await serveSwitches();
  served.calls.open(adminCallsIn(database));
  switches = grpcClient(address(), [SWITCHES_PROTO], 'sluice.spec.v1.SwitchAdmin');
});
afterAll(async () => {
  switches.close();
  await served.close();
  await database.destroy();
  await fresh.drop();
});
beforeEach(() => database.query('truncate admin_calls'));

const address = (): string => served.grpcAddress ?? '';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const turn = { switchId: 'hall', position: 'POSITION_ON' };
const operator = { authorization: bearer('operator') };
const viewer = { authorization: bearer('viewer') };
const refusalIn = ({ failed }: Reply): unknown =>
  JSON.parse(String(failed?.metadata.get(ERROR_METADATA)[0] ?? 'null'));

/** Calls are written down while, and after, their callers get an answer. */
async function recorded(count: number) {
  for (const deadline = Date.now() + 5_000; Date.now() < deadline;) {
    const calls = await served.calls.last(100);
    const ended = calls.every(({ statusCode }) => statusCode !== null);
    if (calls.length >= count && ended) return calls.map(({ id: _, at: __, ...call }) => call);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`There are not ${count} finished calls in the table`);
}

describe('a call over gRPC', () => {
  it('reaches the same desk as one over HTTP, with its caller and its key', async () => {
    const headers = { ...operator, 'idempotency-key': 'key-1' };
    const overGrpc = await switches.call('Turn', turn, headers);
    const overHttp = await fetch(`${served.url}/switches`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(turn),
    });
    const answer = { switchId: 'hall', turnedBy: 'the operator', key: 'key-1' };
    expect(overGrpc).toStrictEqual({ messages: [answer] });
    expect(await overHttp.json()).toStrictEqual(answer);
  });

  it('carries its message as the JSON of HTTP would: what was not sent is missing', async () => {
    served.desk.turned.length = 0;
    await switches.call('Turn', turn, operator);
    const all = { ...turn, why: 'dusk', afterMs: '9007199254740993', lamp: { color: 'red' } };
    await switches.call('Turn', all, operator);
    expect(served.desk.turned).toStrictEqual([{ ...turn, afterMs: '0' }, all]);
  });

  it('may be answered by many messages', async () => {
    const { messages } = await switches.call('Watch', { switchId: 'hall' }, operator);
    expect(messages).toStrictEqual([{ said: 'one' }, { said: 'two' }]);
  });

  it('is for admins where no role is said', async () => {
    const { failed } = await switches.call('Wipe', {}, operator);
    expect(failed?.code).toBe(status.PERMISSION_DENIED);
    const admin = { authorization: bearer('admin') };
    expect((await switches.call('Wipe', {}, admin)).messages).toStrictEqual([{ said: 'wiped' }]);
  });
});

describe('a refused call over gRPC', () => {
  it.each([{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic token-of-the-admin' }])(
    'says the same words as over HTTP to whom it does not know: %p',
    async (headers) => {
      const reply = await switches.call('Turn', turn, headers);
      const overHttp = await fetch(`${served.url}/switches`, { method: 'POST', headers });
      expect(overHttp.status).toBe(401);
      expect(reply.failed?.code).toBe(status.UNAUTHENTICATED);
      expect(reply.failed?.details).toBe(
        'authorization: send "Authorization: Bearer <token>" with a token this service knows',
      );
      expect(refusalIn(reply)).toStrictEqual(await overHttp.json());
    },
  );

  it('says which role is needed', async () => {
    const reply = await switches.call('Turn', turn, viewer);
    expect(reply.failed?.code).toBe(status.PERMISSION_DENIED);
    expect(refusalIn(reply)).toStrictEqual({
      error: 'forbidden',
      field: 'authorization',
      detail: 'the viewer has the role viewer; this needs operator',
    });
  });

  it('names every field at fault', async () => {
    const reply = await switches.call('Turn', { switchId: 'Ähem!', why: 'x' }, operator);
    expect(reply.failed?.code).toBe(status.INVALID_ARGUMENT);
    expect(reply.failed?.details).toBe('switchId: must be lower-case letters');
    expect(refusalIn(reply)).toMatchObject({
      error: 'invalid_request',
      field: 'switchId',
      faults: [{ field: 'switchId' }, { field: 'position' }, { field: 'why' }],
    });
  });

  it('keeps what is not there apart', async () => {
    const reply = await switches.call('Turn', { ...turn, switchId: 'ghost' }, operator);
    expect(reply.failed?.code).toBe(status.NOT_FOUND);
    expect(reply.failed?.details).toBe('switchId: there is no switch ghost');
  });

  it.each([
    ['Turn', { ...turn, switchId: 'broken' }],
    ['Watch', { switchId: 'broken' }],
  ])('learns nothing of a fault of ours: %s', async (method, request) => {
    const reply = await switches.call(method, request, operator);
    expect(reply.failed?.code).toBe(status.INTERNAL);
    expect(JSON.stringify([reply.failed, refusalIn(reply)])).not.toContain('hunter2');
  });

  it('is refused unread when it is larger than a body may be', async () => {
    const reply = await switches.call('Turn', { ...turn, why: 'x'.repeat(5_000) }, operator);
    expect(reply.failed?.code).toBe(status.RESOURCE_EXHAUSTED);
  });
});

describe('every admin call', () => {
  it('is recorded with who, what, how it was decided and how it ended', async () => {
    await switches.call('Turn', turn, { ...operator, 'idempotency-key': 'secret-1' });
    await switches.call('Turn', { ...turn, switchId: 'ghost' }, operator);
    await switches.call('Turn', turn, viewer);
    await switches.call('Turn', turn);
    await fetch(`${served.url}/switches?token=secret-2`, { method: 'POST', headers: operator });
    await fetch(`${served.url}/switches/hall?token=secret-3`);
    const whoever = { caller: null, role: null, outcome: 'unauthenticated' };
    const known = { caller: 'the operator', role: 'operator', outcome: 'allowed' };
    const grpc = { transport: 'grpc', method: '/sluice.spec.v1.SwitchAdmin/Turn' };
    const http = { transport: 'http', method: 'POST /switches' };
    const calls = await recorded(6);
    expect(new Set(calls)).toEqual(
      new Set([
        { ...whoever, ...http, method: 'GET /switches/:switchId', statusCode: 401 },
        { ...known, ...http, statusCode: 400 },
        { ...whoever, ...grpc, statusCode: status.UNAUTHENTICATED },
        { ...grpc, caller: 'the viewer', role: 'viewer', outcome: 'forbidden', statusCode: 7 },
        { ...known, ...grpc, statusCode: status.NOT_FOUND },
        { ...known, ...grpc, statusCode: status.OK },
      ]),
    );
    expect(JSON.stringify(calls)).not.toContain('secret');
  });

  it('is not, when it only reads, or is a signal, which the ledger records', async () => {
    await switches.call('Show', { switchId: 'hall' }, viewer);
    await fetch(`${served.url}/switches/hall`, { headers: viewer });
    const signals = { authorization: bearer('signals') };
    await fetch(`${served.url}/switches/signals`, { method: 'POST', headers: signals });
    await switches.call('Turn', turn, operator);
    expect(await recorded(1)).toHaveLength(1);
  });

  it('is not carried out when it cannot be recorded', async () => {
    await database.query('alter table admin_calls rename to lost_calls');
    try {
      const turned = served.desk.turned.length;
      const reply = await switches.call('Turn', turn, operator);
      expect(reply.failed?.code).toBe(status.UNAVAILABLE);
      expect(refusalIn(reply)).toMatchObject({ error: 'not_recorded' });
      expect((await switches.call('Turn', turn)).failed?.code).toBe(status.UNAUTHENTICATED);
      expect(served.desk.turned).toHaveLength(turned);
    } finally {
      await database.query('alter table lost_calls rename to admin_calls');
    }
  });

  it('is not carried out when the table does not answer, and says so later', async () => {
    const lock = database.createQueryRunner();
    await lock.startTransaction();
    await lock.query('lock table admin_calls in exclusive mode');
    const reply = await switches.call('Turn', turn, operator);
    expect(reply.failed?.code).toBe(status.UNAVAILABLE);
    await lock.commitTransaction();
    await lock.release();
    expect(await recorded(1)).toMatchObject([{ statusCode: status.UNAVAILABLE }]);
  });

  it('can be read by admins', async () => {
    await switches.call('Turn', turn, operator);
    await switches.call('Turn', turn, viewer);
    await recorded(2);
    const list = (query: string, role: 'admin' | 'operator') =>
      fetch(`${served.url}/admin/calls${query}`, { headers: { authorization: bearer(role) } });
    expect(await (await list('?limit=1', 'admin')).json()).toMatchObject({
      calls: [{ caller: 'the viewer', outcome: 'forbidden', at: expect.stringMatching(/Z$/) }],
    });
    expect((await list('', 'operator')).status).toBe(403);
    const wrong = await list('?limit=0', 'admin');
    expect(await wrong.json()).toMatchObject({ error: 'invalid_request', field: 'limit' });
  });

  it('is counted', async () => {
    const text = await served.metrics.registry.metrics();
    expect(text).toMatch(
      /^admin_calls_total\{[^}]*transport="grpc",outcome="allowed"[^}]*\} \d+$/m,
    );
    expect(text).toMatch(/^admin_calls_unrecorded_total\{.*outcome="allowed".*\} 2$/m);
  });
});

describe('beside the API', () => {
  it('health says what our own probes say, of the server and of each service', async () => {
    const health = grpcClient(address(), [HEALTH_PROTO], 'grpc.health.v1.Health');
    const check = async (service: string) => (await health.call('Check', { service })).messages[0];
    let ready = false;
    served.health.watch('ledger', () => ({ ok: ready, detail: '' }));
    expect(await check('')).toStrictEqual({ status: 'NOT_SERVING' });
    ready = true;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await check('')).toStrictEqual({ status: 'SERVING' });
    expect(await check('sluice.spec.v1.SwitchAdmin')).toStrictEqual({ status: 'SERVING' });
    health.close();
  });

  it.each(['v1', 'v1alpha'])('reflection %s lists what is served', async (version) => {
    const service = `grpc.reflection.${version}.ServerReflection`;
    const reflection = grpcClient(address(), [reflectionProto(version)], service);
    const listed = await reflection.call('ServerReflectionInfo', { listServices: '' });
    expect(listed.messages).toMatchObject([
      {
        listServicesResponse: {
          service: [{ name: 'grpc.health.v1.Health' }, { name: 'sluice.spec.v1.SwitchAdmin' }],
        },
      },
    ]);
    const symbol = 'sluice.spec.v1.SwitchAdmin.Turn';
    const found = await reflection.call('ServerReflectionInfo', { fileContainingSymbol: symbol });
    expect(found.messages).toMatchObject([
      { fileDescriptorResponse: { fileDescriptorProto: [expect.anything()] } },
    ]);
    reflection.close();
  });
});

const reflectionProto = (version: string): string => {
  const main = createRequire(import.meta.url).resolve('@grpc/reflection');
  return join(dirname(main), `../proto/grpc/reflection/${version}/reflection.proto`);
};
