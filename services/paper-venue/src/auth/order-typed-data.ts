/** The order as the exchange contract hashes it, and the domains that may have signed it. */
import { hashTypedData, type TypedDataDomain } from 'viem';
import { CTF_EXCHANGE, EXCHANGE_V3, NEG_RISK_EXCHANGE } from '../chain/venue-addresses.js';
import type { Address, Hex } from '../chain/venue-chain.js';
import { isNegRisk, type MarketTraits } from '../markets/market-traits.js';
import type { Side } from '../matching/order-book.js';

export type SignedOrder = {
  readonly salt: bigint;
  readonly maker: Address;
  readonly signer: Address;
  readonly tokenId: string;
  readonly makerAmount: bigint;
  readonly takerAmount: bigint;
  readonly side: Side;
  readonly signatureType: 0 | 1 | 2 | 3;
  readonly timestamp: bigint;
  readonly metadata: Hex;
  readonly builder: Hex;
  readonly signature: Hex;
};

/** What a market must say so that its orders' domain is known. */
export type DomainOf = Pick<MarketTraits, 'protocol' | 'event'>;

export const EXCHANGE: Address = CTF_EXCHANGE;

export const exchangeDomain = {
  name: 'Polymarket CTF Exchange',
  version: '2',
  chainId: 137,
  verifyingContract: EXCHANGE,
} as const satisfies TypedDataDomain;

const negRiskDomain = { ...exchangeDomain, verifyingContract: NEG_RISK_EXCHANGE } as const;
const thirdDomain = { ...exchangeDomain, version: '3', verifyingContract: EXCHANGE_V3 } as const;

/** The exchange a market's orders are signed for and settled by. */
export const exchangeOf = (market: DomainOf): Address => {
  if (market.protocol === 'v2') return EXCHANGE_V3;
  return isNegRisk(market) ? NEG_RISK_EXCHANGE : CTF_EXCHANGE;
};

/** Under which exchange the orders of a market are signed; protocol v2 has one for all. */
export const domainOf = (market: DomainOf): TypedDataDomain => {
  if (market.protocol === 'v2') return thirdDomain;
  return isNegRisk(market) ? negRiskDomain : exchangeDomain;
};

/** Domains of another order version; an order signed for one of them has the wrong version. */
export const otherVersionsOf = (market: DomainOf): readonly TypedDataDomain[] =>
  market.protocol === 'v2' ? [exchangeDomain, negRiskDomain] : [thirdDomain];

export const ORDER_TYPE = [
  { name: 'salt', type: 'uint256' },
  { name: 'maker', type: 'address' },
  { name: 'signer', type: 'address' },
  { name: 'tokenId', type: 'uint256' },
  { name: 'makerAmount', type: 'uint256' },
  { name: 'takerAmount', type: 'uint256' },
  { name: 'side', type: 'uint8' },
  { name: 'signatureType', type: 'uint8' },
  { name: 'timestamp', type: 'uint256' },
  { name: 'metadata', type: 'bytes32' },
  { name: 'builder', type: 'bytes32' },
] as const;

export const ORDER_TYPE_TEXT = `Order(${ORDER_TYPE.map(({ name, type }) => `${type} ${name}`).join(',')})`;

export const orderMessage = (order: SignedOrder) => ({
  salt: order.salt,
  maker: order.maker,
  signer: order.signer,
  tokenId: BigInt(order.tokenId),
  makerAmount: order.makerAmount,
  takerAmount: order.takerAmount,
  side: order.side === 'BUY' ? 0 : 1,
  signatureType: order.signatureType,
  timestamp: order.timestamp,
  metadata: order.metadata,
  builder: order.builder,
});

/** The venue's order id. */
export const orderHash = (order: SignedOrder, domain: TypedDataDomain = exchangeDomain): Hex =>
  hashTypedData({
    domain,
    types: { Order: ORDER_TYPE },
    primaryType: 'Order',
    message: orderMessage(order),
  });
