/** What the three budgets share: the spending of a window with this order, against its limit. */
import { plus, type MicroUsd } from '../../money.js';
import { spentIn } from '../measures.js';
import type { Period } from '../rolling.js';
import type { Check, RuleCode } from '../vocabulary.js';
import { dollars } from '../words.js';
import { atMost, type Evidence } from './rule.js';

export function withinBudget(
  { strategy, proposal, atMs }: Evidence,
  { code, period, limit }: { code: RuleCode; period: Period; limit: MicroUsd },
): Check {
  const spent = spentIn(strategy, period, { dayKey: proposal.dayKey, atMs });
  const needs = proposal.reservedUsd;
  return atMost({
    code,
    unit: 'usd',
    value: plus(spent, needs),
    limit,
    detail: `spent in the ${period} with this order`,
    refusal: () => {
      const left = limit > spent ? limit - spent : 0n;
      const budget = `the ${period}'s budget of ${dollars(limit)}`;
      return `${budget} has ${dollars(left)} left and this needs ${dollars(needs)}`;
    },
  });
}
