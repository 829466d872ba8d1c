/** What the ledger says of each condition's redemption. */
import type { Recorded } from '@sluice/ports';

export type Booked = {
  readonly paidMicroUsd: bigint;
  /** Hashes of the transactions that are booked, ours and others'. */
  readonly transactions: readonly string[];
  readonly isLost: boolean;
  /** A redemption is planned and not over. */
  readonly isUnderWay: boolean;
  /** The newest fact of it, for the person who reads why it is not over. */
  readonly last: string;
};

export function bookedOf(facts: readonly Recorded[], conditionId: string): Booked {
  const transactions: string[] = [];
  let [paidMicroUsd, isLost, isUnderWay, last] = [0n, false, false, 'nothing'];
  for (const fact of facts) {
    if (fact.stream.aggregate !== 'redemption' || conditionOf(fact) !== conditionId) continue;
    last = fact.type;
    switch (fact.type) {
      case 'RedemptionRequested':
        isUnderWay = true;
        break;
      case 'RedemptionConfirmed':
      case 'RedemptionFoundElsewhere':
        paidMicroUsd += fact.data.proof.payoutUsd;
        transactions.push(fact.data.proof.transactionHash);
        isUnderWay = false;
        // What somebody else took of the losers is lost with it.
        isLost ||=
          fact.type === 'RedemptionFoundElsewhere' &&
          fact.data.holdings.some(({ payoutUsd }) => payoutUsd === 0n);
        break;
      case 'LossConfirmed':
        isLost = true;
        break;
      case 'RedemptionFailed':
        last = `${fact.type} (${fact.data.reason}: ${fact.data.detail})`;
        if (fact.data.final) isUnderWay = false;
        break;
      default:
        break;
    }
  }
  return { paidMicroUsd, transactions, isLost, isUnderWay, last };
}

/** The condition a fact is about, when it is about one. */
export function conditionOf({ data }: Recorded): string | undefined {
  return 'conditionId' in data ? data.conditionId : undefined;
}
