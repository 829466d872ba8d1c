/** Tells which outcomes of conditions are paid. Needs a node and no wallet. */
import type { ResolutionReader } from '@sluice/ports';
import type { Address } from 'viem';
import { openChainReader, type ChainReaderOptions } from './chain-reader.js';
import { POLYGON_CONTRACTS } from './contracts.js';
import { readResolutions } from './read-resolutions.js';

export type ConnectResolutionReaderOptions = ChainReaderOptions & {
  readonly conditionalTokens?: Address;
};

export function connectResolutionReader(options: ConnectResolutionReaderOptions): ResolutionReader {
  const { conditionalTokens = POLYGON_CONTRACTS.conditionalTokens, ...reaching } = options;
  const context = { reader: openChainReader(reaching), conditionalTokens };
  return { resolutions: (conditionIds) => readResolutions(context, conditionIds) };
}
