/** What wallets have to spend, in passing: never history, for the account keeps what it makes of it. */
import type { AccountId, Instant, money } from '@sluice/domain';

export type WalletBalance = {
  readonly accountId: AccountId;
  /** What no position holds, as the venue shows it; open orders are not taken off. */
  readonly freeUsd: money.MicroUsd;
  /** When it was asked for. */
  readonly at: Instant;
};

export type Balances = {
  publish(balance: WalletBalance): Promise<void>;
  /** Calls back on every balance published from now on, of any account. */
  watch(onBalance: (balance: WalletBalance) => void): { stop(): void };
  close(): Promise<void>;
};
