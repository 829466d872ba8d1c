/**
 * The signature of an order whose maker is a deposit wallet: the key signs the order nested in the
 * wallet's own domain (ERC-7739), so that no other wallet of the same key can be charged with it, and
 * the exchange passes the rest on to the wallet, which rebuilds from it what was signed.
 */
import {
  concatHex,
  encodeAbiParameters,
  keccak256,
  parseAbiParameters,
  size,
  slice,
  stringToHex,
  toHex,
  zeroHash,
  type Hex,
} from 'viem';
import {
  ORDER_TYPE,
  separatorOf,
  structHash,
  type OrderDomain,
  type OrderStruct,
} from './order-hash.js';

/** What the key signs for such an order. `signer` of the order is the wallet. */
export function depositWalletDigest(order: OrderStruct, domain: OrderDomain): Hex {
  const nested = encodeAbiParameters(NESTED, [
    NESTED_TYPE_HASH,
    structHash(order),
    keccak256(stringToHex('DepositWallet')),
    keccak256(stringToHex('1')),
    BigInt(domain.chainId),
    order.signer,
    zeroHash,
  ]);
  return keccak256(concatHex(['0x1901', separatorOf(domain), keccak256(nested)]));
}

/** The whole signature, from the 65 bytes the key made over the digest. */
export function depositWalletSignature(byKey: Hex, order: OrderStruct, domain: OrderDomain): Hex {
  const type = stringToHex(ORDER_TYPE);
  const typeLength = toHex(size(type), { size: 2 });
  return concatHex([byKey, separatorOf(domain), structHash(order), type, typeLength]);
}

/** The part of a signature that the key made, or undefined when the rest is not of this order. */
export function keyPartOf(
  signature: Hex,
  order: OrderStruct,
  domain: OrderDomain,
): Hex | undefined {
  if (size(signature) <= KEY_PART_BYTES) return undefined;
  const byKey = slice(signature, 0, KEY_PART_BYTES);
  const expected = depositWalletSignature(byKey, order, domain);
  return signature.toLowerCase() === expected.toLowerCase() ? byKey : undefined;
}

const KEY_PART_BYTES = 65;
const NESTED = parseAbiParameters('bytes32, bytes32, bytes32, bytes32, uint256, address, bytes32');
const NESTED_TYPE_HASH = keccak256(
  stringToHex(
    'TypedDataSign(Order contents,string name,string version,uint256 chainId,' +
      `address verifyingContract,bytes32 salt)${ORDER_TYPE}`,
  ),
);
