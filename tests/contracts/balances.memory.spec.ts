/** Balances in memory keep the contract of balances. */
import { createInMemoryBalances } from '@sluice/testing';
import { balancesContract } from './balances.contract.js';

balancesContract('balances in memory', async () => {
  const balances = createInMemoryBalances();
  return { writer: balances, reader: balances, close: () => balances.close() };
});
