/** Carries out what was asked of the wallet besides redeeming: merges and approvals. */
import { walletAction } from '@sluice/domain';
import type { ChainWork } from '@sluice/ports';
import { walletActionStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import { carryOut } from './carry-out.js';
import type { RedemptionContext } from './redemption.context.js';

/** Effects of the same action begin with its request or with the failure of an attempt. */
export type ActionTrigger = 'WalletActionRequested' | 'WalletActionFailed';

export function performRequestedActions(
  context: RedemptionContext,
  trigger: ActionTrigger = 'WalletActionRequested',
): EffectHandler {
  const { decisions, redeemer } = context;

  return async ({ payload }) => {
    const { actionId, accountId } = unpackFact(trigger, payload).data;
    const stream = walletActionStream(actionId, accountId);
    const look = async () => {
      const state = await decisions.state(walletAction.decider, stream);
      return 'transactions' in state ? state : undefined;
    };
    const workOf = async (): Promise<ChainWork> => {
      const state = await look();
      if (state === undefined) throw new Error(`Action ${actionId} is not under way`);
      const { work } = state;
      if (work.kind === 'approve') return work;
      const { market } = await context.marketOf(work.conditionId);
      return { kind: 'merge', market, shares: work.shares };
    };
    return carryOut(context, {
      id: actionId,
      look,
      tell: (command, causeId) =>
        decisions.tell(walletAction.decider, stream, command, { causeId, journeyId: '' }),
      work: async () => {
        const work = await workOf();
        if (work.kind === 'merge') await redeemer.checkIds(work.market);
        return work;
      },
      sentWork: workOf,
    });
  };
}
