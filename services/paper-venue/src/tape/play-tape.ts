/** Plays a tape into its market at a chosen speed, until it ends or the market is closed. */
import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '../chain/venue-chain.js';
import type { Venue } from '../venue.js';
import { applyTapeEvent } from './apply-tape-event.js';
import type { Tape } from './tape.js';

export type Playing = {
  readonly id: Hex;
  readonly tape: Tape;
  /** Tape milliseconds per wall-clock millisecond. */
  readonly speed: number;
  readonly signal: AbortSignal;
};

/** Longer silences of a tape are cut to this much of its own time. */
export const GAP_MAX_MS = 5_000;

const POSITION_EVERY_MS = 1_000;

const HAND_LOOK_MS = 100;

/** True when the tape was played to its end, false when it was stopped before. */
export const playTape = async (
  venue: Venue,
  { id, tape, speed, signal }: Playing,
): Promise<boolean> => {
  const { events } = tape;
  let at = venue.markets.find(id)?.tapePosition ?? 0;
  let tapeMs = events[at]?.atMs ?? 0;
  let playedMs = 0;
  const startedAtMs = venue.nowMs();
  let keptAtMs = startedAtMs;
  while (at < events.length) {
    const nextMs = Math.max(events[at]?.atMs ?? tapeMs, tapeMs);
    playedMs += Math.min(nextMs - tapeMs, GAP_MAX_MS);
    tapeMs = nextMs;
    const dueInMs = startedAtMs + playedMs / speed - venue.nowMs();
    try {
      await (dueInMs >= 1 ? sleep(dueInMs, undefined, { signal }) : yieldToOthers());
    } catch {
      return false;
    }
    // A hand that stopped the market may let it trade on.
    if (venue.markets.find(id)?.closedByHand === true && !signal.aborted) {
      await sleep(HAND_LOOK_MS);
      if (venue.markets.find(id)?.stage === 'closed') continue;
    }
    if (signal.aborted || venue.markets.find(id)?.stage !== 'open') return false;
    // What happened at one moment happens at one moment here too.
    for (; at < events.length; at += 1) {
      const event = events[at];
      if (event === undefined || event.atMs > tapeMs) break;
      applyTapeEvent(venue, id, event);
    }
    if (venue.nowMs() - keptAtMs >= POSITION_EVERY_MS) {
      keptAtMs = venue.nowMs();
      venue.markets.change(id, { tapePosition: at });
    }
  }
  venue.markets.change(id, { tapePosition: at });
  return true;
};
