/** The ramp pauses USDC.e: nothing splits, merges or redeems through the collateral adapters. */
import { z } from 'zod';
import { onrampAbi } from '../contract-abis.js';
import { COLLATERAL_ONRAMP, USDC_E, operator } from '../venue-addresses.js';
import { seconds } from './parameters.js';
import { defineTrouble, type Site } from './trouble.js';

export const rampPaused = defineTrouble({
  about: 'USDC.e is paused in the ramp: both collateral adapters revert with OnlyUnpaused.',
  parameters: z.strictObject({ seconds: seconds.optional() }),
  begin: async (site, parameters) => {
    await tell(site, 'pause');
    return { seconds: parameters.seconds, end: () => tell(site, 'unpause') };
  },
});

const tell = async ({ chain }: Site, functionName: 'pause' | 'unpause'): Promise<void> => {
  await chain.send(operator, {
    purpose: `${functionName} USDC.e in the ramp`,
    to: COLLATERAL_ONRAMP,
    abi: onrampAbi,
    functionName,
    args: [USDC_E],
  });
};
