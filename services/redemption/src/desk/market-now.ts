/** A market as its facts tell it now: others write them, so what is remembered may be old. */
import { market, type ConditionId } from '@sluice/domain';
import { marketStream, type Decisions } from '@sluice/reactions';

/** A payout never changes, so a resolved market is remembered; any other is read again. */
export async function marketNow(
  decisions: Decisions,
  conditionId: ConditionId,
): Promise<market.State> {
  const stream = marketStream(conditionId);
  const remembered = await decisions.state(market.decider, stream);
  if (remembered.kind === 'resolved') return remembered;
  decisions.forget(stream);
  return decisions.state(market.decider, stream);
}
