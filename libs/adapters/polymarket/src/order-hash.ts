/** The name an order will have at the venue: its EIP-712 hash, known before it is sent. */
import { hashTypedData, type Address, type Hex } from 'viem';
import type { ExchangeContracts } from './venue-contracts.js';

export type OrderVersion = 2 | 3;

/** The exchange an order is signed for. The wrong one makes an invalid signature. */
export type OrderDomain = {
  readonly version: OrderVersion;
  readonly chainId: number;
  readonly verifyingContract: Address;
};

/** What the signature covers, amounts in millionths. */
export type OrderStruct = {
  readonly salt: string;
  readonly maker: Address;
  readonly signer: Address;
  readonly tokenId: string;
  readonly makerAmount: string;
  readonly takerAmount: string;
  readonly side: 'BUY' | 'SELL';
  readonly signatureType: number;
  /** Unix milliseconds. */
  readonly timestamp: string;
  readonly metadata: Hex;
  readonly builder: Hex;
};

export function orderHash(order: OrderStruct, { version, ...domain }: OrderDomain): Hex {
  return hashTypedData({
    domain: { name: 'Polymarket CTF Exchange', version: String(version), ...domain },
    types: { Order: ORDER_FIELDS },
    primaryType: 'Order',
    message: {
      salt: BigInt(order.salt),
      maker: order.maker,
      signer: order.signer,
      tokenId: BigInt(order.tokenId),
      makerAmount: BigInt(order.makerAmount),
      takerAmount: BigInt(order.takerAmount),
      side: order.side === 'BUY' ? 0 : 1,
      signatureType: order.signatureType,
      timestamp: BigInt(order.timestamp),
      metadata: order.metadata,
      builder: order.builder,
    },
  });
}

/** Neg-risk has its own exchange in version 2; version 3 has one for all. */
export function domainOf(
  { version, negRisk }: { readonly version: OrderVersion; readonly negRisk: boolean },
  { chainId, exchanges }: { readonly chainId: number; readonly exchanges: ExchangeContracts },
): OrderDomain {
  const standard = negRisk ? exchanges.negRiskExchange : exchanges.exchange;
  return { version, chainId, verifyingContract: version === 3 ? exchanges.exchangeV3 : standard };
}

/** In the order of the exchange contracts' type string. */
const ORDER_FIELDS = [
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
