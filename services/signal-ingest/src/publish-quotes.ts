/** Passes the venue's books on to the other services, the newest of each token, at a bounded pace. */
import type { account, TokenId } from '@sluice/domain';
import type { MarketData, Quotes } from '@sluice/ports';
import type { Logger } from '@sluice/runtime';

/** A token's book is published at most this often; in between the newest waits. */
const PACE_MS = 25;

export function publishQuotes({
  marketData,
  quotes,
  tokens,
  log,
}: {
  readonly marketData: MarketData;
  readonly quotes: Quotes;
  readonly tokens: () => readonly TokenId[];
  readonly log: Logger;
}): { refresh(): void; stop(): Promise<void>; healthy(): boolean } {
  const waiting = new Map<TokenId, account.Quote>();
  const timer = setInterval(() => {
    for (const [tokenId, quote] of waiting) {
      waiting.delete(tokenId);
      quotes.publish(quote).catch((error: unknown) => {
        log.debug({ tokenId, error: String(error) }, 'a book was not passed on');
      });
    }
  }, PACE_MS);

  const following = marketData.followBooks(tokens, (quote) => waiting.set(quote.tokenId, quote));
  return {
    refresh: () => following.refresh(),
    healthy: () => following.healthy(),
    stop: async () => {
      clearInterval(timer);
      await following.stop();
    },
  };
}
