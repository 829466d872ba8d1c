/** The bodies the relayer takes, signed by the owner of the wallet as its contracts check it. */
import {
  concat,
  encodeFunctionData,
  hashTypedData,
  keccak256,
  numberToHex,
  parseAbi,
  slice,
  stringToHex,
  zeroAddress,
  type Address,
  type Hex,
  type LocalAccount,
} from 'viem';
import { multiSendCall } from './multi-send.js';
import type { RelayingContracts } from './relaying-contracts.js';

export type Call = { readonly to: Address; readonly data: Hex };

export type BodyContext = {
  readonly owner: LocalAccount;
  readonly wallet: Address;
  readonly chainId: number;
  readonly contracts: RelayingContracts;
};

/** Several calls are one, delegated to the contract that makes them. */
export async function signSafeBody(
  { owner, wallet, chainId, contracts }: BodyContext,
  calls: readonly Call[],
  nonce: number,
): Promise<string> {
  const [only, ...more] = calls;
  if (only === undefined) throw new RangeError('A body does at least one thing');
  const { to, data, operation } =
    more.length === 0
      ? { ...only, operation: 0 }
      : { ...multiSendCall(contracts.multiSend, calls), operation: 1 };
  const digest = hashTypedData({
    domain: { chainId, verifyingContract: wallet },
    types: SAFE_TX,
    primaryType: 'SafeTx',
    message: {
      ...{ to, value: 0n, data, operation, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
      ...{ gasToken: zeroAddress, refundReceiver: zeroAddress, nonce: BigInt(nonce) },
    },
  });
  const signature = await owner.signMessage({ message: { raw: digest } });
  return JSON.stringify({
    ...{ from: owner.address, to, proxyWallet: wallet, data, nonce: String(nonce) },
    signature: asEthSign(signature),
    signatureParams: {
      ...{ gasPrice: '0', operation: String(operation), safeTxnGas: '0', baseGas: '0' },
      ...{ gasToken: zeroAddress, refundReceiver: zeroAddress },
    },
    ...{ type: 'SAFE', metadata: '' },
  });
}

export async function signProxyBody(
  { owner, wallet, contracts }: BodyContext,
  calls: readonly Call[],
  {
    nonce,
    relay,
    gasLimit = GAS_LIMIT,
  }: { readonly nonce: number; readonly relay: Address; readonly gasLimit?: bigint },
): Promise<string> {
  const { proxyFactory, relayHub } = contracts;
  const data = encodeFunctionData({
    abi: proxyFactoryAbi,
    functionName: 'proxy',
    args: [calls.map((call) => ({ typeCode: CALL, to: call.to, value: 0n, data: call.data }))],
  });
  const words = [0n, 0n, gasLimit, BigInt(nonce)].map((word) => numberToHex(word, { size: 32 }));
  const digest = keccak256(
    concat([stringToHex('rlx:'), owner.address, proxyFactory, data, ...words, relayHub, relay]),
  );
  const signature = await owner.signMessage({ message: { raw: digest } });
  return JSON.stringify({
    ...{ from: owner.address, to: proxyFactory, proxyWallet: wallet, data },
    ...{ nonce: String(nonce), signature },
    signatureParams: {
      ...{ gasPrice: '0', gasLimit: String(gasLimit), relayerFee: '0', relayHub, relay },
    },
    ...{ type: 'PROXY', metadata: '' },
  });
}

/** Valid until the deadline, in seconds: after it the same calls may be signed again. */
export async function signWalletBody(
  { owner, wallet, chainId, contracts }: BodyContext,
  calls: readonly Call[],
  { nonce, deadline }: { readonly nonce: number; readonly deadline: number },
): Promise<string> {
  const batch = calls.map(({ to, data }) => ({ target: to, value: 0n, data }));
  const signature = await owner.signTypedData({
    domain: { name: 'DepositWallet', version: '1', chainId, verifyingContract: wallet },
    types: BATCH,
    primaryType: 'Batch',
    message: { wallet, nonce: BigInt(nonce), deadline: BigInt(deadline), calls: batch },
  });
  return JSON.stringify({
    ...{ type: 'WALLET', from: owner.address, to: contracts.depositWalletFactory },
    ...{ nonce: String(nonce), signature },
    depositWalletParams: {
      ...{ depositWallet: wallet, deadline: String(deadline) },
      calls: calls.map(({ to, data }) => ({ target: to, value: '0', data })),
    },
  });
}

/** A Safe tells a signed message from a signed struct by four more in the last byte. */
const asEthSign = (signature: Hex): Hex => {
  const last = Number(slice(signature, 64, 65));
  return concat([slice(signature, 0, 64), numberToHex(last + 4, { size: 1 })]);
};

const CALL = 1;
const GAS_LIMIT = 10_000_000n;

const proxyFactoryAbi = parseAbi([
  'struct ProxyCall { uint8 typeCode; address to; uint256 value; bytes data; }',
  'function proxy(ProxyCall[] calls) payable returns (bytes[])',
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

const BATCH = {
  Batch: [
    { name: 'wallet', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
    { name: 'calls', type: 'Call[]' },
  ],
  Call: [
    { name: 'target', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
  ],
} as const;
