/** Merges complete sets by itself when they are worth it: money that waits for nothing is freed. */
import { money, walletAction } from '@sluice/domain';
import { walletActionStream } from '@sluice/reactions';
import { repeatedly, uuidFrom, type Repetition } from '@sluice/runtime';
import type { RedemptionContext } from './redemption.context.js';

export function watchSets(
  context: RedemptionContext,
  { minUsd, intervalMs }: { readonly minUsd: string | undefined; readonly intervalMs: number },
): Pick<Repetition, 'stop'> {
  if (minUsd === undefined) return { stop: () => Promise.resolve() };
  const least = money.usd(minUsd) as bigint;
  return repeatedly({
    intervalMs,
    act: async () => {
      await mergeSets(context, least as money.MicroShares);
    },
    onError: (error) =>
      context.log.warn({ error: String(error) }, 'complete sets could not be looked for'),
  });
}

/** A set is a share of each outcome, and worth a dollar. */
export async function mergeSets(
  context: RedemptionContext,
  least: money.MicroShares,
): Promise<readonly walletAction.Work[]> {
  const { accountId, database, decisions, redeemer, clock } = context;
  const begun: walletAction.Work[] = [];
  for (const conditionId of await withBothOutcomes(context)) {
    const [busy] = await database.query<readonly { n: string }[]>(
      `select count(*) as n from wallet_actions where account_id = $1 and condition_id = $2
       and status not in ('confirmed', 'abandoned')`,
      [accountId, conditionId],
    );
    if (Number(busy?.n ?? 0) > 0) continue;
    const { market, payout } = await context.marketOf(conditionId);
    if (payout !== undefined) continue;
    const { shares, blockNumber } = await redeemer.holdings(market, 0n);
    if (shares.some((size) => size < least)) continue;
    const sets = shares.reduce((fewest, size) => (size < fewest ? size : fewest));
    const { tokenIds } = market;
    const work: walletAction.Work = { kind: 'merge', conditionId, tokenIds, shares: sets };
    const causeId = `auto-merge/${accountId}/${conditionId}/${blockNumber}`;
    const actionId = uuidFrom('wallet_action', causeId);
    const asked = { by: 'auto_merge_min_usd', why: `sets worth $${money.decimal(least)} or more` };
    const facts = await decisions.tell(
      walletAction.decider,
      walletActionStream(actionId, accountId),
      {
        type: 'RequestAction',
        data: { actionId, accountId, wallet: redeemer.wallet, work, ...asked, at: clock.now() },
      },
      { causeId, journeyId: '' },
    );
    if (facts.length > 0) begun.push(work);
  }
  return begun;
}

async function withBothOutcomes({ database, accountId }: RedemptionContext) {
  const rows: { condition_id: string }[] = await database.query(
    `select condition_id from (
       select condition_id, token_id from redeemable_orders where account_id = $1
       group by condition_id, token_id
       having sum(case side when 'BUY' then settled_shares else -settled_shares end) > 0
     ) held group by condition_id having count(*) > 1 order by condition_id`,
    [accountId],
  );
  return rows.map(({ condition_id }) => condition_id);
}
