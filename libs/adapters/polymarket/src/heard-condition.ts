/**
 * What the venue's answers to orders said of its condition. It cannot be asked for these: only whoever
 * places an order hears that the venue restarts or takes no orders at present.
 */
import type { PlacementOutcome, VenueCondition } from '@sluice/ports';

export type HeardCondition = {
  readonly hear: (outcome: PlacementOutcome) => void;
  /** `open` when nothing else was heard lately. */
  readonly latest: () => VenueCondition;
};

export function heardCondition(nowMs: () => number): HeardCondition {
  let heard: { readonly condition: VenueCondition; readonly untilMs: number } | undefined;
  return {
    hear(outcome) {
      switch (outcome.kind) {
        case 'accepted':
          heard = undefined;
          return;
        case 'not_taken':
        case 'rejected': {
          const { condition } = outcome;
          if (condition === undefined || condition === 'open') return;
          const waitMs = outcome.kind === 'not_taken' ? outcome.retryAfterMs : undefined;
          heard = { condition, untilMs: nowMs() + (waitMs ?? BELIEVED_MS) };
          return;
        }
        case 'unknown':
          return;
      }
    },
    latest: () => (heard !== undefined && nowMs() < heard.untilMs ? heard.condition : 'open'),
  };
}

/** A restart takes about 90 s; after this the next order may find out anew. */
const BELIEVED_MS = 60_000;
