import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashPoints, withCrashPoints } from './crash-points.js';

describe('places where a process may be told to die', () => {
  afterEach(() => void jest.restoreAllMocks());
  const watchKill = () => jest.spyOn(process, 'kill').mockImplementation(() => true);

  it('do nothing unless they are asked for', () => {
    const kill = watchKill();
    crashPoints({}).pass('before venue.place');
    expect(kill).not.toHaveBeenCalled();
  });

  it('end the process at once, the n-th time the place is passed', () => {
    const kill = watchKill();
    const points = crashPoints({ SLUICE_CRASH_AT: 'before venue.place#2' });
    points.pass('before venue.place');
    points.pass('after venue.place');
    expect(kill).not.toHaveBeenCalled();
    points.pass('before venue.place');
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  });

  it('are written down, so that a test can die at each of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-crash-'));
    const log = join(folder, 'points');
    const points = crashPoints({ SLUICE_CRASH_LOG: log });
    points.pass('before venue.place');
    points.pass('after venue.place');
    points.pass('before venue.place');
    expect(readFileSync(log, 'utf8').trimEnd().split('\n')).toStrictEqual([
      'before venue.place#1',
      'after venue.place#1',
      'before venue.place#2',
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe('a port with crash points', () => {
  class Counter {
    #count = 0;
    readonly name = 'counter';
    add(by: number): Promise<number> {
      this.#count += by;
      return Promise.resolve(this.#count);
    }
    read(): number {
      return this.#count;
    }
  }
  const passed: string[] = [];
  const points = { pass: (point: string) => void passed.push(point) };
  afterEach(() => void (passed.length = 0));

  it('passes one before and one after each named call', async () => {
    const counter = withCrashPoints(new Counter(), 'counter', ['add'], points);
    expect(await counter.add(2)).toBe(2);
    expect(passed).toStrictEqual(['before counter.add', 'after counter.add']);
  });

  it('leaves everything else as it is', async () => {
    const counter = withCrashPoints(new Counter(), 'counter', ['add'], points);
    await counter.add(2);
    expect(counter.read()).toBe(2);
    expect(counter.name).toBe('counter');
    expect(passed).toHaveLength(2);
  });

  it('names a call by what it carries', async () => {
    const describeCall = (method: string, [by]: readonly unknown[]) => [`${method} ${String(by)}`];
    const counter = withCrashPoints(new Counter(), 'counter', ['add'], points, describeCall);
    await counter.add(3);
    expect(passed).toContain('before counter.add 3');
  });

  it('does not act when it dies before, and has acted when it dies after', async () => {
    for (const [dies, count] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const counter = new Counter();
      const dying = {
        pass: (point: string) => {
          if (point.startsWith(dies)) throw new Error('killed');
        },
      };
      await expect(withCrashPoints(counter, 'counter', ['add'], dying).add(1)).rejects.toThrow();
      expect(counter.read()).toBe(count);
    }
  });
});
