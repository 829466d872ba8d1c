/**
 * Tells what the wallet has to spend: at a steady pace, and soon after money moved. Risk listens, and
 * lets no order through that the wallet cannot pay. In passing: one that is lost is followed by the next.
 * What moved on chain alone the venue learns only when it is asked to look there.
 */
import type { AccountId, money } from '@sluice/domain';
import type { Balances, Clock, Venue } from '@sluice/ports';
import { when, type Reaction } from '@sluice/reactions';
import { repeatedly, type Logger } from '@sluice/runtime';
import type { AccountScope } from './account-scope.js';

/** However often money moves, the venue is not asked more often than this. */
const PAUSE_MS = 1_000;

export type BalanceWatch = {
  /** What moves money: a look follows soon. */
  readonly reactions: readonly Reaction<AccountScope>[];
  stop(): Promise<void>;
};

export function watchBalance({
  accountId,
  venue,
  balances,
  clock,
  log,
  intervalMs,
  pauseMs = PAUSE_MS,
}: {
  readonly accountId: AccountId;
  readonly venue: Pick<Venue, 'balance' | 'refreshBalance'>;
  readonly balances: Pick<Balances, 'publish'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  readonly intervalMs: number;
  readonly pauseMs?: number;
}): BalanceWatch {
  let waiting: NodeJS.Timeout | undefined;
  let isStale = false;
  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      // What was true when we asked; what came since is not in it.
      const at = clock.now();
      if (isStale) {
        isStale = false;
        await venue.refreshBalance('collateral').catch((error: unknown) => {
          isStale = true;
          throw error;
        });
      }
      const freeUsd = (await venue.balance('collateral')) as money.MicroUsd;
      await balances.publish({ accountId, freeUsd, at });
    },
    onError: (error) =>
      log.warn({ error: String(error) }, 'the balance could not be read; trying again'),
  });
  const soon = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      repetition.soon();
    }, pauseMs);
  };
  const moved = (of: { readonly data: { readonly accountId: AccountId } }): void => {
    if (of.data.accountId === accountId) soon();
  };
  const paid = (of: { readonly data: { readonly accountId: AccountId } }): void => {
    isStale ||= of.data.accountId === accountId;
    moved(of);
  };
  const name = 'executor--watch-balance';
  return {
    reactions: [
      when('OrderFilled').learn<AccountScope>({ name, learn: moved }),
      when('FillConfirmed').learn<AccountScope>({ name, learn: moved }),
      when('FillFailed').learn<AccountScope>({ name, learn: moved }),
      when('OrderClosed').learn<AccountScope>({ name, learn: moved }),
      when('RedemptionConfirmed').learn<AccountScope>({ name, learn: paid }),
      when('RedemptionFoundElsewhere').learn<AccountScope>({ name, learn: paid }),
      when('WalletActionConfirmed').learn<AccountScope>({ name, learn: paid }),
    ],
    stop: async () => {
      clearTimeout(waiting);
      await repetition.stop();
    },
  };
}
