/** A refusal in one plain sentence, with its numbers. */
import { decimal } from '../money.js';
import type { Check, RefusalCode } from './vocabulary.js';

export function sentenceFor(check: Check): string {
  const { value, limit, detail } = check;
  const numbers =
    limit === undefined || check.unit === 'none'
      ? detail
      : `${detail}: ${amount(check, value)} against a limit of ${amount(check, limit)}`;
  return `Refused: ${PLAIN[check.code]} (${numbers}).`;
}

function amount({ unit }: Check, value: bigint): string {
  switch (unit) {
    case 'usd':
      return dollars(value);
    case 'ratio':
      return `${decimal(value * 100n)} %`;
    case 'ms':
      return `${value} ms`;
    case 'count':
    case 'none':
      return String(value);
  }
}

/** Cents at least, more places only when they matter. */
function dollars(micros: bigint): string {
  const text = decimal(micros);
  const [whole = '0', places = ''] = text.split('.');
  return `$${whole}.${places.padEnd(2, '0')}`;
}

const PLAIN: Record<RefusalCode, string> = {
  killed: 'trading on this account is killed',
  unknown_strategy: 'no such strategy is registered on this account',
  rules_not_set: 'the strategy has no risk rules',
  stale_signal: 'the signal is too old',
  invalid_signal: 'the signal cannot be ordered',
  market_not_tradable: 'the market does not take orders',
  duplicate_signal: 'the signal was decided before',
  below_minimum: 'the order would be below the market minimum',
  nothing_to_reduce: 'there is nothing settled to sell',
  daily_budget_exceeded: "the day's budget does not cover it",
  position_too_large: 'the position would be too large',
  exposure_exceeded: 'the total exposure would be too high',
  too_many_positions: 'too many positions are open or pending',
  market_already_held: 'the strategy already holds or waits for this market',
  spread_exceeded: 'the spread is too wide',
};
