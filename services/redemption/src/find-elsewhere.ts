/** Finds who else took what the wallet held of a resolved market, and books it as theirs. */
import { money, redemption, type transaction } from '@sluice/domain';
import type { Taking } from '@sluice/ports';
import { redemptionStream } from '@sluice/reactions';
import { payoutOf } from './holdings-of.js';
import type { KnownMarket, RedemptionContext } from './redemption.context.js';

/** How many takings were found, booked now or before. Throws when the market pays nothing yet. */
export async function findElsewhere(
  { decisions, redeemer, clock, log }: RedemptionContext,
  {
    key,
    known: { market, payout },
    since,
    idle,
  }: {
    readonly key: redemption.RedemptionKey;
    readonly known: KnownMarket;
    /** The first block to search. */
    readonly since: bigint;
    /** Our own transaction, when it is proven to have taken nothing. */
    readonly idle?: transaction.Proof;
  },
): Promise<number> {
  if (payout === undefined) throw new Error(`Market ${market.conditionId} is not resolved`);
  const { redemptionId, accountId, wallet, conditionId } = key;
  const stream = redemptionStream(accountId, conditionId);
  const takings = await redeemer.takings(market, since);
  for (const taking of takings) {
    const { by, sender, proof: read } = taking;
    const holdings = taking.taken.map(({ tokenId, shares }): redemption.Holding => {
      const payoutUsd = payoutOf(shares, market.tokenIds.indexOf(tokenId), payout);
      return { tokenId, shares, payoutUsd };
    });
    const proof = { ...read, payoutUsd: paidFor(taking, holdings) };
    const found = { holdings, proof, by, sender, ...(idle === undefined ? {} : { idle }) };
    const data = { redemptionId, accountId, wallet, conditionId, ...found, at: clock.now() };
    const causeId = `${redemptionId}/elsewhere/${proof.transactionHash}`;
    const facts = await decisions.tell(
      redemption.decider,
      stream,
      { type: 'RecordElsewhere', data },
      { causeId, journeyId: '' },
    );
    if (facts.length > 0) {
      log.info({ conditionId, by, transactionHash: proof.transactionHash }, 'redeemed elsewhere');
    }
  }
  return takings.length;
}

/** One transaction may sweep several conditions: more than ours is another's. */
function paidFor({ proof }: Taking, holdings: readonly redemption.Holding[]): money.MicroUsd {
  const expectedUsd = money.sum(holdings.map(({ payoutUsd }) => payoutUsd));
  return proof.payoutUsd < expectedUsd ? proof.payoutUsd : expectedUsd;
}
