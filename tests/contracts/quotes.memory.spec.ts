/** Quotes in memory keep the contract of quotes. */
import { createInMemoryQuotes } from '@sluice/testing';
import { quotesContract } from './quotes.contract.js';

quotesContract('quotes in memory', async () => {
  const quotes = createInMemoryQuotes();
  return { writer: quotes, join: async () => quotes, close: () => quotes.close() };
});
