/** When the account or a strategy is killed, nothing more is placed and the venue is swept. */
import type { account } from '@sluice/domain';
import { packFact } from '@sluice/runtime';
import { when, type Reaction } from '@sluice/reactions';
import type { Recorded } from '@sluice/ports';
import type { AccountScope } from './account-scope.js';
import { killOf, type Kill, type KillFact, type KillSwitch } from './kill-switch.js';

export type KillContext = AccountScope & {
  readonly kills: Pick<KillSwitch, 'learn'>;
  /** Begins at once; the effect goes on with it, and repeats it after a restart. */
  readonly sweepNow: (kill: Kill) => void;
};

const name = 'executor--when-killed';

const sweeping =
  (effect: string) =>
  (
    killed: Recorded<account.AccountKilled | account.StrategyKilled>,
    { accountId, kills, sweepNow }: KillContext,
  ) => {
    if (killed.data.accountId !== accountId) return undefined;
    kills.learn(killed);
    sweepNow(killOf(killed));
    return { effect, id: killed.id, partition: `kill/${killed.id}`, payload: packFact(killed) };
  };
const learn = (released: Recorded<KillFact>, { kills }: KillContext): void => kills.learn(released);

export const whenKilled: readonly Reaction<KillContext>[] = [
  when('AccountKilled').effect<KillContext>({ name, effect: sweeping('sweep_killed_account') }),
  when('StrategyKilled').effect<KillContext>({ name, effect: sweeping('sweep_killed_strategy') }),
  when('AccountReleased').learn<KillContext>({ name, learn }),
  when('StrategyReleased').learn<KillContext>({ name, learn }),
];
