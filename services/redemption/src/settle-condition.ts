/** Plans the redemption of a resolved market, confirms its loss, or books what others did with it. */
import { money, redemption } from '@sluice/domain';
import { redemptionStream } from '@sluice/reactions';
import { findElsewhere } from './find-elsewhere.js';
import { heldShares } from './held-conditions.js';
import { holdingsOf } from './holdings-of.js';
import type { RedemptionContext } from './redemption.context.js';

export type Settled = {
  readonly facts: number;
  /** What our books hold and the wallet does not, with nothing to show where it went. */
  readonly unexplained: boolean;
};

export async function settleCondition(
  context: RedemptionContext,
  {
    conditionId,
    causeId,
    asked = {},
  }: {
    readonly conditionId: string;
    readonly causeId: string;
    /** The person who wants it, and why. */
    readonly asked?: { readonly by?: string; readonly why?: string };
  },
): Promise<Settled> {
  const { decisions, database, clock, accountId, redeemer, settings } = context;
  const known = await context.marketOf(conditionId);
  const { payout, market } = known;
  if (payout === undefined) throw new Error(`Market ${conditionId} is not resolved`);
  const redemptionId = redemption.redemptionIdOf(accountId, conditionId);
  const key = { redemptionId, accountId, wallet: redeemer.wallet, conditionId };
  const stream = redemptionStream(accountId, conditionId);
  const before = await decisions.state(redemption.decider, stream);

  const { holdings, blockNumber } = await holdingsOf(context, known, payout.blockNumber);
  const burns = settings.burnsLosers ? { burnsLosers: true } : {};
  const data = { ...key, holdings, blockNumber, ...burns, ...asked, at: clock.now() };
  const command = { type: 'SettleHoldings', data } as const;
  const cause = { causeId, journeyId: '' };
  const facts = await decisions.tell(redemption.decider, stream, command, cause);

  const ours = await heldShares(database, { accountId, conditionId });
  const isMissing = market.tokenIds.some((tokenId, index) => {
    const shares = holdings[index]?.shares ?? money.noShares;
    return shares < (ours.get(tokenId) ?? 0n);
  });
  const isOut = redemption.isUnderWay(before) && before.kind !== 'planned';
  const isSettled = before.kind === 'redeemed' && asked.by === undefined;
  if (!isMissing || isOut || isSettled) return { facts: facts.length, unexplained: false };
  const plan = 'plan' in before ? before.plan : undefined;
  const since = plan?.blockNumber ?? payout.blockNumber;
  const found = await findElsewhere(context, { key, known, since });
  const nothingLeft = holdings.every(({ shares }) => shares === 0n);
  return { facts: facts.length + found, unexplained: found === 0 && nothingLeft };
}
