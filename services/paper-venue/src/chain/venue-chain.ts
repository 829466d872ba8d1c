/** The venue's chain in the venue's words: markets, money, settlement and resolution on a real EVM. */
import type { ChainAccess } from './chain-access.js';
import type { ChainTrouble } from './trouble/create-chain-trouble.js';

export type Address = `0x${string}`;
export type Hex = `0x${string}`;

/** Amounts are integers of a millionth: micro-pUSD and micro-shares. */
export type Market = {
  readonly conditionId: Hex;
  readonly questionId: Hex;
  /** ERC-1155 position ids, index = outcome index (0 = YES). Decimal strings. */
  readonly tokenIds: readonly [string, string];
};

/** Which contracts hold a market's positions and settle its trades. */
export type MarketKind =
  | { readonly kind: 'standard' }
  /** A question of the event so named; its id says the event and the index. */
  | { readonly kind: 'neg_risk'; readonly event: string }
  | { readonly kind: 'protocol_v2' };

export type HandRedemption = {
  readonly wallet: Address;
  readonly conditionId: Hex;
  /** Of the condition, as on the chain. */
  readonly tokenIds: readonly [string, string];
  readonly by: 'auto_redeemer' | 'owner';
};

export type Condition = Pick<Market, 'conditionId' | 'tokenIds'>;

/** A complete set made or taken apart, or what a resolved condition left. */
export type WalletAct = {
  readonly type: 'SPLIT' | 'MERGE' | 'REDEEM';
  readonly conditionId: Hex;
  /** Micro-shares; of a redemption those of both outcomes. */
  readonly shares: bigint;
  readonly microUsd: bigint;
  readonly transactionHash: Hex;
  readonly atMs: number;
};

export type HandRevocation = {
  readonly wallet: Address;
  readonly token: 'collateral' | 'positions' | 'positions_v2';
  readonly spender: Address;
};

/** One leg of a match as the exchange settles it: what this order's maker gives and receives. */
export type SettledOrder = {
  readonly orderHash: Hex;
  readonly maker: Address;
  readonly side: 'BUY' | 'SELL';
  readonly tokenId: string;
  /** What the maker gives: pUSD for BUY, shares for SELL. */
  readonly makerAmount: bigint;
  /** What the maker receives before fees: shares for BUY, pUSD for SELL. */
  readonly takerAmount: bigint;
  /** pUSD: on top of makerAmount for BUY, out of takerAmount for SELL. */
  readonly fee: bigint;
  /** The whole order's makerAmount, so that the chain refuses to overfill it; absent = not checked. */
  readonly orderMakerAmount?: bigint;
  /** As signed in the order; absent = 32 zero bytes. Both appear in OrderFilled. */
  readonly builder?: Hex;
  readonly metadata?: Hex;
};

export type VenueChain = {
  /** The public door; the venue itself does not use it. */
  readonly rpcUrl: string;
  /** What can go wrong behind that door; absent where there is no chain of blocks. */
  readonly trouble?: ChainTrouble;
  readonly chainId: 137;
  /** Holds unlimited pUSD and complete sets; the counterparty of every recorded resting order. */
  readonly house: Address;
  /**
   * Prepares a binary condition, standard unless told otherwise; idempotent on questionId. The questions of
   * a neg-risk event come in the order of their index. Also mints house inventory.
   */
  prepareMarket(questionId: Hex, kind?: MarketKind): Promise<Market>;
  /** Mints pUSD (backed by USDC.e) and native gas to a wallet. */
  fund(wallet: Address, microUsd: bigint): Promise<void>;
  /** Grants every approval a trading and redeeming wallet needs (section 6.6 of the venue's rules). */
  approveAll(privateKey: Hex): Promise<void>;
  /** pUSD balance and allowances of a wallet; `allowance` is the standard exchange's. */
  collateral(wallet: Address): Promise<{
    readonly balance: bigint;
    readonly allowance: bigint;
    readonly allowances?: Readonly<Record<Address, bigint>>;
  }>;
  /** ERC-1155 balance of a wallet and whether the exchange of the token's market may move it. */
  position(
    wallet: Address,
    tokenId: string,
  ): Promise<{ readonly balance: bigint; readonly approved: boolean }>;
  /** Settles one trade atomically through the exchange contract; emits OrderFilled per order. */
  settle(
    trade: {
      readonly taker: SettledOrder;
      readonly makers: readonly SettledOrder[];
    },
    /** Told the hash of the transaction before it leaves. */
    sending?: (transactionHash: Hex) => void,
  ): Promise<{ readonly transactionHash: Hex; readonly blockNumber: bigint }>;
  /** Somebody else redeems all the wallet holds of a condition: its owner by hand, or the AutoRedeemer. */
  redeemByHand?(asked: HandRedemption): Promise<{ readonly transactionHash: Hex }>;
  /** What the wallet did with complete sets and resolved conditions of these, oldest first. */
  walletActs?(wallet: Address, conditions: readonly Condition[]): Promise<readonly WalletAct[]>;
  /** The wallet's owner takes an approval back. */
  revokeByHand?(asked: HandRevocation): Promise<{ readonly transactionHash: Hex }>;
  /** True when the transaction is on the chain and succeeded. */
  hasMined(transactionHash: Hex): Promise<boolean>;
  /**
   * Reports payouts through the condition's oracle; idempotent when already reported the same. A neg-risk
   * market ends at [1,0] or [0,1], and at most one of its event at [1,0].
   */
  resolve(
    conditionId: Hex,
    payouts: readonly [bigint, bigint],
  ): Promise<{ readonly transactionHash: Hex; readonly blockNumber: bigint }>;
  /** For what makes wallets and sends what their owners signed; absent where there is no real chain. */
  readonly wallets?: ChainAccess;
  /** Settles when the chain is gone, also without being asked: its user should then end too. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

export const DEFAULT_FINALITY_BLOCKS = 2;

export type VenueChainOptions = {
  /** Where anvil listens; this machine only, unless said otherwise. */
  readonly host?: string;
  /** Port of the RPC; 0 picks a free one. */
  readonly port: number;
  /** How far `finalized` is behind `latest`; an even number of blocks. */
  readonly finalityBlocks?: number;
  /** Where anvil keeps its state between runs; absent = in memory. */
  readonly stateFile?: string;
  readonly log?: (line: string) => void;
};
