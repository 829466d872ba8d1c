/** Tells accounts that time went by, so that what was due happens also when no signal comes. */
import { account, type AccountId } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import { accountStream, type Decisions } from '@sluice/reactions';
import { repeatedly, type Logger } from '@sluice/runtime';

export const PASS_TIME_MS = 1_000;

/** Writes nothing while nothing is due: an account is asked in memory. */
export function passTime({
  decisions,
  clock,
  accounts,
  intervalMs = PASS_TIME_MS,
  log,
}: {
  readonly decisions: Decisions;
  readonly clock: Clock;
  readonly accounts: () => readonly AccountId[];
  readonly intervalMs?: number;
  readonly log: Pick<Logger, 'warn'>;
}): { stop(): Promise<void> } {
  return repeatedly({
    intervalMs,
    act: async () => {
      for (const accountId of accounts()) {
        const at = clock.now();
        await decisions.tell(
          account.decider,
          accountStream(accountId),
          { type: 'PassTime', data: { accountId, at } },
          { causeId: `pass-time/${accountId}/${at}`, journeyId: '' },
        );
      }
    },
    onError: (error) => log.warn({ error: String(error) }, 'time could not pass; trying again'),
  });
}
