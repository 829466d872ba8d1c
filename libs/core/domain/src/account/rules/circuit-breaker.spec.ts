import { describe, expect, it } from '@jest/globals';
import { examples } from '../../testing/index.js';
import type { Breaker } from '../state.js';
import { circuitBreaker } from './circuit-breaker.js';

const { accountWith, at, evidence, later, strategy } = examples;
const breaker = (data: Partial<Breaker> = {}): Breaker => ({
  ...{ kind: 'slippage', why: '3 breaches of slippage within 60000 ms' },
  ...{ since: at, until: later(300_000) },
  ...data,
});
const refused = { code: 'circuit_breaker_active', unit: 'count', limit: 0n, passed: false };

describe('the circuit breaker', () => {
  it('lets entries pass while none is on', () => {
    expect(circuitBreaker(evidence())).toStrictEqual({
      code: 'circuit_breaker_active',
      unit: 'count',
      value: 0n,
      limit: 0n,
      margin: 0n,
      passed: true,
      near: false,
      detail: 'breakers that are on',
    });
  });

  it('refuses while one of the strategy is on, and says which, why and until when', () => {
    expect(circuitBreaker(evidence({ strategy: strategy({ breakers: [breaker()] }) }))).toEqual({
      ...refused,
      ...{ value: 1n, margin: -1n, near: false },
      detail:
        'the circuit breaker "slippage" is on until 2026-11-22T12:05:00.000Z ' +
        '(3 breaches of slippage within 60000 ms)',
    });
  });

  it('refuses while one of the account is on, and names that one first', () => {
    const why = 'no heartbeat for 30 s';
    const heartbeat = breaker({ kind: 'venue_heartbeat', why, until: undefined });
    const both = evidence({
      strategy: strategy({ breakers: [breaker()] }),
      account: { ...accountWith(), breakers: [heartbeat] },
    });
    expect(circuitBreaker(both)).toEqual({
      ...refused,
      ...{ value: 2n, margin: -2n, near: false },
      detail:
        'the circuit breaker "venue_heartbeat" is on until it is cleared (no heartbeat for 30 s)',
    });
  });

  it.each([
    ['a millisecond before its time has passed', 299_999, false],
    ['when its time has passed', 300_000, true],
  ])('judges one %s', (_, ms, passed) => {
    const on = evidence({ strategy: strategy({ breakers: [breaker()] }) });
    expect(circuitBreaker({ ...on, atMs: Date.parse(later(ms)) })).toMatchObject({
      ...{ passed, value: passed ? 0n : 1n },
    });
  });
});
