/** What people do to a strategy on a tape: register it, set its rules, pause, resume, kill, release. */
import { money, type account, type Instant, type StrategyId } from '@sluice/domain';
import type { LineOf } from './line.js';
import { malformed } from './malformed-line.js';
import type { Facts, World } from './world.js';

export type RulesFor = (strategyId: StrategyId) => account.RiskRules | undefined;

/** Who signs what the tape orders, and why. */
const BY_TAPE = { by: 'tape', why: 'a line of the tape' };

/** The same line again changes nothing; another capital or account would move every limit. */
export function register(line: LineOf<'strategy'>, rulesFor: RulesFor, world: World): Facts {
  const { strategyId, accountId, capitalUsd } = line;
  const at = line.at.instant;
  const owner = world.accounts.ownerOf(strategyId);
  if (owner !== undefined) {
    if (owner !== accountId) {
      throw malformed('accountId', `must be "${owner}", as ${strategyId} is registered there`);
    }
    const known = world.accounts.strategy(strategyId)?.capitalUsd ?? money.noUsd;
    if (known === capitalUsd) return [];
    const detail = `must be ${money.decimal(known)}, as ${strategyId} is registered with it`;
    throw malformed('capitalUsd', detail);
  }
  const data = { strategyId, accountId, capitalUsd, by: BY_TAPE.by, at };
  const registered = world.tell(accountId, { type: 'RegisterStrategy', data });
  const rules = rulesFor(strategyId);
  return rules === undefined
    ? registered
    : [...registered, ...setRules({ strategyId, rules, at }, world)];
}

type WantedRules = {
  readonly strategyId: StrategyId;
  readonly rules: account.RiskRules;
  readonly at: Instant;
};

export function setRules({ strategyId, rules, at }: WantedRules, world: World): Facts {
  const accountId = world.ownerOf(strategyId);
  const data = { accountId, strategyId, rules, ...BY_TAPE, at };
  return world.tell(accountId, { type: 'SetRiskRules', data });
}

export function steer(
  { type, strategyId, at }: LineOf<'pause' | 'resume' | 'kill' | 'release'>,
  world: World,
): Facts {
  const accountId = world.ownerOf(strategyId);
  const data = { accountId, strategyId, ...BY_TAPE, at: at.instant };
  switch (type) {
    case 'pause':
      return world.tell(accountId, { type: 'PauseStrategy', data });
    case 'resume':
      return world.tell(accountId, { type: 'ResumeStrategy', data });
    case 'kill':
      return world.tell(accountId, { type: 'KillStrategy', data: { ...data, flatten: false } });
    case 'release':
      return world.tell(accountId, { type: 'ReleaseStrategy', data });
  }
}
