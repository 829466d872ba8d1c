/** Sends what an owner signed: one transaction of the relayer's own account, paid by it. */
import { hexToNumber, parseEventLogs, slice, type TransactionReceipt } from 'viem';
import type { Call, ChainAccess } from '../chain/chain-access.js';
import { placeProxyWallet, placeSafe } from '../chain/make-wallet.js';
import type { Hex } from '../chain/venue-chain.js';
import {
  depositWalletFactoryAbi,
  relayHubAbi,
  safeAbi,
  safeFactoryAbi,
} from '../chain/wallet-abis.js';
import {
  DEPOSIT_WALLET_FACTORY,
  PROXY_FACTORY,
  relay,
  RELAY_HUB,
  SAFE_FACTORY,
} from '../chain/wallet-addresses.js';
import type { Submission } from './submission.js';

export type Sent = {
  readonly transactionHash: Hex;
  readonly blockNumber: bigint;
  /** The hub was paid for a call the wallet refused; the transaction itself succeeded. */
  readonly refusedInside: boolean;
};

/** Throws VenueChainError: `rejected` when the wallet, or what it calls, refuses. */
export const sendSubmission = async (
  chain: ChainAccess,
  asked: Submission,
  sending: (transactionHash: Hex) => void,
): Promise<Sent> => {
  if (asked.type === 'SAFE-CREATE') await placeSafe(chain, asked.from);
  if (asked.type === 'PROXY') await placeProxyWallet(chain, asked.from);
  const receipt = await chain.send(relay, { ...callOf(asked), sending });
  return {
    transactionHash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    refusedInside: wasRefusedInside(receipt),
  };
};

const callOf = (asked: Submission): Call => {
  switch (asked.type) {
    case 'SAFE':
      return {
        purpose: `execute transaction ${asked.nonce} of Safe ${asked.proxyWallet}`,
        to: asked.proxyWallet,
        abi: safeAbi,
        functionName: 'execTransaction',
        args: [
          ...[asked.to, asked.value, asked.data, asked.signatureParams.operation],
          ...[asked.signatureParams.safeTxnGas, asked.signatureParams.baseGas],
          ...[asked.signatureParams.gasPrice, asked.signatureParams.gasToken],
          ...[asked.signatureParams.refundReceiver, asked.signature],
        ],
      };
    case 'SAFE-CREATE':
      return {
        purpose: `create the Safe of ${asked.from}`,
        to: SAFE_FACTORY,
        abi: safeFactoryAbi,
        functionName: 'createProxy',
        args: [
          asked.signatureParams.paymentToken,
          asked.signatureParams.payment,
          asked.signatureParams.paymentReceiver,
          {
            v: hexToNumber(slice(asked.signature, 64)),
            r: slice(asked.signature, 0, 32),
            s: slice(asked.signature, 32, 64),
          },
        ],
      };
    case 'PROXY':
      return {
        purpose: `relay request ${asked.nonce} of ${asked.from}`,
        to: RELAY_HUB,
        abi: relayHubAbi,
        functionName: 'relayCall',
        args: [
          ...[asked.from, PROXY_FACTORY, asked.data, asked.signatureParams.relayerFee],
          ...[asked.signatureParams.gasPrice, asked.signatureParams.gasLimit, asked.nonce],
          ...[asked.signature, '0x'],
        ],
      };
    case 'WALLET':
      return {
        purpose: `bring batch ${asked.nonce} to ${asked.depositWalletParams.depositWallet}`,
        to: DEPOSIT_WALLET_FACTORY,
        abi: depositWalletFactoryAbi,
        functionName: 'proxy',
        args: [
          [
            {
              wallet: asked.depositWalletParams.depositWallet,
              nonce: asked.nonce,
              deadline: asked.depositWalletParams.deadline,
              calls: asked.depositWalletParams.calls,
            },
          ],
          [asked.signature],
        ],
      };
    case 'WALLET-CREATE':
      return {
        purpose: `deploy the deposit wallet of ${asked.from}`,
        to: DEPOSIT_WALLET_FACTORY,
        abi: depositWalletFactoryAbi,
        functionName: 'deploy',
        args: [asked.from],
      };
  }
};

const wasRefusedInside = ({ logs }: TransactionReceipt): boolean =>
  parseEventLogs({ abi: relayHubAbi, eventName: 'TransactionRelayed', logs }).some(
    ({ args }) => args.status !== 0,
  );
