/** What the venue shows of markets and the chain of their payouts, as a test arranges it. */
import type { account, ConditionId, TokenId } from '@sluice/domain';
import type {
  ListedMarket,
  MarketData,
  Resolution,
  ResolutionHint,
  ResolutionHints,
  ResolutionReader,
} from '@sluice/ports';

export type InMemoryMarkets = MarketData &
  ResolutionReader &
  ResolutionHints & {
    /** How many conditions each request for payouts, hints or listings named, oldest first. */
    readonly asked: {
      readonly resolutions: readonly number[];
      readonly hints: readonly number[];
      readonly listing: readonly ConditionId[];
    };
    /** Lists a market, or changes its listing. */
    list(listed: ListedMarket): void;
    resolve(conditionId: ConditionId, resolution: Resolution): void;
    /** What the venue says of the oracle; it may be wrong. */
    hint(hint: ResolutionHint): void;
    /** What the venue says of the oracle cannot be read. */
    mumble(conditionId: ConditionId, reason: string): void;
    /** The market channel says that a market resolved. */
    cry(conditionId: ConditionId): void;
    /** The node does not answer; the venue does. */
    setChainDown(down: boolean): void;
    /** A new book; passed on when its token is followed. */
    show(quote: account.Quote): void;
    /** A book that is there to be asked for, and of which no message comes. */
    rest(quote: account.Quote): void;
    /** The venue does not answer; the chain does. */
    setDown(down: boolean): void;
  };

/** A condition the chain cannot be asked about. */
export const UNREADABLE: ConditionId = '0xunreadable';

export function createInMemoryMarkets(): InMemoryMarkets {
  const listed = new Map<ConditionId, ListedMarket>();
  const resolutions = new Map<ConditionId, Resolution>();
  const books = new Map<TokenId, account.Quote>();
  const followers = new Set<(quote: account.Quote) => void>();
  const hints = new Map<ConditionId, ResolutionHint>();
  const mumbled = new Map<ConditionId, string>();
  const criers = new Set<(conditionId: ConditionId) => void>();
  const asked = {
    resolutions: [] as number[],
    hints: [] as number[],
    listing: [] as ConditionId[],
  };
  let down = false;
  let chainDown = false;
  const open = <Answer>(answer: () => Answer): Promise<Answer> =>
    Promise.resolve().then(() => {
      if (down) throw new Error('the venue does not answer');
      return answer();
    });

  return {
    asked,
    listing: (conditionId) => {
      asked.listing.push(conditionId);
      return open(() => listed.get(conditionId));
    },
    listings: () => open(() => [...listed.keys()]),
    books: (tokenIds) => open(() => tokenIds.flatMap((tokenId) => books.get(tokenId) ?? [])),
    resolutions: (conditionIds) => {
      asked.resolutions.push(conditionIds.length);
      if (chainDown) return Promise.reject(new Error('the node does not answer'));
      const readable = conditionIds.filter((conditionId) => conditionId !== UNREADABLE);
      return Promise.resolve({
        resolved: new Map(
          readable.flatMap((conditionId) => {
            const resolution = resolutions.get(conditionId);
            return resolution === undefined ? [] : [[conditionId, resolution] as const];
          }),
        ),
        unreadable:
          readable.length === conditionIds.length
            ? []
            : [{ conditionId: UNREADABLE, reason: 'is no condition of this chain' }],
      });
    },
    hints: (conditionIds) => {
      asked.hints.push(conditionIds.length);
      return open(() => ({
        hints: conditionIds.flatMap((conditionId) => hints.get(conditionId) ?? []),
        refused: conditionIds.flatMap((conditionId) => {
          const reason = mumbled.get(conditionId);
          return reason === undefined ? [] : [{ conditionId, reason }];
        }),
      }));
    },
    hint: (hint) => void hints.set(hint.conditionId, hint),
    mumble: (conditionId, reason) => void mumbled.set(conditionId, reason),
    cry: (conditionId) => criers.forEach((crier) => crier(conditionId)),
    setChainDown: (next) => void (chainDown = next),
    followBooks: (tokenIds, onQuote, onResolved = () => undefined) => {
      criers.add(onResolved);
      let followed: readonly TokenId[] = tokenIds();
      const follower = (quote: account.Quote): void => {
        if (followed.includes(quote.tokenId)) onQuote(quote);
      };
      followers.add(follower);
      return {
        refresh: () => void (followed = tokenIds()),
        healthy: () => !down,
        stop: () => {
          criers.delete(onResolved);
          return Promise.resolve(void followers.delete(follower));
        },
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
