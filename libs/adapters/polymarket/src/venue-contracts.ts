/** Where the venue's contracts stand on Polygon. Configuration may name others. */
import { Chain } from '@polymarket/clob-client-v2';
import type { Address } from 'viem';
import { VenueRefusedError } from './errors.js';

export type ExchangeContracts = {
  /** Order version 2, standard markets. */
  readonly exchange: Address;
  /** Order version 2, neg-risk markets. */
  readonly negRiskExchange: Address;
  /** Order version 3, any market of protocol 2. */
  readonly exchangeV3: Address;
};

/** As published by the venue and built into its client 1.1.0. */
export const POLYGON_EXCHANGES: ExchangeContracts = {
  exchange: '0xE111180000d2663C0091e4f400237545B87B996B',
  negRiskExchange: '0xe2222d279d744050d28e00520010520000310F59',
  exchangeV3: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
};

export const POLYGON_CHAIN_ID = 137;

/** Throws VenueRefusedError for a chain the venue is not on. */
export function venueChain(chainId: number): Chain {
  const known = VENUE_CHAINS.get(chainId);
  if (known !== undefined) return known;
  throw new VenueRefusedError(`Could not trade on chain ${chainId}: the venue is not there`);
}

const VENUE_CHAINS: ReadonlyMap<number, Chain> = new Map([
  [137, Chain.POLYGON],
  [80002, Chain.AMOY],
]);
