/** The contracts that act for wallets which do not act alone. */
import type { Address } from 'viem';

export type RelayingContracts = {
  /** Makes several calls of a Safe one. */
  readonly multiSend: Address;
  readonly proxyFactory: Address;
  readonly relayHub: Address;
  readonly depositWalletFactory: Address;
};

/** As published by the venue in autumn 2026. */
export const POLYGON_RELAYING: RelayingContracts = {
  multiSend: '0xA238CBeb142c10Ef7Ad8442C6D1f9E89e07e7761',
  proxyFactory: '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052',
  relayHub: '0xD216153c06E857cD7f72665E0aF1d7D82172F494',
  depositWalletFactory: '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07',
};
