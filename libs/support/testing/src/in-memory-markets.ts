/** What the venue shows of markets and the chain of their payouts, as a test arranges it. */
import type { account, ConditionId, TokenId } from '@sluice/domain';
import type { ListedMarket, MarketData, Resolution, ResolutionReader } from '@sluice/ports';

export type InMemoryMarkets = MarketData &
  ResolutionReader & {
    /** Lists a market, or changes its listing. */
    list(listed: ListedMarket): void;
    resolve(conditionId: ConditionId, resolution: Resolution): void;
    /** A new book; passed on when its token is followed. */
    show(quote: account.Quote): void;
    /** A book that is there to be asked for, and of which no message comes. */
    rest(quote: account.Quote): void;
    /** The venue does not answer; the chain does. */
    setDown(down: boolean): void;
  };

export function createInMemoryMarkets(): InMemoryMarkets {
  const listed = new Map<ConditionId, ListedMarket>();
  const resolutions = new Map<ConditionId, Resolution>();
  const books = new Map<TokenId, account.Quote>();
  const followers = new Set<(quote: account.Quote) => void>();
  let down = false;
  const open = <Answer>(answer: () => Answer): Promise<Answer> =>
    Promise.resolve().then(() => {
      if (down) throw new Error('the venue does not answer');
      return answer();
    });

  return {
    listing: (conditionId) => open(() => listed.get(conditionId)),
    listings: () => open(() => [...listed.keys()]),
    books: (tokenIds) => open(() => tokenIds.flatMap((tokenId) => books.get(tokenId) ?? [])),
    resolution: (conditionId) => Promise.resolve(resolutions.get(conditionId)),
    followBooks: (tokenIds, onQuote) => {
      let followed: readonly TokenId[] = tokenIds();
      const follower = (quote: account.Quote): void => {
        if (followed.includes(quote.tokenId)) onQuote(quote);
      };
      followers.add(follower);
      return {
        refresh: () => void (followed = tokenIds()),
        healthy: () => !down,
        stop: () => Promise.resolve(void followers.delete(follower)),
      };
    },
    list: (market) => void listed.set(market.listing.conditionId, market),
    resolve: (conditionId, resolution) => void resolutions.set(conditionId, resolution),
    show: (quote) => {
      books.set(quote.tokenId, quote);
      followers.forEach((follower) => follower(quote));
    },
    rest: (quote) => void books.set(quote.tokenId, quote),
    setDown: (next) => void (down = next),
  };
}
