/** What the venue shows everybody: listings and books. */
import type { account, market, ConditionId, TokenId } from '@sluice/domain';

export type ListedMarket = {
  readonly listing: market.Listing;
  readonly status: 'open' | 'closed';
};

export type MarketData = {
  /** The listing of one condition; undefined while the venue does not know it. */
  listing(conditionId: ConditionId): Promise<ListedMarket | undefined>;
  /** Every market the venue offers now; only sensible on a venue with few. */
  listings(): Promise<readonly ConditionId[]>;
  /** The books of at most 100 tokens as they are now; tokens without a book are left out. */
  books(tokenIds: readonly TokenId[]): Promise<readonly account.Quote[]>;
  /** Keeps books of these tokens and calls back with each new state, best levels first. */
  followBooks(
    tokenIds: () => readonly TokenId[],
    onQuote: (quote: account.Quote) => void,
    /** The venue says that a market resolved; it may be wrong, and often says nothing. */
    onResolved?: (conditionId: ConditionId) => void,
  ): { refresh(): void; stop(): Promise<void>; healthy(): boolean };
};
