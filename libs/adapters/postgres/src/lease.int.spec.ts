import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLease, type AcquiringLease, type Lease } from './lease.js';
import { serviceDatabase, type ServiceDatabase } from './testing/service-database.js';

let database: ServiceDatabase;
const taken: Lease[] = [];
beforeAll(async () => {
  database = await serviceDatabase();
});
beforeEach(() => database.dataSource.query('truncate leases'));
afterEach(async () => {
  await Promise.all(taken.splice(0).map((lease) => lease.release()));
});
afterAll(() => database.close());

const acquire = async (holder: string, more: Partial<AcquiringLease> = {}): Promise<Lease> => {
  const { dataSource } = database;
  const lease = await acquireLease({ dataSource, name: 'range', holder, ttlMs: 600, ...more });
  taken.push(lease);
  return lease;
};

describe('a lease', () => {
  it('is kept by renewing it', async () => {
    const lease = await acquire('one');
    await sleep(900);
    expect(lease.held()).toBe(true);
    expect(lease.held(700)).toBe(false);
    const [row] = await database.rows('select expires_at > now() as valid, epoch from leases');
    expect(row).toEqual({ valid: true, epoch: '1' });
  });

  it('is waited for while another holds it, and then has a higher epoch', async () => {
    const one = await acquire('one');
    const giveUp = AbortSignal.timeout(900);
    await expect(acquire('other', { signal: giveUp })).rejects.toThrow();
    await one.release();
    const other = await acquire('other');
    expect([one.epoch, other.epoch, one.held()]).toEqual([1, 2, false]);
  });

  it('is lost when another took it after it ran out', async () => {
    const reasons: string[] = [];
    const one = await acquire('one', { onLost: (reason) => reasons.push(reason) });
    await database.dataSource.query("update leases set expires_at = now() - interval '1 s'");
    const other = await acquire('other');
    await expect(one.lost).resolves.toBe('another holder took it');
    expect([one.held(), other.held(), other.epoch]).toEqual([false, true, 2]);
    expect(reasons).toHaveLength(1);
  });

  it('goes back at once to the same holder started again, with a higher epoch', async () => {
    const before = await acquire('pod-0');
    const after = await acquire('pod-0');
    expect(after.epoch).toBe(before.epoch + 1);
    await expect(before.lost).resolves.toBe('another holder took it');
  });

  it('is lost in time when Postgres gives no answer', async () => {
    const own = await serviceDatabase({ url: database.url });
    const lease = await acquire('one', { dataSource: own.dataSource });
    await own.dataSource.destroy();
    await expect(lease.lost).resolves.toMatch(/could not be renewed for 600 ms/);
    expect(lease.held()).toBe(false);
  });
});
