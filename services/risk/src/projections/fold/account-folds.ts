/**
 * The fold of every account a projection has touched, kept in memory between batches. A batch may be
 * rolled back and come again, so what was known before it is kept until the next one follows.
 */
import type { account, AccountId } from '@sluice/domain';
import { LedgerUnavailableError, type Ledger, type Recorded } from '@sluice/ports';
import { accountStream } from '@sluice/reactions';
import { emptyFold, foldFact, type AccountFold } from './account-fold.js';

export type AccountFolds = {
  /** The account's fold after these facts, which follow one another in its stream. */
  after(accountId: AccountId, facts: readonly Recorded<account.Event>[]): Promise<AccountFold>;
};

type Known = { readonly before: AccountFold; readonly after: AccountFold };

export function accountFolds(ledger: Pick<Ledger, 'load'>): AccountFolds {
  const known = new Map<AccountId, Known>();

  async function upTo(accountId: AccountId, version: number): Promise<AccountFold> {
    if (version === 0) return emptyFold;
    const { before = emptyFold, after = emptyFold } = known.get(accountId) ?? {};
    if (after.version === version) return after;
    if (before.version === version) return before;
    return load(ledger, accountId, version);
  }

  return {
    after: async (accountId, facts) => {
      const first = facts[0]?.version ?? 1;
      const before = await upTo(accountId, first - 1);
      const after = facts.reduce(foldFact, before);
      known.set(accountId, { before, after });
      return after;
    },
  };
}

/** Folds the first `version` facts of the account's stream. */
async function load(
  ledger: Pick<Ledger, 'load'>,
  accountId: AccountId,
  version: number,
): Promise<AccountFold> {
  const { facts } = await ledger.load(accountStream(accountId));
  const wanted = (facts as readonly Recorded<account.Event>[]).slice(0, version);
  if (wanted.length === version) return wanted.reduce(foldFact, emptyFold);
  throw new LedgerUnavailableError(
    `The ledger gave ${wanted.length} facts of account ${accountId} where ${version} stand already`,
  );
}
