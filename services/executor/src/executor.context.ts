/** What the executor's effects and listeners work with. */
import type { Clock, Venue, VenueChain } from '@sluice/ports';
import type { Decisions } from '@sluice/reactions';
import type { Logger } from '@sluice/runtime';
import type { KillSwitch } from './kill-switch.js';

export type ExecutorContext = {
  readonly decisions: Decisions;
  readonly venue: Venue;
  /** Absent where no chain is configured: what only it knows is not asked. */
  readonly chain?: VenueChain;
  readonly kills: Pick<KillSwitch, 'stopping'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: ExecutorLimits;
};

export type ExecutorLimits = {
  /** An approval older than this is given back, not signed: its price is history. */
  readonly approvalAgeMaxMs: number;
  /** An unanswered order is sent again only while it is younger than this. */
  readonly resendAgeMaxMs: number;
  /** How long the venue must not know an order, look after look, before it counts as never there. */
  readonly absenceProofMs: number;
};

export const ABSENCE_LOOKS_MIN = 4;
