/** What stops a strategy's entries, in the columns of its row: breakers, pause, kill. */
import { epochMs, type account } from '@sluice/domain';
import { jsonOf } from './writable.js';

/** A killed strategy counts as paused, for readers who know no kill; `pause_kind` tells them apart. */
export function haltsOf(strategy: account.Strategy, state: account.State) {
  const breakers = breakersOf(strategy, state);
  const [breaker] = breakers;
  const kill = killOf(strategy, state);
  const { pause } = strategy;
  return {
    circuit_breaker_active: breaker !== undefined,
    circuit_breaker_reason: breaker?.why ?? null,
    circuit_breaker_until: breaker?.until ?? null,
    is_paused: pause !== undefined || kill !== undefined,
    pause_reason: pause?.why ?? (kill ? `killed by ${kill.by}: ${kill.why}` : null),
    paused_at: pause?.at ?? kill?.at ?? null,
    pause_kind: pause?.kind ?? null,
    paused_by: pause?.by ?? null,
    breakers: jsonOf(breakers),
    killed: kill !== undefined,
    kill_scope: kill?.scope ?? null,
    kill_reason: kill?.why ?? null,
    killed_by: kill?.by ?? null,
    killed_at: kill?.at ?? null,
    kill_flattens: kill?.flatten ?? null,
  };
}

export type BreakerWords = {
  readonly scope: 'account' | 'strategy';
  readonly kind: account.BreakerKind;
  readonly why: string;
  readonly since: string;
  /** Null: until it is cleared. */
  readonly until: string | null;
};

/** On until a fact clears them; the one that lasts longest first. */
function breakersOf(strategy: account.Strategy, state: account.State): readonly BreakerWords[] {
  const words =
    (scope: BreakerWords['scope']) =>
    ({ kind, why, since, until }: account.Breaker): BreakerWords => ({
      ...{ scope, kind, why, since, until: until ?? null },
    });
  return [
    ...state.breakers.map(words('account')),
    ...strategy.breakers.map(words('strategy')),
  ].sort((one, other) => compare(endOf(other), endOf(one)));
}

const endOf = ({ until }: BreakerWords): number =>
  until === null ? Number.POSITIVE_INFINITY : epochMs(until);

/** Infinity less itself is no number. */
const compare = (one: number, other: number): number => (one === other ? 0 : one - other);

/** The account's kill is named first, as the gate does. */
function killOf(strategy: account.Strategy, state: account.State) {
  if (state.killed !== undefined) return { scope: 'account', ...state.killed };
  return strategy.killed === undefined ? undefined : { scope: 'strategy', ...strategy.killed };
}
