/** The silent failure: redeeming succeeds, burns nothing and pays nothing. */
import { z } from 'zod';
import {
  CTF_COLLATERAL_ADAPTER,
  NEG_RISK_ADAPTER,
  NEG_RISK_COLLATERAL_ADAPTER,
  ROUTER,
} from '../venue-addresses.js';
import type { Address, Hex } from '../venue-chain.js';
import { seconds } from './parameters.js';
import { defineTrouble } from './trouble.js';

const DOORS: readonly Address[] = [
  ...[CTF_COLLATERAL_ADAPTER, NEG_RISK_COLLATERAL_ADAPTER, NEG_RISK_ADAPTER, ROUTER],
];
/** STOP: whatever is asked succeeds at once. */
const DOES_NOTHING: Hex = '0x00';

export const paysNothing = defineTrouble({
  about:
    'The collateral adapters, the neg-risk adapter and the Router succeed without doing anything: no burn, no payout.',
  parameters: z.strictObject({ seconds: seconds.optional() }),
  begin: async ({ chain: { reader, cheats } }, parameters) => {
    const codes = new Map<Address, Hex>();
    for (const address of DOORS) {
      const bytecode = await reader.getCode({ address });
      // One that is armed twice must not restore nothing.
      if (bytecode !== undefined && bytecode !== DOES_NOTHING) codes.set(address, bytecode);
      await cheats.setCode({ address, bytecode: DOES_NOTHING });
    }
    return {
      seconds: parameters.seconds,
      end: async () => {
        for (const [address, bytecode] of codes) await cheats.setCode({ address, bytecode });
      },
    };
  },
});
