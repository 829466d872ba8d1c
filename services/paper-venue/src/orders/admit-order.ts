/** Whether an order may be looked at: the key's own, signed by its wallet, under this exchange. */
import { isAddressEqual, type TypedDataDomain } from 'viem';
import type { ApiKey } from '../auth/api-keys.js';
import { domainOf, orderHash, otherVersionsOf } from '../auth/order-typed-data.js';
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
  const standing = refusedByStanding(venue, key, request);
  if (standing !== undefined) return standing;
  const wallet = walletOf(key.address, signed.signatureType, venue.depositWallets);
  const signer = signed.signatureType === 3 ? wallet : key.address;
  if (signer === undefined || !isAddressEqual(signed.signer, signer))
    return refusals.foreignSigner();
  if (wallet === undefined || !isAddressEqual(signed.maker, wallet))
    return refusals.foreignWallet();
  if (venue.rules.bareWallets === 'refused' && signed.signatureType === 0)
    return refusals.foreignWallet();
  const domain = domainOf(listed.market);
  if (!(await signedBy(key.address, request, [domain])))
    return (await signedBy(key.address, request, otherVersionsOf(listed.market)))
      ? refusals.wrongVersion()
      : refusals.badSignature();
  return { kind: 'admitted', id: orderHash(signed, domain), ...listed };
};

const signedBy = async (
  address: Address,
  { signed }: OrderRequest,
  domains: readonly TypedDataDomain[],
): Promise<boolean> => {
  const signers = await Promise.all(domains.map((domain) => recoverOrderSigner(signed, domain)));
  return signers.includes(address);
};

/** Who may only close may sell what it holds; whether it holds it is asked later. */
const refusedByStanding = (
  venue: Venue,
  { address }: ApiKey,
  { signed }: OrderRequest,
): Refusal | undefined => {
  switch (venue.standings.of(address)) {
    case 'normal':
      return undefined;
    case 'closed_only':
      return signed.side === 'SELL' ? undefined : refusals.closedOnly(address);
    case 'banned':
      return refusals.banned(address);
  }
};
