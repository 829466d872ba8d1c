/** Every account with a strategy, kept in memory for what is done to all of them. */
import type { AccountId } from '@sluice/domain';
import { repeatedly, type Logger } from '@sluice/runtime';

export type KnownAccounts = {
  all(): readonly AccountId[];
  learn(accountId: AccountId): void;
  /** Resolves after one look at the table. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A registration is learned as its fact is handled. The table is looked at as well, again and again:
 * at a start it may lag behind the facts that were handled before it.
 */
const REFRESH_MS = 10_000;

export function knownAccounts({
  stored,
  log,
  intervalMs = REFRESH_MS,
}: {
  readonly stored: () => Promise<readonly AccountId[]>;
  readonly log: Pick<Logger, 'warn'>;
  readonly intervalMs?: number;
}): KnownAccounts {
  const known = new Set<AccountId>();
  const refresh = async (): Promise<void> => {
    for (const accountId of await stored()) known.add(accountId);
  };
  const refreshing = repeatedly({
    intervalMs,
    act: refresh,
    onError: (error) =>
      log.warn({ error: String(error) }, 'accounts could not be looked up; trying again'),
  });
  return {
    all: () => [...known],
    learn: (accountId) => void known.add(accountId),
    refresh,
    stop: () => refreshing.stop(),
  };
}
