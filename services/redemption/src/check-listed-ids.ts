/**
 * At start, one id of each kind of listed market is recomputed on chain: with a wrong address nothing
 * may be redeemed, and the service says so before anything depends on it.
 */
import type { RedemptionContext } from './redemption.context.js';

/** Throws ChainIntegrityError when an id differs. A node that does not answer is asked later again. */
export async function checkListedIds(context: RedemptionContext): Promise<void> {
  const { database, redeemer, log } = context;
  const rows: { condition_id: string }[] = await database.query(
    'select condition_id from redeemable_markets order by condition_id limit $1',
    [LOOKED_AT_MAX],
  );
  const checked = new Set<boolean>();
  for (const { condition_id: conditionId } of rows) {
    const { market } = await context.marketOf(conditionId);
    if (checked.has(market.negRisk)) continue;
    try {
      await redeemer.checkIds(market);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ChainUnavailableError') throw error;
      log.warn({ error: error.message }, 'ids could not be checked; each is before it is redeemed');
      return;
    }
    checked.add(market.negRisk);
    log.info({ conditionId, negRisk: market.negRisk }, 'ids of outcomes are what the chain says');
    if (checked.size === KINDS) return;
  }
}

const LOOKED_AT_MAX = 200;
/** Standard and neg-risk. */
const KINDS = 2;
