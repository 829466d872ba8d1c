/** L1: a wallet proves itself by signing the venue's fixed sentence. */
import { getAddress, isAddress, isAddressEqual, recoverTypedDataAddress } from 'viem';
import type { Address, Hex } from '../chain/venue-chain.js';

export type WalletLogin = { readonly address: Address; readonly nonce: string };

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export const header = (headers: Headers, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Undefined when the headers do not prove the wallet they name. */
export const verifyWalletLogin = async (
  headers: Headers,
  chainId = 137,
): Promise<WalletLogin | undefined> => {
  const address = header(headers, 'poly_address');
  const signature = header(headers, 'poly_signature');
  const timestamp = header(headers, 'poly_timestamp');
  const nonce = header(headers, 'poly_nonce') || '0';
  if (!isAddress(address, { strict: false }) || !/^\d{1,20}$/.test(nonce)) return undefined;
  if (!/^\d{1,20}$/.test(timestamp) || !/^0x[0-9a-f]{130}$/i.test(signature)) return undefined;
  try {
    const signer = await recoverTypedDataAddress({
      domain: { name: 'ClobAuthDomain', version: '1', chainId },
      types: { ClobAuth: CLOB_AUTH },
      primaryType: 'ClobAuth',
      message: { address, timestamp, nonce: BigInt(nonce), message: SENTENCE },
      signature: signature as Hex,
    });
    return isAddressEqual(signer, address) ? { address: getAddress(address), nonce } : undefined;
  } catch {
    return undefined;
  }
};

const SENTENCE = 'This message attests that I control the given wallet';

const CLOB_AUTH = [
  { name: 'address', type: 'address' },
  { name: 'timestamp', type: 'string' },
  { name: 'nonce', type: 'uint256' },
  { name: 'message', type: 'string' },
] as const;
