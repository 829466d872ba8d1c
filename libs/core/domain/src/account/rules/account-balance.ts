/** Row 14: all orders of the wallet together must be payable from what it has. */
import { plus } from '../../money.js';
import { freeCollateral } from '../measures.js';
import { dollars } from '../words.js';
import { atMost, off, type Rule } from './rule.js';

export const accountBalance: Rule = ({ account, proposal }) => {
  const free = freeCollateral(account.collateral);
  if (free === undefined) return off('account_balance', 'usd', 'the wallet was not looked at yet');
  return atMost({
    code: 'account_balance',
    unit: 'usd',
    value: plus(account.reservedUsd, proposal.reservedUsd),
    limit: free,
    detail: 'reserved on the account with this order',
    refusal: () =>
      `the wallet has ${dollars(free)}, ${dollars(account.reservedUsd)} are promised to open ` +
      `orders, and this needs ${dollars(proposal.reservedUsd)}`,
  });
};
