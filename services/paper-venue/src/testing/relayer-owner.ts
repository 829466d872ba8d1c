/** An owner who asks the relayer in each way of its wallets, as specs use it. */
import {
  concatHex,
  encodeFunctionData,
  encodePacked,
  hashTypedData,
  keccak256,
  size,
  stringToHex,
  toHex,
  zeroAddress,
  type PrivateKeyAccount,
} from 'viem';
import type { Address, Hex } from '../chain/venue-chain.js';
import { multiSendAbi, proxyFactoryAbi } from '../chain/wallet-abis.js';
import {
  DEPOSIT_WALLET_FACTORY,
  depositWalletOf,
  MULTI_SEND,
  PROXY_FACTORY,
  proxyWalletOf,
  RELAY_HUB,
  SAFE_FACTORY,
  safeOf,
} from '../chain/wallet-addresses.js';
import type { PaperVenue } from '../start-paper-venue.js';
import { until } from './official-client.js';

export type WalletCall = { readonly target: Address; readonly data: Hex };
export type RelayAnswer = { readonly status: number; readonly body: Record<string, unknown> };
export type RelayerOwner = Awaited<ReturnType<typeof createRelayerOwner>>;

const BAD_ENDS = ['STATE_FAILED', 'STATE_INVALID'];

export const createRelayerOwner = async (venue: PaperVenue, owner: PrivateKeyAccount) => {
  const host = venue.urls.relayer ?? '';
  const made = await fetch(`${venue.urls.control}/relayer/keys`, {
    method: 'POST',
    body: JSON.stringify({ address: owner.address }),
  });
  const { key } = (await made.json()) as { readonly key: string };
  const headers = { RELAYER_API_KEY: key, RELAYER_API_KEY_ADDRESS: owner.address };

  const ask = async (path: string): Promise<RelayAnswer> => {
    const answer = await fetch(`${host}${path}`, { headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const submit = async (body: object): Promise<RelayAnswer> => {
    const answer = await fetch(`${host}/submit`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const nonceOf = async (type: string): Promise<string> => {
    const { body } = await ask(`/nonce?address=${owner.address}&type=${type}`);
    return String(body['nonce']);
  };
  const read = async (id: unknown) => {
    const { body } = await ask(`/transaction?id=${String(id)}`);
    const [one] = body as unknown as readonly Record<string, string>[];
    return one ?? {};
  };
  /** What it came to, and every state seen on the way. */
  const follow = async (id: unknown) => {
    const states: string[] = [];
    await until(async () => {
      const { state = '' } = await read(id);
      if (states.at(-1) !== state) states.push(state);
      return state === 'STATE_CONFIRMED' || BAD_ENDS.includes(state);
    });
    return { state: '', transactionHash: '', ...(await read(id)), states };
  };
  const bodies = {
    'SAFE-CREATE': async () => {
      const payment = { paymentToken: zeroAddress, payment: '0', paymentReceiver: zeroAddress };
      const signature = await owner.signTypedData({
        domain: {
          name: 'Polymarket Contract Proxy Factory',
          chainId: 137,
          verifyingContract: SAFE_FACTORY,
        },
        types: {
          CreateProxy: [
            { name: 'paymentToken', type: 'address' },
            { name: 'payment', type: 'uint256' },
            { name: 'paymentReceiver', type: 'address' },
          ],
        },
        primaryType: 'CreateProxy',
        message: { ...payment, payment: 0n },
      });
      return {
        from: owner.address,
        to: SAFE_FACTORY,
        proxyWallet: safeOf(owner.address),
        data: '0x',
        signature,
        signatureParams: payment,
        type: 'SAFE-CREATE',
      };
    },
    'WALLET-CREATE': () =>
      Promise.resolve({ type: 'WALLET-CREATE', from: owner.address, to: DEPOSIT_WALLET_FACTORY }),
    SAFE: async (calls: readonly WalletCall[], at?: string) => {
      const nonce = at ?? (await nonceOf('SAFE'));
      const { to, data, operation } = packed(calls);
      return {
        from: owner.address,
        to,
        proxyWallet: safeOf(owner.address),
        data,
        nonce,
        signature: await signSafe(owner, { to, data, operation, nonce: BigInt(nonce) }),
        signatureParams: {
          gasPrice: '0',
          operation: `${operation}`,
          safeTxnGas: '0',
          baseGas: '0',
          gasToken: zeroAddress,
          refundReceiver: zeroAddress,
        },
        type: 'SAFE',
        metadata: '',
      };
    },
    PROXY: async (calls: readonly WalletCall[]) => {
      const { body } = await ask(`/relay-payload?address=${owner.address}&type=PROXY`);
      const { address: relay, nonce } = body as { address: Address; nonce: string };
      const gasLimit = '2000000';
      const data = encodeFunctionData({
        abi: proxyFactoryAbi,
        functionName: 'proxy',
        args: [calls.map((call) => ({ typeCode: 1, to: call.target, value: 0n, data: call.data }))],
      });
      const word = (text: string): Hex => toHex(BigInt(text), { size: 32 });
      const digest = keccak256(
        concatHex([
          ...[stringToHex('rlx:'), owner.address, PROXY_FACTORY, data, word('0'), word('0')],
          ...[word(gasLimit), word(nonce), RELAY_HUB, relay],
        ]),
      );
      return {
        from: owner.address,
        to: PROXY_FACTORY,
        proxyWallet: proxyWalletOf(owner.address),
        data,
        nonce,
        signature: await owner.signMessage({ message: { raw: digest } }),
        signatureParams: { gasPrice: '0', gasLimit, relayerFee: '0', relayHub: RELAY_HUB, relay },
        type: 'PROXY',
        metadata: '',
      };
    },
    WALLET: async (calls: readonly WalletCall[], secondsLeft = 240) => {
      const nonce = await nonceOf('WALLET');
      const deadline = Math.floor(Date.now() / 1000) + secondsLeft;
      const depositWallet = depositWalletOf(owner.address);
      const signature = await owner.signTypedData({
        domain: {
          name: 'DepositWallet',
          version: '1',
          chainId: 137,
          verifyingContract: depositWallet,
        },
        types: {
          Call: [
            { name: 'target', type: 'address' },
            { name: 'value', type: 'uint256' },
            { name: 'data', type: 'bytes' },
          ],
          Batch: [
            { name: 'wallet', type: 'address' },
            { name: 'nonce', type: 'uint256' },
            { name: 'deadline', type: 'uint256' },
            { name: 'calls', type: 'Call[]' },
          ],
        },
        primaryType: 'Batch',
        message: {
          wallet: depositWallet,
          nonce: BigInt(nonce),
          deadline: BigInt(deadline),
          calls: calls.map((call) => ({ ...call, value: 0n })),
        },
      });
      return {
        type: 'WALLET',
        from: owner.address,
        to: DEPOSIT_WALLET_FACTORY,
        nonce,
        signature,
        depositWalletParams: {
          depositWallet,
          deadline: `${deadline}`,
          calls: calls.map((call) => ({ ...call, value: '0' })),
        },
      };
    },
  };
  /** Submits and follows to the end; a refusal is thrown. */
  const relay = async (body: object) => {
    const answer = await submit(body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return follow(answer.body['transactionID']);
  };
  return { owner, host, headers, ask, submit, follow, relay, bodies };
};

/** A Safe's own signature: the digest signed personally, and v raised by four. */
export const signSafe = async (
  owner: PrivateKeyAccount,
  call: {
    readonly to: Address;
    readonly data: Hex;
    readonly operation: number;
    readonly nonce: bigint;
  },
): Promise<Hex> => {
  const digest = hashTypedData({
    domain: { chainId: 137, verifyingContract: safeOf(owner.address) },
    types: {
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
    },
    primaryType: 'SafeTx',
    message: {
      ...call,
      value: 0n,
      safeTxGas: 0n,
      baseGas: 0n,
      gasPrice: 0n,
      gasToken: zeroAddress,
      refundReceiver: zeroAddress,
    },
  });
  const signature = await owner.signMessage({ message: { raw: digest } });
  const v = Number.parseInt(signature.slice(-2), 16) + 4;
  return concatHex([signature.slice(0, -2) as Hex, toHex(v)]);
};

/** One call as it is; several through MultiSend, which runs inside the wallet. */
const packed = (calls: readonly WalletCall[]) => {
  const [only] = calls;
  if (calls.length === 1 && only !== undefined)
    return { to: only.target, data: only.data, operation: 0 };
  const list = calls.map(({ target, data }) =>
    encodePacked(
      ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
      [0, target, 0n, BigInt(size(data)), data],
    ),
  );
  const data = encodeFunctionData({
    abi: multiSendAbi,
    functionName: 'multiSend',
    args: [concatHex(list)],
  });
  return { to: MULTI_SEND, data, operation: 1 };
};
