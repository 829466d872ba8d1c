/** Market data in passing: never history, only the last book of each token. */
import type { account, TokenId } from '@sluice/domain';

export type Quotes = {
  publish(quote: account.Quote): Promise<void>;
  /** The last book published for a token, or undefined. Answers from memory. */
  last(tokenId: TokenId): account.Quote | undefined;
  /** Calls back on every new book of any token. */
  watch(onQuote: (quote: account.Quote) => void): { stop(): void };
  close(): Promise<void>;
};
