/** What payouts take out of positions: all there is of an outcome, or so many shares of it. */
import {
  leaving,
  order,
  type AccountId,
  type redemption,
  type TokenId,
  type walletAction,
} from '@sluice/domain';

export type PayoutFact =
  | redemption.Confirmed
  | redemption.FoundElsewhere
  | redemption.LossConfirmed
  | walletAction.Confirmed;

export const PAYOUT_FACTS = [
  ...['RedemptionConfirmed', 'RedemptionFoundElsewhere', 'LossConfirmed'],
  'WalletActionConfirmed',
] as readonly PayoutFact['type'][];

export type PaidShares = {
  readonly accountId: AccountId;
  readonly tokenId: TokenId;
  /** Undefined: nothing of it is held any more. */
  readonly shares: bigint | undefined;
  /** What would be left below this is over as well. */
  readonly dust: bigint;
};

/** By outcome; nothing for an approval. */
export function paidShares(fact: PayoutFact): readonly PaidShares[] {
  const { accountId } = fact.data;
  switch (fact.type) {
    case 'RedemptionConfirmed':
    case 'LossConfirmed':
      return fact.data.holdings.map(({ tokenId }) => {
        return { accountId, tokenId, shares: undefined, dust: 0n };
      });
    case 'RedemptionFoundElsewhere':
      return fact.data.holdings.map(({ tokenId, shares }) => {
        return { accountId, tokenId, shares, dust: order.DUST_SHARES };
      });
    case 'WalletActionConfirmed': {
      const { work } = fact.data;
      if (work.kind !== 'merge') return [];
      const { tokenIds, shares } = work;
      return tokenIds.map((tokenId) => ({ accountId, tokenId, shares, dust: 0n }));
    }
  }
}

type Holder = {
  readonly account_id: string;
  readonly strategy_id: string;
  readonly token_id: string;
};

/** The rows that hold it, as risk shares it out: in the order of their names. */
export function afterPaid<Row extends Holder>(
  { accountId, tokenId, shares, dust }: PaidShares,
  rows: Iterable<Row>,
  {
    heldOf,
    after,
  }: {
    readonly heldOf: (row: Row) => bigint;
    /** The row without so many of its shares. */
    readonly after: (row: Row, shares: bigint) => Row;
  },
): readonly Row[] {
  const holders = [...rows]
    .filter((row) => row.account_id === accountId && row.token_id === tokenId)
    .sort((one, other) => (one.strategy_id < other.strategy_id ? -1 : 1));
  const held = holders.map(heldOf);
  const gone = shares === undefined ? held : leaving(shares, held, dust);
  return holders.map((row, index) => after(row, gone[index] ?? 0n));
}
