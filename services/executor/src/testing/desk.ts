/** An executor with ledger, venue and clock in memory; each start is a new process on the same. */
import { examples } from '@sluice/domain/testing';
import { START, type Recorded } from '@sluice/ports';
import { Decisions } from '@sluice/reactions';
import { createLogger, packFact, withCrashPoints, type EffectHandler } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createInMemoryVenue,
  createManualClock,
  cutOffAt,
  factsOn,
  type CutPoints,
} from '@sluice/testing';
import type { ExecutorContext } from '../executor.context.js';
import { killSwitch } from '../kill-switch.js';

export const limits = { approvalAgeMaxMs: 30_000, resendAgeMaxMs: 10_000, absenceProofMs: 120_000 };

/** `balances`: what the venue believes the wallet has, in millionths; it may change meanwhile. */
export function openDesk(balances: ReadonlyMap<string, bigint> = new Map()) {
  const clock = createManualClock(examples.at);
  const ledger = createInMemoryLedger({ now: () => clock.now() });
  const venue = createInMemoryVenue({ balances });
  const log = createLogger('executor', 'silent');
  const kills = killSwitch({ accountId: examples.accountId, standing: [], through: START });
  const start = (points: CutPoints = cutOffAt()): ExecutorContext => ({
    decisions: new Decisions(
      withCrashPoints(ledger.as('executor'), 'ledger', ['append', 'load'], points),
    ),
    venue: withCrashPoints(venue, 'venue', ['sign', 'place', 'lookUp', 'fills'], points),
    ...{ kills, clock, log, limits },
  });
  /** The facts of everything that happened, or only of these types. */
  const facts = async (...types: readonly Recorded['type'][]): Promise<readonly Recorded[]> =>
    (await factsOn(ledger)).filter(({ type }) => types.length === 0 || types.includes(type));
  const factTypes = async (): Promise<readonly string[]> => (await facts()).map(({ type }) => type);
  return { clock, ledger, venue, kills, log, start, facts, factTypes };
}

export type Desk = ReturnType<typeof openDesk>;

/** The effect a fact gives, at its first attempt or a later one. */
export const effectOf = (fact: Recorded, attempt = 1): Parameters<EffectHandler>[0] => ({
  ...{ effect: 'any', id: fact.id, payload: packFact(fact), attempt, decidedAt: fact.at },
});
