/** Redeems for one wallet that signs for itself: reads, simulates, signs, sends, and proves. */
import type { money, TokenId } from '@sluice/domain';
import type { Redeemer } from '@sluice/ports';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { broadcastTransaction } from './broadcast-transaction.js';
import { openChainReader, type ChainReaderOptions } from './chain-reader.js';
import { POLYGON_CHAIN_ID, POLYGON_CONTRACTS, type ChainContracts } from './contracts.js';
import { grantApproval } from './grant-approval.js';
import { readBalances, type Balances } from './read-balances.js';
import { redemptionCall } from './redemption-call.js';
import { redemptionOutcome } from './redemption-outcome.js';
import { FEE_POLICY, signTransaction, type FeePolicy } from './sign-transaction.js';
import { simulateRedemption } from './simulate-redemption.js';

export type ConnectRedeemerOptions = ChainReaderOptions & {
  /** Signs redemptions. Kept in memory only, never logged. */
  readonly privateKey: Hex;
  readonly chainId?: number;
  readonly addresses?: ChainContracts;
  readonly fees?: Partial<FeePolicy>;
  /** How long granting an approval waits until it is mined. */
  readonly minedWithinMs?: number;
};

export type ConnectedRedeemer = Redeemer & {
  readonly wallet: Address;
  /** Once per wallet, before its first redemption. */
  grantApproval(): ReturnType<typeof grantApproval>;
  /** Money and shares at one finalized block, for comparing the books with the chain. */
  balances(tokenIds: readonly TokenId[]): Promise<Balances>;
};

/** Connects nothing by itself; every call asks the node. */
export function connectRedeemer(options: ConnectRedeemerOptions): ConnectedRedeemer {
  const { privateKey, chainId = POLYGON_CHAIN_ID, addresses = POLYGON_CONTRACTS } = options;
  const { rpcUrl, timeoutMs, confirmations, fees, minedWithinMs = MINED_WITHIN_MS } = options;
  const account = privateKeyToAccount(privateKey);
  const reader = openChainReader({
    ...{ rpcUrl, timeoutMs },
    ...(confirmations === undefined ? {} : { confirmations }),
  });
  const context = { reader, contracts: addresses, wallet: account.address };
  const signing = { account, chainId, fees: { ...FEE_POLICY, ...fees } };
  return {
    wallet: account.address,
    async holdings(tokenIds, notBefore) {
      const { shares, blockNumber } = await readBalances(context, { tokenIds, notBefore });
      return { shares, blockNumber };
    },
    async collateral(): Promise<money.MicroUsd> {
      const { collateral } = await readBalances(context, { tokenIds: [] });
      return collateral;
    },
    simulate: (conditionId) => simulateRedemption(context, conditionId),
    async sign(conditionId, attempt) {
      const call = { ...redemptionCall(conditionId, addresses), attempt };
      const { nonce, raw, hash } = await signTransaction(reader, signing, call);
      return { attempt, nonce, rawTransaction: raw, transactionHash: hash };
    },
    broadcast: (transaction) => broadcastTransaction(reader, transaction),
    outcome: (transaction, tokenIds) => redemptionOutcome(context, transaction, tokenIds),
    grantApproval: () => grantApproval({ ...context, signing, minedWithinMs }),
    balances: (tokenIds) => readBalances(context, { tokenIds }),
  };
}

const MINED_WITHIN_MS = 120_000;
