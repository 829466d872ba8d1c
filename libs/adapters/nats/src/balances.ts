/** Balances in passing: published without waiting, told to whoever listens, kept by nobody. */
import { BALANCE_SUBJECTS, balanceSubject, decodeBalance, encodeBalance } from '@sluice/contracts';
import type { Balances, WalletBalance } from '@sluice/ports';
import { connectNats, type NatsConnecting } from './connect.js';
import type { LedgerLog } from './metrics.js';

export type BalancesConnecting = NatsConnecting & { readonly log?: LedgerLog };

/** @throws LedgerUnavailableError when no server answers. */
export async function connectBalances(connecting: BalancesConnecting): Promise<Balances> {
  const link = await connectNats(connecting, 'balances');
  const { connection } = link;
  return {
    publish: (balance) =>
      Promise.resolve().then(() => {
        connection.publish(balanceSubject(balance.accountId), encodeBalance(balance));
      }),
    watch: (onBalance) => {
      const subscription = connection.subscribe(BALANCE_SUBJECTS, {
        callback: (error, { subject, data }) => {
          if (error !== null) return;
          const balance = readOrWarn(data, subject, connecting.log);
          if (balance !== undefined) onBalance(balance);
        },
      });
      return { stop: () => subscription.unsubscribe() };
    },
    close: () => link.close(),
  };
}

function readOrWarn(
  payload: Uint8Array,
  subject: string,
  log: LedgerLog | undefined,
): WalletBalance | undefined {
  try {
    const balance = decodeBalance(payload);
    if (balanceSubject(balance.accountId) === subject) return balance;
    throw new RangeError(`It is of account ${balance.accountId}`);
  } catch (error) {
    log?.warn({ subject, error: String(error) }, 'Unreadable balance');
    return undefined;
  }
}
