import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('taking turns', () => {
  it('begins with whoever is new, and takes no more than it may', () => {
    const turns = new Turns<string>();
    for (const id of ['a', 'b', 'c']) turns.soon(id);
    expect(turns.take(0, 2)).toStrictEqual(['a', 'b']);
    turns.later('a', 0, { pauseMs: 5 });
    turns.later('b', 0, { pauseMs: 5 });
    expect(turns.take(5, 2)).toStrictEqual(['c', 'a']);
  });

  it('comes to everybody, however many there are', () => {
    const turns = new Turns<number>();
    const all = Array.from({ length: 100 }, (_, id) => id);
    all.forEach((id) => turns.soon(id));
    const seen = new Set<number>();
    for (let nowMs = 0; nowMs < 10; nowMs += 1) {
      for (const id of turns.take(nowMs, 10)) {
        seen.add(id);
        turns.later(id, nowMs, { pauseMs: 1 });
      }
    }
    expect(seen.size).toBe(100);
  });

  it('leaves alone whom nobody waits for longer each time, up to a bound', () => {
    const turns = new Turns<string>();
    turns.soon('a');
    const pauses: number[] = [];
    let nowMs = 0;
    for (let turn = 0; turn < 4; turn += 1) {
      turns.later('a', nowMs, { pauseMs: 10, atMostMs: 40 });
      const before = nowMs;
      while (turns.take(nowMs, 1).length === 0) nowMs += 1;
      pauses.push(nowMs - before);
    }
    expect(pauses).toStrictEqual([10, 20, 40, 40]);
  });

  it('comes at once to whom a hint wakes, and pauses anew after that', () => {
    const turns = new Turns<string>();
    turns.later('a', 0, { pauseMs: 10, atMostMs: 40 });
    turns.later('a', 0, { pauseMs: 10, atMostMs: 40 });
    expect(turns.take(1, 1)).toStrictEqual([]);
    turns.soon('a');
    expect(turns.take(1, 1)).toStrictEqual(['a']);
    turns.later('a', 1, { pauseMs: 10, atMostMs: 40 });
    expect(turns.take(11, 1)).toStrictEqual(['a']);
  });

  it('puts whoever did not come back behind the others', () => {
    const turns = new Turns<string>();
    turns.soon('a');
    expect(turns.take(1, 1)).toStrictEqual(['a']);
    turns.soon('b');
    expect(turns.take(2, 1)).toStrictEqual(['b']);
  });

  it('has no more turns for whom it forgot', () => {
    const turns = new Turns<string>();
    turns.soon('a');
    turns.forget('a');
    expect(turns.take(1, 1)).toStrictEqual([]);
  });
});
