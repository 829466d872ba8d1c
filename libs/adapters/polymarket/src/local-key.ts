/** A private key in memory, signing several times as fast as in plain JavaScript. */
import { signRecoverable } from 'tiny-secp256k1';
import { bytesToHex, concatHex, hexToBytes, type Hex, type LocalAccount } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

/**
 * The account of viem, except that hashes are signed by libsecp256k1 in WebAssembly. Both choose the
 * nonce by RFC 6979 and the lower s, so the signatures are the same byte for byte.
 */
export function localKey(privateKey: Hex): LocalAccount {
  const account = privateKeyToAccount(privateKey);
  const secret = hexToBytes(privateKey);
  const sign = ({ hash }: { readonly hash: Hex }): Promise<Hex> => {
    const { signature, recoveryId } = signRecoverable(hexToBytes(hash), secret);
    return Promise.resolve(concatHex([bytesToHex(signature), recoveryId === 0 ? '0x1b' : '0x1c']));
  };
  return { ...account, sign };
}
