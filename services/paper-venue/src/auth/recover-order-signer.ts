/** Finds who signed an order: the wallet's owner, also behind a deposit wallet's ERC-7739 wrapper. */
import {
  concatHex,
  domainSeparator,
  hashStruct,
  recoverTypedDataAddress,
  size,
  slice,
  stringToHex,
  toHex,
  zeroHash,
  type TypedDataDomain,
} from 'viem';
import type { Address, Hex } from '../chain/venue-chain.js';
import {
  exchangeDomain,
  ORDER_TYPE,
  ORDER_TYPE_TEXT,
  orderMessage,
  type SignedOrder,
} from './order-typed-data.js';

const INNER_SIGNATURE_BYTES = 65;

/** Undefined when the signature cannot have been made over this order. */
export const recoverOrderSigner = async (
  order: SignedOrder,
  domain: TypedDataDomain = exchangeDomain,
): Promise<Address | undefined> => {
  try {
    return await (order.signatureType === 3
      ? recoverWalletOwner(order, domain)
      : recoverTypedDataAddress({
          domain,
          types: { Order: ORDER_TYPE },
          primaryType: 'Order',
          message: orderMessage(order),
          signature: order.signature,
        }));
  } catch {
    return undefined;
  }
};

const recoverWalletOwner = async (
  order: SignedOrder,
  domain: TypedDataDomain,
): Promise<Address | undefined> => {
  const inner = slice(order.signature, 0, INNER_SIGNATURE_BYTES);
  if (order.signature.toLowerCase() !== concatHex([inner, wrapper(order, domain)]).toLowerCase())
    return undefined;
  return recoverTypedDataAddress({
    domain,
    types: { TypedDataSign: TYPED_DATA_SIGN, Order: ORDER_TYPE },
    primaryType: 'TypedDataSign',
    message: {
      contents: orderMessage(order),
      name: 'DepositWallet',
      version: '1',
      chainId: 137n,
      verifyingContract: order.signer,
      salt: zeroHash,
    },
    signature: inner,
  });
};

/** Everything after the inner signature follows from the order, so it has to be exactly this. */
const wrapper = (order: SignedOrder, domain: TypedDataDomain): Hex => {
  const types = { Order: ORDER_TYPE };
  const text = stringToHex(ORDER_TYPE_TEXT);
  return concatHex([
    domainSeparator({ domain }),
    hashStruct({ data: orderMessage(order), types, primaryType: 'Order' }),
    text,
    toHex(size(text), { size: 2 }),
  ]);
};

const TYPED_DATA_SIGN = [
  { name: 'contents', type: 'Order' },
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
] as const;
