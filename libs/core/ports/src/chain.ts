/** The chain everything is settled on. Only finalized blocks are believed. */
import type { redemption, ConditionId, TokenId, money } from '@sluice/domain';

export type Resolution = {
  readonly payoutNumerators: readonly bigint[];
  readonly payoutDenominator: bigint;
  readonly blockNumber: bigint;
  readonly transactionHash: string;
};

export type ResolutionReader = {
  /** The payouts of at most 100 conditions in a finalized block. */
  resolutions(conditionIds: readonly ConditionId[]): Promise<ReadResolutions>;
};

export type ReadResolutions = {
  /** Those that are paid; the others are not yet. */
  readonly resolved: ReadonlyMap<ConditionId, Resolution>;
  /** What this chain cannot be asked about, and why. */
  readonly unreadable: readonly { readonly conditionId: ConditionId; readonly reason: string }[];
};

export type RedemptionSimulation =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'refused';
      readonly reason: redemption.FailureReason;
      readonly detail: string;
    };

export type Redeemer = {
  readonly wallet: string;
  /** Shares held of each token, read at a finalized block not older than `notBefore`. */
  holdings(
    tokenIds: readonly TokenId[],
    notBefore: bigint,
  ): Promise<{
    readonly shares: readonly money.MicroShares[];
    readonly blockNumber: bigint;
  }>;
  collateral(): Promise<money.MicroUsd>;
  /** Runs the redemption without sending it: approvals, reverts. */
  simulate(conditionId: ConditionId): Promise<RedemptionSimulation>;
  /** Signs with the wallet's next nonce; sends nothing. */
  sign(conditionId: ConditionId, attempt: number): Promise<redemption.SignedTransaction>;
  /** Hands the bytes to the network. Sending them again is harmless. */
  broadcast(transaction: redemption.SignedTransaction): Promise<void>;
  /**
   * What became of a transaction: its proof once finalized, `pending` while it may still be mined,
   * `dropped` when its nonce was used by another transaction.
   */
  outcome(
    transaction: redemption.SignedTransaction,
    tokenIds: readonly TokenId[],
  ): Promise<
    | { readonly kind: 'proven'; readonly proof: redemption.Proof }
    | { readonly kind: 'pending' }
    | { readonly kind: 'dropped'; readonly detail: string }
  >;
};
