/** Makes several calls of a Safe one: packed, and delegated to a contract that unpacks them. */
import {
  concat,
  encodeFunctionData,
  encodePacked,
  parseAbi,
  size,
  type Address,
  type Hex,
} from 'viem';
import type { Call } from './sign-body.js';

/** The one call that does them all, for a Safe to delegate. */
export const multiSendCall = (multiSend: Address, calls: readonly Call[]): Call => ({
  to: multiSend,
  data: multiSendData(calls),
});

export function multiSendData(calls: readonly Call[]): Hex {
  const packed = calls.map(({ to, data }) =>
    encodePacked(
      ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
      [CALL, to, 0n, BigInt(size(data)), data],
    ),
  );
  return encodeFunctionData({
    abi: parseAbi(['function multiSend(bytes transactions)']),
    functionName: 'multiSend',
    args: [concat(packed)],
  });
}

const CALL = 0;
