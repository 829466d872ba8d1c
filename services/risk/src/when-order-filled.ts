/** When an order fills, what was reserved for it becomes a position, or a position shrinks. */
import { account } from '@sluice/domain';
import { accountStream, when } from '@sluice/reactions';
import type { RiskContext } from './risk.context.js';
import { markNow } from './worth.js';

export const whenOrderFilled = when('OrderFilled').tell(account.decider)<
  Pick<RiskContext, 'quotes' | 'equity'>
>({
  name: 'risk--when-order-filled',
  stream: ({ data }) => accountStream(data.accountId),
  command: async ({ data }, context) => {
    const mark = await markNow(context, data);
    // A mark that moves equity too little is not kept: it is looked at again with the next one.
    context.equity.touch(data.tokenId);
    return { type: 'RecordFill', data: { ...data, marks: mark === undefined ? [] : [mark] } };
  },
});
