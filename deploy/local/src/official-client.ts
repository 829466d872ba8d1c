/** The unmodified official client with the paper wallet's own keys. */
import { Chain, ClobClient } from '@polymarket/clob-client-v2';
import { createWalletClient, http, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';
import type { VenueReady } from './stack/stack.js';

export async function officialClient(venue: VenueReady): Promise<ClobClient> {
  const signer = createWalletClient({
    account: privateKeyToAccount(venue.privateKey as Hex),
    chain: polygon,
    transport: http(venue.rpc),
  });
  const at = { host: venue.clob, chain: Chain.POLYGON, signer };
  return new ClobClient({ ...at, creds: await new ClobClient(at).createOrDeriveApiKey() });
}
