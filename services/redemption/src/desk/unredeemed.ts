/** Money that is resolved and not redeemed: whose it is, what it is worth, and for how long. */
import { epochMs, market, money, type ConditionId, type StrategyId } from '@sluice/domain';
import type { DeskParts } from './desk-parts.js';
import { marketNow } from './market-now.js';

export type Unredeemed = {
  readonly conditionId: ConditionId;
  readonly strategyId: StrategyId;
  readonly tokenId: string;
  readonly shares: bigint;
  /** What the chain pays for it; nothing for a loser that is not confirmed yet. */
  readonly payoutUsd: bigint;
  readonly resolvedAt: string;
  readonly ageMs: number;
};

/** What the strategies' orders hold of resolved conditions and were not paid for, oldest first. */
export async function unredeemedOf({
  accountId,
  database,
  decisions,
  clock,
}: Pick<DeskParts, 'accountId' | 'database' | 'decisions' | 'clock'>): Promise<
  readonly Unredeemed[]
> {
  const rows: readonly HeldRow[] = await database.query(
    `select o.condition_id, o.strategy_id, o.token_id, min(m.resolved_at) as resolved_at,
       sum(case when o.side = 'BUY' then o.settled_shares else -o.settled_shares end)::text
         as shares
     from redeemable_orders o join redeemable_markets m using (condition_id)
     where o.account_id = $1 and m.resolved_at is not null and not exists (
       select 1 from lt_redemptions r
       where r.account_id = o.account_id and r.condition_id = o.condition_id
         and r.token_id = o.token_id and r.redemption_status = 'REDEEMED'
     )
     group by o.condition_id, o.strategy_id, o.token_id
     having sum(case when o.side = 'BUY' then o.settled_shares else -o.settled_shares end) > 0
     order by resolved_at, o.condition_id, o.strategy_id, o.token_id`,
    [accountId],
  );
  const nowMs = epochMs(clock.now());
  return Promise.all(
    rows.map(async (row): Promise<Unredeemed> => {
      const state = await marketNow(decisions, row.condition_id);
      const shares = money.shares(row.shares);
      const resolvedAt = row.resolved_at.toISOString();
      return {
        conditionId: row.condition_id,
        strategyId: row.strategy_id,
        tokenId: row.token_id,
        shares,
        payoutUsd: market.paid(state, row.token_id, shares) ?? 0n,
        resolvedAt,
        ageMs: Math.max(0, nowMs - epochMs(resolvedAt)),
      };
    }),
  );
}

export type Total = {
  readonly usd: bigint;
  readonly oldestAgeMs: number;
  readonly conditions: number;
};

/** Only what is worth something is capital. */
export function totalOf(parts: readonly Unredeemed[]): Total {
  const worth = parts.filter(({ payoutUsd }) => payoutUsd > 0n);
  return {
    usd: worth.reduce((total, { payoutUsd }) => total + payoutUsd, 0n),
    oldestAgeMs: worth.reduce((oldest, { ageMs }) => Math.max(oldest, ageMs), 0),
    conditions: new Set(worth.map(({ conditionId }) => conditionId)).size,
  };
}

type HeldRow = {
  readonly condition_id: ConditionId;
  readonly strategy_id: StrategyId;
  readonly token_id: string;
  readonly resolved_at: Date;
  readonly shares: string;
};
