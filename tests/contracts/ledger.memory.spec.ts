/** The ledger in memory keeps the ledger's contract. */
import { createInMemoryLedger, type InMemoryLedger } from '@sluice/testing';
import {
  appendingTo,
  ledgerContract,
  resolved,
  stored,
  STRANGER,
  streamOf,
} from './ledger.contract.js';

ledgerContract('the ledger in memory', async () => {
  let ledger: InMemoryLedger = createInMemoryLedger();
  return {
    ledger,
    injectUnknownFact: async () => ledger.inject(STRANGER),
    recreate: async () => (ledger = createInMemoryLedger()),
    beheaded: async () => {
      const late = createInMemoryLedger({ firstPosition: 10 });
      const stream = streamOf();
      await stored(late, appendingTo(stream, [resolved(stream, 'late')]));
      return late;
    },
    close: () => ledger.close(),
  };
});
