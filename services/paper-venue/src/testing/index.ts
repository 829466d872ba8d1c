/** What specs of other packages need of the venue. */
export { createFakeVenueChain } from './fake-venue-chain.js';
export {
  openVenueWithWallets,
  type OwnedWallet,
  type VenueWithWallets,
  type WalletType,
} from './venue-with-wallets.js';
