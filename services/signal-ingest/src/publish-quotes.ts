/** Passes the venue's books on to the other services, the newest of each token, at a bounded pace. */
import type { account, ConditionId, TokenId } from '@sluice/domain';
import type { MarketData, Quotes } from '@sluice/ports';
import { repeatedly, type Logger } from '@sluice/runtime';

/** A token's book is published at most this often; in between the newest waits. */
const PACE_MS = 25;
/**
 * A book of which nothing was heard for so long is asked for: quiet is not stale, and a connection
 * that is frozen looks quiet. Well below the age at which risk refuses to decide on a book.
 */
const CONFIRM_AFTER_MS = 2_000;
const CONFIRM_EVERY_MS = 1_000;
const BOOKS_AT_ONCE_MAX = 100;

export function publishQuotes({
  marketData,
  quotes,
  tokens,
  onResolved = () => undefined,
  log,
}: {
  readonly marketData: MarketData;
  readonly quotes: Quotes;
  readonly tokens: () => readonly TokenId[];
  /** The market channel says that a market resolved. */
  readonly onResolved?: (conditionId: ConditionId) => void;
  readonly log: Logger;
}): { refresh(): void; stop(): Promise<void>; healthy(): boolean } {
  const waiting = new Map<TokenId, account.Quote>();
  const heardAtMs = new Map<TokenId, number>();
  const hear = (quote: account.Quote): void => {
    // A book that was asked for may arrive after a message that is newer.
    if ((waiting.get(quote.tokenId)?.at ?? '') > quote.at) return;
    waiting.set(quote.tokenId, quote);
    heardAtMs.set(quote.tokenId, Date.now());
  };
  const timer = setInterval(() => {
    for (const [tokenId, quote] of waiting) {
      waiting.delete(tokenId);
      quotes.publish(quote).catch((error: unknown) => {
        log.debug({ tokenId, error: String(error) }, 'a book was not passed on');
      });
    }
  }, PACE_MS);

  const following = marketData.followBooks(tokens, hear, onResolved);
  const confirmQuietBooks = async (): Promise<void> => {
    const wanted = new Set(tokens());
    for (const tokenId of heardAtMs.keys()) if (!wanted.has(tokenId)) heardAtMs.delete(tokenId);
    const quiet = [...wanted].filter(
      (tokenId) => Date.now() - (heardAtMs.get(tokenId) ?? 0) >= CONFIRM_AFTER_MS,
    );
    for (let first = 0; first < quiet.length; first += BOOKS_AT_ONCE_MAX) {
      const books = await marketData.books(quiet.slice(first, first + BOOKS_AT_ONCE_MAX));
      books.forEach(hear);
    }
  };
  const confirming = repeatedly({
    intervalMs: CONFIRM_EVERY_MS,
    act: confirmQuietBooks,
    onError: (error) => log.debug({ error: String(error) }, 'quiet books were not confirmed'),
  });
  return {
    refresh: () => following.refresh(),
    healthy: () => following.healthy(),
    stop: async () => {
      clearInterval(timer);
      await Promise.all([confirming.stop(), following.stop()]);
    },
  };
}
