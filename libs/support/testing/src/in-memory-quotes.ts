/** Quotes between services of one process: the last of each token, told to whoever watches. */
import { decodeQuote, encodeQuote } from '@sluice/contracts';
import type { account, TokenId } from '@sluice/domain';
import type { Quotes } from '@sluice/ports';

/** A quote that could not travel fails here as well. */
export function createInMemoryQuotes(): Quotes {
  const lasts = new Map<TokenId, account.Quote>();
  const watchers = new Set<(quote: account.Quote) => void>();
  return {
    publish: (published) =>
      Promise.resolve().then(() => {
        const quote = decodeQuote(encodeQuote(published));
        const known = lasts.get(quote.tokenId);
        if (known !== undefined && known.at > quote.at) return;
        lasts.set(quote.tokenId, quote);
        watchers.forEach((watcher) => watcher(quote));
      }),
    last: (tokenId) => lasts.get(tokenId),
    watch: (onQuote) => {
      watchers.add(onQuote);
      return { stop: () => void watchers.delete(onQuote) };
    },
    close: () => Promise.resolve(watchers.clear()),
  };
}
