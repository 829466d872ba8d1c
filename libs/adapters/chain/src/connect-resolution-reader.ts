/** Tells which outcomes of conditions are paid. Needs a node and no wallet. */
import type { ResolutionReader } from '@sluice/ports';
import type { Address } from 'viem';
import { openChainReader, type ChainReaderOptions } from './chain-reader.js';
import { POLYGON_CONTRACTS } from './contracts.js';
import { readResolutions } from './read-resolutions.js';
import { POLYGON_ROUTER } from './read-router-payouts.js';

export type ConnectResolutionReaderOptions = ChainReaderOptions & {
  readonly conditionalTokens?: Address;
  readonly router?: Address;
};

export function connectResolutionReader(options: ConnectResolutionReaderOptions): ResolutionReader {
  const {
    conditionalTokens = POLYGON_CONTRACTS.conditionalTokens,
    router = POLYGON_ROUTER,
    ...reaching
  } = options;
  const context = { reader: openChainReader(reaching), conditionalTokens, router };
  return { resolutions: (conditionIds) => readResolutions(context, conditionIds) };
}
