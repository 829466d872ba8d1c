/** Reads what the wallet holds of a resolved condition and plans its redemption or confirms its loss. */
import { redemption, type ConditionId } from '@sluice/domain';
import { redemptionStream } from '@sluice/reactions';
import { unpackFact, type EffectHandler } from '@sluice/runtime';
import { heldCondition } from './held-conditions.js';
import type { RedemptionContext } from './redemption.context.js';
import { settleCondition } from './settle-condition.js';

const WAIT_FOR_SETTLEMENT_MS = 500;
/** How often the chain is asked where the shares of our books went. */
const SEARCHES_MAX = 10;

/** A person is called, once. */
async function recordVanished(
  { accountId, clock, decisions, redeemer }: RedemptionContext,
  { conditionId, detail }: { readonly conditionId: ConditionId; readonly detail: string },
): Promise<void> {
  const redemptionId = redemption.redemptionIdOf(accountId, conditionId);
  const key = { redemptionId, accountId, wallet: redeemer.wallet, conditionId };
  await decisions.tell(
    redemption.decider,
    redemptionStream(accountId, conditionId),
    { type: 'RecordVanished', data: { ...key, detail, at: clock.now() } },
    { causeId: `${redemptionId}/vanished`, journeyId: '' },
  );
}

export function settleResolvedMarkets(context: RedemptionContext): EffectHandler {
  const { database, accountId, log, readThrough } = context;

  return async ({ payload, attempt }) => {
    const resolved = unpackFact('MarketResolved', payload);
    const { conditionId } = resolved.data;

    // Fills older than the resolution must be in our table before it is asked.
    await readThrough(resolved.position);
    const held = await heldCondition(database, { accountId, conditionId });
    if (held === undefined) return 'done';
    if (held.unsettled > 0) {
      const error = `${held.unsettled} orders or fills of ${conditionId} are not settled yet`;
      return { retryAfterMs: WAIT_FOR_SETTLEMENT_MS, error };
    }
    const { unexplained } = await settleCondition(context, { conditionId, causeId: resolved.id });
    if (!unexplained) return 'done';
    const error = `our books hold shares of ${conditionId}, the wallet does not, and nothing took them`;
    if (attempt < SEARCHES_MAX) return { retryAfterMs: WAIT_FOR_SETTLEMENT_MS * attempt, error };
    log.error({ conditionId }, error);
    await recordVanished(context, { conditionId, detail: error });
    return 'done';
  };
}
