/** Balances between services of one process, told to whoever watches. */
import { balanceSubject, decodeBalance, encodeBalance } from '@sluice/contracts';
import type { Balances, WalletBalance } from '@sluice/ports';

/** A balance that could not travel fails here as well. */
export function createInMemoryBalances(): Balances {
  const watchers = new Set<(balance: WalletBalance) => void>();
  return {
    publish: (published) =>
      Promise.resolve().then(() => {
        balanceSubject(published.accountId);
        const balance = decodeBalance(encodeBalance(published));
        watchers.forEach((watcher) => watcher(balance));
      }),
    watch: (onBalance) => {
      watchers.add(onBalance);
      return { stop: () => void watchers.delete(onBalance) };
    },
    close: () => Promise.resolve(watchers.clear()),
  };
}
