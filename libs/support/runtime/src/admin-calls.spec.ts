import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ServiceUnavailableException } from '@nestjs/common';
import type { AdminCall, AdminCallsTable } from '@sluice/postgres';
import { AdminCalls } from './admin-calls.js';
import type { Entrance, Transport } from './entrance.js';
import { Metrics } from './metrics.js';
import type { Caller } from './tokens.js';

const ana: Caller = { name: 'ana', role: 'operator' };
const entering = (transport: Transport = 'http'): Entrance => ({
  ...{ transport, method: 'POST /accounts/:accountId/kill', authorization: 'Bearer secret' },
  ...{ idempotencyKey: 'secret', readsOnly: false, carrier: {} },
});

type Row = { -readonly [Key in keyof Omit<AdminCall, 'id' | 'at'>]: AdminCall[Key] };

describe('admin calls', () => {
  let rows: Row[];
  let answers: () => Promise<void>;
  let metrics: Metrics;
  let warned: string[];
  let calls: AdminCalls;
  beforeEach(() => {
    rows = [];
    warned = [];
    answers = () => Promise.resolve();
    metrics = new Metrics('risk');
    const warn = (_: object, message: string) => void warned.push(message);
    calls = new AdminCalls(metrics, { warn }, 20);
  });
  const table: AdminCallsTable = {
    add: async (call) => {
      await answers();
      return String(rows.push({ ...call }) - 1);
    },
    end: async (id, statusCode) => {
      await answers();
      const row = rows[Number(id)];
      if (row !== undefined) row.statusCode = statusCode;
    },
    last: () => Promise.resolve([]),
    trim: () => Promise.resolve(0),
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
  const unrecorded = async () =>
    (await metrics.adminCallsUnrecorded.get()).values.map(({ value }) => value);

  it('are written down with nothing the caller wrote', async () => {
    calls.open(table);
    await calls.allow(entering(), ana);
    calls.refuse(entering('grpc'), { outcome: 'unauthenticated', statusCode: 16 });
    await settled();
    const method = 'POST /accounts/:accountId/kill';
    expect(rows).toStrictEqual([
      {
        ...{ caller: 'ana', role: 'operator', transport: 'http', method },
        ...{ outcome: 'allowed', statusCode: null },
      },
      {
        ...{ caller: null, role: null, transport: 'grpc', method },
        ...{ outcome: 'unauthenticated', statusCode: 16 },
      },
    ]);
  });

  it('get their end, once', async () => {
    calls.open(table);
    const entrance = entering();
    await calls.allow(entrance, ana);
    expect(calls.isRunning(entrance.carrier)).toBe(true);
    calls.end(entrance, 200);
    calls.end(entrance, 500);
    await settled();
    expect(rows).toMatchObject([{ statusCode: 200 }]);
    expect(calls.isRunning(entrance.carrier)).toBe(false);
  });

  it('keep their outcome when the end cannot be written down', async () => {
    calls.open(table);
    const entrance = entering();
    await calls.allow(entrance, ana);
    answers = () => Promise.reject(new Error('gone'));
    calls.end(entrance, 200);
    await settled();
    expect(rows).toMatchObject([{ outcome: 'allowed', statusCode: null }]);
    expect(warned).toStrictEqual(['the end of a call was not recorded']);
  });

  it('are not allowed while the database is not there, or fails', async () => {
    await expect(calls.allow(entering(), ana)).rejects.toThrow(ServiceUnavailableException);
    calls.open(table);
    answers = () => Promise.reject(new Error('gone'));
    await expect(calls.allow(entering(), ana)).rejects.toThrow(ServiceUnavailableException);
    expect(await unrecorded()).toStrictEqual([2]);
    expect((await metrics.adminCalls.get()).values).toStrictEqual([]);
  });

  it('are not allowed when the table is silent, and what it writes late says so', async () => {
    calls.open(table);
    const late: (() => void)[] = [];
    answers = () => new Promise((resolve) => late.push(resolve));
    const entrance = entering('grpc');
    await expect(calls.allow(entrance, ana)).rejects.toThrow(ServiceUnavailableException);
    answers = () => Promise.resolve();
    for (const answer of late) answer();
    await settled();
    expect(rows).toMatchObject([{ outcome: 'allowed', statusCode: 14 }]);
    expect(calls.isRunning(entrance.carrier)).toBe(false);
  });

  it('are refused at once, whatever the table does', () => {
    calls.refuse(entering(), { outcome: 'unauthenticated', statusCode: 401 });
    calls.open(table);
    answers = () => new Promise(() => undefined);
    calls.refuse(entering(), { outcome: 'forbidden', caller: ana, statusCode: 403 });
    expect(rows).toStrictEqual([]);
  });

  it('do not fill the disk when strangers knock all day; the rest is counted', async () => {
    calls.open(table);
    for (let times = 0; times < 1_000; times += 1) {
      calls.refuse(entering(), { outcome: 'unauthenticated', statusCode: 401 });
    }
    calls.refuse(entering(), { outcome: 'forbidden', caller: ana, statusCode: 403 });
    await settled();
    const outcomes = rows.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'unauthenticated')).toHaveLength(60);
    expect(outcomes.filter((outcome) => outcome === 'forbidden')).toHaveLength(1);
    expect(await unrecorded()).toStrictEqual([940]);
    const counted = (await metrics.adminCalls.get()).values;
    expect(counted.map(({ labels, value }) => [labels.outcome, value])).toStrictEqual([
      ['unauthenticated', 1_000],
      ['forbidden', 1],
    ]);
  });

  it('are read newest first as the table has them, or not yet', async () => {
    expect(() => calls.last(10)).toThrow(ServiceUnavailableException);
    const last = jest.fn((_: number) => Promise.resolve([]));
    calls.open({ ...table, last });
    expect(await calls.last(10)).toStrictEqual([]);
    expect(last).toHaveBeenCalledWith(10);
  });
});
