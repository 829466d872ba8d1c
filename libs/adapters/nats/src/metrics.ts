/** What a service may want to count and draw about its ledger. */

export type AppendClass = 'stored' | 'duplicate' | 'conflict' | 'unknown' | 'fail_stop';

export type LedgerObserver = {
  /** Each answer to an append by its class; `unknown` may come several times for one call. */
  readonly onOutcome?: (outcome: AppendClass) => void;
  /** How many facts a follower has not yet passed on, each time that is known anew. */
  readonly onLag?: (follower: string, facts: number) => void;
};

export type LedgerLog = {
  warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
};
