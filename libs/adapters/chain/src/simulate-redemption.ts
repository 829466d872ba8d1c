/** Runs a redemption without sending it, to learn for free whether it would be refused. */
import type { ConditionId } from '@sluice/domain';
import type { RedemptionSimulation } from '@sluice/ports';
import { conditionalTokensAbi } from './contracts.js';
import { ChainUnavailableError, inWords, revertReason } from './errors.js';
import { redemptionCall } from './redemption-call.js';
import type { ReadBalancesContext } from './read-balances.js';

/** Throws ChainUnavailableError when the node gives no answer; a refusal of the contract is a value. */
export async function simulateRedemption(
  { reader: { client }, contracts, wallet }: ReadBalancesContext,
  conditionId: ConditionId,
): Promise<RedemptionSimulation> {
  try {
    const approved = await client.readContract({
      address: contracts.conditionalTokens,
      abi: conditionalTokensAbi,
      functionName: 'isApprovedForAll',
      args: [wallet, contracts.collateralAdapter],
    });
    if (!approved) {
      const detail = `${wallet} does not allow ${contracts.collateralAdapter} to take its outcomes`;
      return { kind: 'refused', reason: 'not_approved', detail };
    }
    await client.call({ account: wallet, ...redemptionCall(conditionId, contracts) });
    return { kind: 'ok' };
  } catch (error) {
    const detail = revertReason(error);
    if (detail !== undefined) return { kind: 'refused', reason: 'simulation_failed', detail };
    const message = `Could not simulate the redemption of ${conditionId}: ${inWords(error)}`;
    throw new ChainUnavailableError(message);
  }
}
