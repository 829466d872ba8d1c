/** Transactions that are accepted, answered with their hash, and then forgotten by everybody. */
import { keccak256, type Hex } from 'viem';
import { z } from 'zod';
import { count, SEND } from './parameters.js';
import { countDown, defineTrouble } from './trouble.js';

export const transactionsDropped = defineTrouble({
  about: 'A transaction is answered with its hash and never mined; its nonce stays free.',
  parameters: z.strictObject({ count: count.default(1) }),
  begin: (_site, parameters) =>
    Promise.resolve(
      countDown(parameters.count, ({ method, params: [raw] }) =>
        method === SEND
          ? { kind: 'answered', answer: { result: keccak256(raw as Hex) } }
          : undefined,
      ),
    ),
});
