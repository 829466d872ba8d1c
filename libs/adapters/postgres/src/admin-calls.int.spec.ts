import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { adminCallsIn, type AdminCall, type AdminCallsTable } from './admin-calls.js';
import { serviceDatabase, type ServiceDatabase } from './testing/service-database.js';

let database: ServiceDatabase;
let calls: AdminCallsTable;
beforeAll(async () => {
  database = await serviceDatabase();
  calls = adminCallsIn(database.dataSource);
});
beforeEach(() => database.rows('truncate admin_calls'));
afterAll(() => database.close());

const allowed: Omit<AdminCall, 'id' | 'at'> = {
  ...{ caller: 'ana', role: 'operator', transport: 'http', outcome: 'allowed' },
  ...{ method: 'POST /accounts/:accountId/kill', statusCode: null },
};
const refused: Omit<AdminCall, 'id' | 'at'> = {
  ...{ caller: null, role: null, transport: 'grpc', outcome: 'unauthenticated' },
  ...{ method: '/sluice.admin.v1.RiskAdmin/KillAccount', statusCode: 16 },
};
const keepAll = { daysMax: 400, allowedMax: 100, refusedMax: 100 };

describe('calls to the admin API', () => {
  it('are read again as they were, the newest first', async () => {
    const first = await calls.add(allowed);
    const second = await calls.add(refused);
    expect(await calls.last(10)).toStrictEqual([
      { ...refused, id: second, at: expect.any(String) },
      { ...allowed, id: first, at: expect.any(String) },
    ]);
    expect((await calls.last(1)).map(({ id }) => id)).toStrictEqual([second]);
  });

  it('learn how they ended', async () => {
    await calls.end(await calls.add(allowed), 201);
    expect(await calls.last(1)).toMatchObject([{ statusCode: 201 }]);
  });

  it('cannot be allowed without a caller', async () => {
    await expect(calls.add({ ...allowed, caller: null, role: null })).rejects.toThrow();
    await expect(calls.add({ ...refused, outcome: 'forbidden' })).rejects.toThrow();
  });

  it('are kept for so many days', async () => {
    const old = await calls.add(allowed);
    await database.rows(
      `update admin_calls set at = now() - interval '401 days' where id = ${old}`,
    );
    const young = await calls.add(allowed);
    expect(await calls.trim(keepAll)).toBe(1);
    expect((await calls.last(10)).map(({ id }) => id)).toStrictEqual([young]);
  });

  it('are kept up to a number, and refused ones never push out what was done', async () => {
    const done = [await calls.add(allowed), await calls.add(allowed), await calls.add(allowed)];
    for (let times = 0; times < 5; times += 1) await calls.add(refused);
    expect(await calls.trim({ ...keepAll, allowedMax: 2, refusedMax: 1 })).toBe(5);
    const left = await calls.last(10);
    expect(left.filter(({ outcome }) => outcome === 'allowed').map(({ id }) => id)).toStrictEqual([
      done[2],
      done[1],
    ]);
    expect(left).toHaveLength(3);
  });
});
