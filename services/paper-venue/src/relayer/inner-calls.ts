/** What a signed request comes down to: the single calls the wallet is to make. */
import { decodeFunctionData, hexToBigInt, hexToNumber, size, slice, getAddress } from 'viem';
import type { Hex } from '../chain/venue-chain.js';
import { multiSendAbi, proxyFactoryAbi } from '../chain/wallet-abis.js';
import { MULTI_SEND } from '../chain/wallet-addresses.js';
import type { InnerCall, Submission } from './submission.js';

/** Operation, target, value and length stand before each call's bytes. */
const HEAD_BYTES = 1 + 20 + 32 + 32;

/** Undefined when the bytes are not what a client of this kind of wallet writes. */
export const innerCallsOf = (asked: Submission): readonly InnerCall[] | undefined => {
  try {
    switch (asked.type) {
      case 'SAFE':
        return ofSafe(asked);
      case 'PROXY':
        return ofProxy(asked.data);
      case 'WALLET':
        return asked.depositWalletParams.calls;
      case 'SAFE-CREATE':
      case 'WALLET-CREATE':
        return [];
    }
  } catch {
    return undefined;
  }
};

const ofSafe = ({
  to,
  data,
  signatureParams: { operation },
}: Extract<Submission, { readonly type: 'SAFE' }>): readonly InnerCall[] | undefined => {
  if (operation === 0) return [{ target: to, data }];
  if (to !== MULTI_SEND) return undefined;
  const { args } = decodeFunctionData({ abi: multiSendAbi, data });
  return unpack(args[0]);
};

const ofProxy = (data: Hex): readonly InnerCall[] => {
  const { args } = decodeFunctionData({ abi: proxyFactoryAbi, data });
  return args[0].map((call) => ({ target: call.to, data: call.data }));
};

/** MultiSend's packed list; delegate calls inside it are refused. */
const unpack = (packed: Hex): readonly InnerCall[] | undefined => {
  const calls: InnerCall[] = [];
  let at = 0;
  while (at < size(packed)) {
    const length = Number(hexToBigInt(slice(packed, at + 53, at + HEAD_BYTES)));
    const start = at + HEAD_BYTES;
    if (hexToNumber(slice(packed, at, at + 1)) !== 0) return undefined;
    const target = getAddress(slice(packed, at + 1, at + 21));
    const data = length === 0 ? '0x' : slice(packed, start, start + length, { strict: true });
    calls.push({ target, data });
    at = start + length;
  }
  return calls;
};
