/** The name an order will have at the venue: its EIP-712 hash, known before it is sent. */
import { domainSeparator, keccak256, stringToHex, type Address, type Hex } from 'viem';
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

export function orderHash(order: OrderStruct, domain: OrderDomain): Hex {
  return keccak256(`0x1901${separatorOf(domain).slice(2)}${structHash(order).slice(2)}`);
}

/** Written out, because it is on the way of every order: the general encoder takes ten times as long. */
export function structHash(order: OrderStruct): Hex {
  const words = [
    BigInt(order.salt),
    BigInt(order.maker),
    BigInt(order.signer),
    BigInt(order.tokenId),
    BigInt(order.makerAmount),
    BigInt(order.takerAmount),
    order.side === 'BUY' ? 0n : 1n,
    BigInt(order.signatureType),
    BigInt(order.timestamp),
    BigInt(order.metadata),
    BigInt(order.builder),
  ];
  return keccak256(`${ORDER_TYPE_HASH}${words.map(word).join('')}`);
}

/** Throws RangeError on a number that is none of 256 bits. */
function word(number: bigint): string {
  if (number < 0n || number >> 256n !== 0n) {
    throw new RangeError(`A field of an order has at most 256 bits, was ${number}`);
  }
  return number.toString(16).padStart(64, '0');
}

/** There are three exchanges on each chain, so these are few. */
const separators = new Map<string, Hex>();

export function separatorOf({ version, chainId, verifyingContract }: OrderDomain): Hex {
  const key = `${version} ${chainId} ${verifyingContract}`;
  const known = separators.get(key);
  if (known !== undefined) return known;
  const domain = { name: 'Polymarket CTF Exchange', version: String(version), chainId };
  const separator = domainSeparator({ domain: { ...domain, verifyingContract } });
  if (separators.size >= SEPARATORS_MAX) separators.clear();
  separators.set(key, separator);
  return separator;
}

const SEPARATORS_MAX = 100;

/** Neg-risk has its own exchange in version 2; version 3 has one for all. */
export function domainOf(
  { version, negRisk }: { readonly version: OrderVersion; readonly negRisk: boolean },
  { chainId, exchanges }: { readonly chainId: number; readonly exchanges: ExchangeContracts },
): OrderDomain {
  const standard = negRisk ? exchanges.negRiskExchange : exchanges.exchange;
  return { version, chainId, verifyingContract: version === 3 ? exchanges.exchangeV3 : standard };
}

/** The type string of the exchange contracts, their fields in this order. */
export const ORDER_TYPE =
  'Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,' +
  'uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,' +
  'bytes32 builder)';
const ORDER_TYPE_HASH = keccak256(stringToHex(ORDER_TYPE));
