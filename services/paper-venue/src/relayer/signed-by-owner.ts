/** Whether a request was signed by the owner it names, in the way of its kind of wallet. */
import {
  concatHex,
  hashTypedData,
  hexToNumber,
  isAddressEqual,
  keccak256,
  recoverAddress,
  recoverMessageAddress,
  slice,
  stringToHex,
  toHex,
} from 'viem';
import type { Address, Hex } from '../chain/venue-chain.js';
import { SAFE_FACTORY } from '../chain/wallet-addresses.js';
import type {
  ProxySubmission,
  SafeCreation,
  SafeSubmission,
  Submission,
  WalletSubmission,
} from './submission.js';

export const CHAIN_ID = 137;

/** Safe's mark of a personally signed digest: what is added to v. */
const PERSONALLY_SIGNED = 4;

/** WALLET-CREATE carries no signature: it gives nobody anything but its owner's own wallet. */
export const signedByOwner = async (asked: Submission): Promise<boolean> => {
  if (asked.type === 'WALLET-CREATE') return true;
  try {
    return isAddressEqual(await signerOf(asked), asked.from);
  } catch {
    return false;
  }
};

const signerOf = async (
  asked: Exclude<Submission, { readonly type: 'WALLET-CREATE' }>,
): Promise<Address> => {
  switch (asked.type) {
    case 'SAFE':
      return recoverMessageAddress({
        message: { raw: safeDigest(asked) },
        signature: withoutMark(asked.signature),
      });
    case 'SAFE-CREATE':
      return recoverAddress({ hash: creationDigest(asked), signature: asked.signature });
    case 'PROXY':
      return recoverMessageAddress({
        message: { raw: relayDigest(asked) },
        signature: asked.signature,
      });
    case 'WALLET':
      return recoverAddress({ hash: batchDigest(asked), signature: asked.signature });
  }
};

/** Throws when the mark is missing. */
const withoutMark = (signature: Hex): Hex => {
  const v = hexToNumber(slice(signature, 64)) - PERSONALLY_SIGNED;
  if (v !== 27 && v !== 28) throw new Error(`a Safe expects v 31 or 32, found ${v + 4}`);
  return concatHex([slice(signature, 0, 64), toHex(v, { size: 1 })]);
};

const safeDigest = ({
  proxyWallet,
  to,
  value,
  data,
  nonce,
  signatureParams,
}: SafeSubmission): Hex =>
  hashTypedData({
    domain: { chainId: CHAIN_ID, verifyingContract: proxyWallet },
    types: { SafeTx: SAFE_TX },
    primaryType: 'SafeTx',
    message: {
      to,
      value,
      data,
      operation: signatureParams.operation,
      safeTxGas: signatureParams.safeTxnGas,
      baseGas: signatureParams.baseGas,
      gasPrice: signatureParams.gasPrice,
      gasToken: signatureParams.gasToken,
      refundReceiver: signatureParams.refundReceiver,
      nonce,
    },
  });

const creationDigest = ({ signatureParams }: SafeCreation): Hex =>
  hashTypedData({
    domain: {
      name: 'Polymarket Contract Proxy Factory',
      chainId: CHAIN_ID,
      verifyingContract: SAFE_FACTORY,
    },
    types: { CreateProxy: CREATE_PROXY },
    primaryType: 'CreateProxy',
    message: signatureParams,
  });

const relayDigest = ({ from, to, data, nonce, signatureParams: asked }: ProxySubmission): Hex =>
  keccak256(
    concatHex([
      stringToHex('rlx:'),
      from,
      to,
      data,
      word(asked.relayerFee),
      word(asked.gasPrice),
      word(asked.gasLimit),
      word(nonce),
      asked.relayHub,
      asked.relay,
    ]),
  );

const batchDigest = ({ nonce, depositWalletParams: asked }: WalletSubmission): Hex =>
  hashTypedData({
    domain: {
      name: 'DepositWallet',
      version: '1',
      chainId: CHAIN_ID,
      verifyingContract: asked.depositWallet,
    },
    types: { Batch: BATCH, Call: CALL },
    primaryType: 'Batch',
    message: {
      wallet: asked.depositWallet,
      nonce,
      deadline: asked.deadline,
      calls: asked.calls,
    },
  });

const word = (number: bigint): Hex => toHex(number, { size: 32 });

const SAFE_TX = [
  { name: 'to', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'data', type: 'bytes' },
  { name: 'operation', type: 'uint8' },
  { name: 'safeTxGas', type: 'uint256' },
  { name: 'baseGas', type: 'uint256' },
  { name: 'gasPrice', type: 'uint256' },
  { name: 'gasToken', type: 'address' },
  { name: 'refundReceiver', type: 'address' },
  { name: 'nonce', type: 'uint256' },
] as const;

const CREATE_PROXY = [
  { name: 'paymentToken', type: 'address' },
  { name: 'payment', type: 'uint256' },
  { name: 'paymentReceiver', type: 'address' },
] as const;

const BATCH = [
  { name: 'wallet', type: 'address' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
  { name: 'calls', type: 'Call[]' },
] as const;

const CALL = [
  { name: 'target', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'data', type: 'bytes' },
] as const;
