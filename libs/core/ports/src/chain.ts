/** The chain everything is settled on. Only finalized blocks are believed. */
import type {
  ConditionId,
  money,
  redemption,
  TokenId,
  transaction,
  walletAction,
} from '@sluice/domain';

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

/** A market as the chain needs to know it. */
export type ChainMarket = {
  /** 32 bytes, or 31 in the venue's second protocol. */
  readonly conditionId: ConditionId;
  /** By outcome index. */
  readonly tokenIds: readonly TokenId[];
  readonly negRisk: boolean;
};

/** What one transaction of the wallet is to do. */
export type ChainWork =
  | {
      readonly kind: 'redeem';
      readonly market: ChainMarket;
      /** Held of each outcome, by its index: all of it burns. */
      readonly shares: readonly money.MicroShares[];
      /** The finalized block at which that was held. */
      readonly since: bigint;
    }
  | {
      readonly kind: 'merge';
      readonly market: ChainMarket;
      /** Of each outcome. */
      readonly shares: money.MicroShares;
    }
  | { readonly kind: 'approve'; readonly approvals: readonly walletAction.Approval[] };

/** Why the chain or the relayer would not do it. */
export type Refusal = {
  readonly kind: 'refused';
  readonly reason: transaction.FailureReason;
  readonly detail: string;
};

export type RedemptionSimulation = { readonly kind: 'ok' } | Refusal;

export type Submission =
  | { readonly kind: 'taken'; readonly relayerId?: string }
  /**
   * Not taken: something of the wallet is on its way, maybe this from before. The chain tells; the
   * same bytes may be sent again.
   */
  | { readonly kind: 'waits'; readonly detail: string }
  | Refusal;

/** What has been sent: every transaction of one attempt, newest last. */
export type Sent = Pick<transaction.Progress, 'transactions' | 'relayerId'>;

export type TransactionOutcome =
  /** In a finalized block. */
  | { readonly kind: 'proven'; readonly proof: transaction.Proof }
  /** In a block that may still be undone. */
  | { readonly kind: 'mined'; readonly transactionHash: string; readonly blockNumber: bigint }
  | { readonly kind: 'pending' }
  /** None of them can ever be mined. */
  | { readonly kind: 'dropped'; readonly detail: string }
  /** The relayer gave up; what it had taken may be signed again under the same nonce. */
  | { readonly kind: 'given_up'; readonly detail: string };

/** A transaction of somebody else that took outcomes out of the wallet. */
export type Taking = {
  readonly taken: readonly transaction.Burn[];
  readonly proof: transaction.Proof;
  readonly by: redemption.Redeeming;
  /** The account that sent it. */
  readonly sender: string;
};

export type StandingApproval = walletAction.Approval & {
  /** What it is needed for, such as "redeem standard markets". */
  readonly purpose: string;
  readonly granted: boolean;
};

export type Redeemer = {
  readonly wallet: string;
  /** Whether several calls fit into one transaction. */
  readonly batches: boolean;
  /** Whether all outcomes of the market that are held can be redeemed in one transaction. */
  redeemsTogether(market: ChainMarket): boolean;
  /**
   * Throws when the ids of the market's outcomes are not what the chain computes from the configured
   * addresses: nothing may be redeemed then.
   */
  checkIds(market: ChainMarket): Promise<void>;
  /** Shares held of each outcome, read at a finalized block not older than `notBefore`. */
  holdings(
    market: ChainMarket,
    notBefore: bigint,
  ): Promise<{
    readonly shares: readonly money.MicroShares[];
    readonly blockNumber: bigint;
  }>;
  collateral(): Promise<money.MicroUsd>;
  approvals(): Promise<readonly StandingApproval[]>;
  /** Runs the work from the wallet without sending it: approvals, reverts. */
  simulate(work: ChainWork): Promise<RedemptionSimulation>;
  /** Signs with the wallet's next nonce; sends nothing. */
  sign(work: ChainWork, attempt: number): Promise<transaction.SignedTransaction>;
  /**
   * Signs once more under the nonce of what is out: with a higher fee, or for another way to the
   * chain. Undefined when there is no better one.
   */
  replace(
    work: ChainWork,
    last: transaction.SignedTransaction,
    cause: 'stuck' | 'refused',
  ): Promise<transaction.SignedTransaction | undefined>;
  /** Hands the bytes to the network or the relayer. Sending them again is harmless. */
  submit(signed: transaction.SignedTransaction): Promise<Submission>;
  /** What became of what was sent. */
  outcome(sent: Sent, work: ChainWork): Promise<TransactionOutcome>;
  /** Who took outcomes out of the wallet from this block on, oldest first; finalized blocks only. */
  takings(market: ChainMarket, since: bigint): Promise<readonly Taking[]>;
};

/** A call the wallet makes. */
export type WalletCall = { readonly to: string; readonly data: string };

export type RelayedTransaction = {
  readonly state: 'waiting' | 'mined' | 'confirmed' | 'failed';
  /** Empty until it is known. */
  readonly transactionHash: string;
  readonly detail: string;
};

/** Sends transactions of a wallet that cannot, or need not, send its own. */
export type Relayer = {
  /** The body that does these calls under this nonce, signed by the owner. */
  sign(calls: readonly WalletCall[], nonce: number): Promise<string>;
  /** Sends a body. The same one may be sent again: its nonce is used once. */
  submit(body: string): Promise<Submission>;
  /** Undefined when the relayer does not know it yet. */
  transaction(relayerId: string): Promise<RelayedTransaction | undefined>;
};
