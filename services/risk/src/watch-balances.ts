/**
 * Tells accounts what their wallets have to spend, as the executor sees it. The account writes it down
 * when it makes a difference, and lets no order through that the wallet cannot pay.
 *
 * A balance is read from the venue and travels for some milliseconds: what became final meanwhile is
 * not in it. That lasts until the next one, which follows every fill within seconds; an order that
 * slips through is refused by the venue.
 */
import { account, type AccountId } from '@sluice/domain';
import type { Balances, WalletBalance } from '@sluice/ports';
import { accountStream, type Decisions } from '@sluice/reactions';
import type { Logger } from '@sluice/runtime';

export function watchBalances({
  decisions,
  balances,
  accounts,
  log,
}: {
  readonly decisions: Decisions;
  readonly balances: Pick<Balances, 'watch'>;
  readonly accounts: () => readonly AccountId[];
  readonly log: Pick<Logger, 'warn'>;
}): { stop(): Promise<void> } {
  /** The newest of each account that it was not told yet. */
  const untold = new Map<AccountId, WalletBalance>();
  let telling: Promise<void> | undefined;

  const watching = balances.watch((balance) => {
    const newest = untold.get(balance.accountId);
    if (newest !== undefined && newest.at > balance.at) return;
    // Without a strategy there is nothing to pay, and an account is none of ours.
    if (!accounts().includes(balance.accountId)) return;
    untold.set(balance.accountId, balance);
    telling ??= tellAll();
  });

  async function tellAll(): Promise<void> {
    for (let next = first(untold); next !== undefined; next = first(untold)) {
      const [accountId, balance] = next;
      untold.delete(accountId);
      try {
        await decisions.tell(
          account.decider,
          accountStream(accountId),
          { type: 'ObserveCollateral', data: balance },
          { causeId: `balance/${accountId}/${balance.at}`, journeyId: '' },
        );
      } catch (error) {
        log.warn(
          { accountId, error: String(error) },
          'a balance was not noted; the next one comes',
        );
      }
    }
    // In the turn in which nothing was left, so that none comes unnoticed in between.
    telling = undefined;
  }

  return {
    stop: async () => {
      watching.stop();
      await telling;
    },
  };
}

function first<Key, Value>(map: ReadonlyMap<Key, Value>): readonly [Key, Value] | undefined {
  const [entry] = map;
  return entry;
}
