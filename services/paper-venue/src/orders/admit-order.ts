/** Whether an order may be looked at: the key's own, signed by its wallet, under this exchange. */
import { isAddressEqual } from 'viem';
import type { ApiKey } from '../auth/api-keys.js';
import { foreignDomains, orderHash } from '../auth/order-typed-data.js';
import { recoverOrderSigner } from '../auth/recover-order-signer.js';
import { walletOf } from '../accounts/wallets.js';
import type { Address, Hex } from '../chain/venue-chain.js';
import type { Market } from '../markets/market.js';
import type { TokenIndex } from '../matching/order-book.js';
import type { Venue } from '../venue.js';
import type { OrderRequest } from './read-order-request.js';
import { refusals, type Refusal } from './refusal.js';

export type Admitted = {
  readonly kind: 'admitted';
  readonly id: Hex;
  readonly market: Market;
  readonly token: TokenIndex;
};

export const admitOrder = async (
  venue: Venue,
  key: ApiKey,
  request: OrderRequest,
): Promise<Admitted | Refusal> => {
  const { signed } = request;
  if (request.owner !== key.id) return refusals.foreignOwner();
  const listed = venue.markets.byToken(signed.tokenId);
  if (listed === undefined) return refusals.noBook();
  const wallet = walletOf(key.address, signed.signatureType, venue.depositWallets);
  const signer = signed.signatureType === 3 ? wallet : key.address;
  if (signer === undefined || !isAddressEqual(signed.signer, signer))
    return refusals.foreignSigner();
  if (wallet === undefined || !isAddressEqual(signed.maker, wallet))
    return refusals.foreignWallet();
  if (!(await signedBy(key.address, request)))
    return (await signedForeign(key.address, request))
      ? refusals.wrongVersion()
      : refusals.badSignature();
  return { kind: 'admitted', id: orderHash(signed), ...listed };
};

const signedBy = async (address: Address, { signed }: OrderRequest): Promise<boolean> =>
  (await recoverOrderSigner(signed)) === address;

const signedForeign = async (address: Address, { signed }: OrderRequest): Promise<boolean> => {
  const signers = await Promise.all(
    foreignDomains.map((domain) => recoverOrderSigner(signed, domain)),
  );
  return signers.includes(address);
};
