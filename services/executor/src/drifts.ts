/**
 * Differences between us and the venue, from the first sight to their end: what is seen in two looks
 * and for long enough is a fact, and what is no longer seen is resolved. Settlement takes its time, so
 * one look proves nothing.
 */
import { epochMs, type Instant, type venueAccount } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import type { VenueFacts } from './venue-facts.js';

export type Sight = Omit<venueAccount.Drift, 'since'> & {
  /** When it began, where that is known. */
  readonly since?: Instant;
};

/** One look at one kind: everything that differs, and what was looked at. */
export type Look = {
  readonly kind: venueAccount.DriftKind;
  readonly sights: readonly Sight[];
  /** Undefined: at everything of that kind. */
  readonly lookedAt?: ReadonlySet<string>;
  readonly resolvedBy: string;
};

type Suspect = { readonly firstSeenAt: Instant; readonly looks: number };

const LOOKS_MIN = 2;
/** Redemptions and settlements reach wallet and ledger at different times. */
const AGE_MIN_MS: Readonly<Record<venueAccount.DriftKind, number>> = {
  order_unknown: 5_000,
  order_missing: 10_000,
  fill_unknown: 5_000,
  position_differs: 120_000,
  balance_differs: 120_000,
};
/** More than this differ only when nothing is right; the rest waits its turn. */
const SIGHTS_MAX = 500;

export function driftsOf({
  facts,
  clock,
  ageMinMs = AGE_MIN_MS,
}: {
  readonly facts: VenueFacts;
  readonly clock: Clock;
  readonly ageMinMs?: Readonly<Record<venueAccount.DriftKind, number>>;
}): { readonly take: (look: Look) => Promise<void> } {
  const suspects = new Map<string, Suspect>();

  async function take({ kind, sights, lookedAt, resolvedBy }: Look): Promise<void> {
    const seen = new Set<string>();
    for (const sight of sights.slice(0, SIGHTS_MAX)) {
      seen.add(sight.subject);
      const key = `${kind} ${sight.subject}`;
      const { firstSeenAt, looks } = suspects.get(key) ?? { firstSeenAt: clock.now(), looks: 0 };
      suspects.set(key, { firstSeenAt, looks: looks + 1 });
      const ageMs = epochMs(clock.now()) - epochMs(firstSeenAt);
      if (looks + 1 < LOOKS_MIN || ageMs < ageMinMs[kind]) continue;
      await facts.tell({ type: 'ReportDrift', data: { since: firstSeenAt, ...sight } });
    }
    const wasLookedAt = (subject: string): boolean => lookedAt?.has(subject) ?? true;
    for (const key of suspects.keys()) {
      const [ofKind, subject] = partsOf(key);
      if (ofKind === kind && !seen.has(subject) && wasLookedAt(subject)) suspects.delete(key);
    }
    for (const [, open] of (await facts.state()).drifts.entries()) {
      if (open.kind !== kind || seen.has(open.subject) || !wasLookedAt(open.subject)) continue;
      const { subject } = open;
      await facts.tell({ type: 'ResolveDrift', data: { kind, subject, how: resolvedBy } });
    }
  }
  return { take };
}

function partsOf(key: string): readonly [string, string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}
