/** Whom the venue lets trade: everybody, those who may only close, and those it has banned. */
import type { Address } from '../chain/venue-chain.js';

export type Standing = 'normal' | 'closed_only' | 'banned';

export type Standings = {
  of(address: Address): Standing;
  set(address: Address, standing: Standing): void;
};

export const createStandings = (): Standings => {
  const byAddress = new Map<string, Standing>();
  return {
    of: (address) => byAddress.get(address.toLowerCase()) ?? 'normal',
    set: (address, standing) => {
      if (standing === 'normal') byAddress.delete(address.toLowerCase());
      else byAddress.set(address.toLowerCase(), standing);
    },
  };
};
