/** Puts what we learn of the account at the venue on its stream, and answers what is known of it. */
import { venueAccount, type AccountId } from '@sluice/domain';
import { venueStream } from '@sluice/reactions';
import type { ExecutorContext } from './executor.context.js';

type Unstamped<Command> = Command extends { readonly type: infer Type; readonly data: infer Data }
  ? { readonly type: Type; readonly data: Omit<Data, 'accountId' | 'at'> }
  : never;

export type VenueFacts = {
  /** Repeating what is known already writes nothing. */
  readonly tell: (command: Unstamped<venueAccount.Command>) => Promise<void>;
  readonly state: () => Promise<venueAccount.State>;
};

export function venueFacts(
  { decisions, clock }: Pick<ExecutorContext, 'decisions' | 'clock'>,
  accountId: AccountId,
): VenueFacts {
  const stream = venueStream(accountId);
  // The same may be so again another day, so the time and what it is about are part of the cause.
  let told = 0;
  return {
    tell: async ({ type, data }) => {
      const at = clock.now();
      told += 1;
      // Stamped, it is the command it was made from.
      const command = { type, data: { ...data, accountId, at } } as venueAccount.Command;
      const causeId = `venue-account/${accountId}/${type}/${at}/${told}`;
      await decisions.tell(venueAccount.decider, stream, command, { causeId, journeyId: '' });
    },
    state: () => decisions.state(venueAccount.decider, stream),
  };
}
