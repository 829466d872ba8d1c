/** A Safe that its owner operates: what it is to do is signed by the owner and sent by anybody. */
import {
  encodeFunctionData,
  parseAbi,
  zeroAddress,
  type Address,
  type Hex,
  type LocalAccount,
} from 'viem';

export type SafeAction = {
  readonly to: Address;
  readonly data: Hex;
  /** 0 calls, 1 delegates (several calls in one). */
  readonly operation: number;
};

/** The call of the Safe that does this under this nonce of the Safe. */
export async function signSafeCall(
  account: LocalAccount,
  {
    safe,
    chainId,
    nonce,
  }: { readonly safe: Address; readonly chainId: number; readonly nonce: number },
  { to, data, operation }: SafeAction,
): Promise<{ readonly to: Address; readonly data: Hex }> {
  const signature = await account.signTypedData({
    domain: { chainId, verifyingContract: safe },
    types: SAFE_TX,
    primaryType: 'SafeTx',
    message: {
      ...{ to, value: 0n, data, operation, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
      ...{ gasToken: zeroAddress, refundReceiver: zeroAddress, nonce: BigInt(nonce) },
    },
  });
  return {
    to: safe,
    data: encodeFunctionData({
      abi: safeAbi,
      functionName: 'execTransaction',
      args: [to, 0n, data, operation, 0n, 0n, 0n, zeroAddress, zeroAddress, signature],
    }),
  };
}

export const safeAbi = parseAbi([
  'function nonce() view returns (uint256)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
]);

const SAFE_TX = {
  SafeTx: [
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
  ],
} as const;
