/** Row 1: no breaker of the strategy or its account may be on. */
import { isOn } from '../measures.js';
import type { Breaker } from '../state.js';
import type { Rule } from './rule.js';

export const circuitBreaker: Rule = ({ strategy, account, atMs }) => {
  const all =
    account.breakers.length === 0 ? strategy.breakers : [...account.breakers, ...strategy.breakers];
  const on = all.filter((breaker) => isOn(breaker, atMs));
  const [first] = on;
  return {
    code: 'circuit_breaker_active',
    unit: 'count',
    value: BigInt(on.length),
    limit: 0n,
    margin: BigInt(-on.length),
    passed: first === undefined,
    near: false,
    detail: first === undefined ? 'breakers that are on' : words(first),
  };
};

const words = ({ kind, why, until }: Breaker): string =>
  `the circuit breaker "${kind}" is on ${until === undefined ? 'until it is cleared' : `until ${until}`}` +
  ` (${why})`;
