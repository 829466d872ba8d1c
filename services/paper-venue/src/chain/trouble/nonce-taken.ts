/** The same key is used elsewhere: its nonce is gone before the transaction arrives. */
import { recoverTransactionAddress, type TransactionSerialized } from 'viem';
import { z } from 'zod';
import { moneyAbi } from '../contract-abis.js';
import { PUSD } from '../venue-addresses.js';
import { count, SEND } from './parameters.js';
import { countDown, defineTrouble, type Site } from './trouble.js';

export const nonceTaken = defineTrouble({
  about:
    'Before a transaction arrives, its sender has mined another one under the same nonce: the node says it is too low.',
  parameters: z.strictObject({ count: count.default(1) }),
  begin: (site, parameters) => {
    const counted = countDown(parameters.count, (call) =>
      call.method === SEND ? { kind: 'forwarded', call } : undefined,
    );
    return Promise.resolve({
      ...counted,
      strike: async (call) => {
        const struck = await counted.strike?.(call);
        if (struck !== undefined) await takeNonce(site, call.params[0] as TransactionSerialized);
        return struck;
      },
    });
  },
});

/** Moves nothing, so that only the nonce is missing. */
const takeNonce = async (
  { chain }: Site,
  serializedTransaction: TransactionSerialized,
): Promise<void> => {
  const sender = await recoverTransactionAddress({ serializedTransaction });
  await chain.sendAs(sender, {
    purpose: `use up a nonce of ${sender}`,
    to: PUSD,
    abi: moneyAbi,
    functionName: 'transfer',
    args: [sender, 0n],
  });
};
