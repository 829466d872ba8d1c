/** How long the oldest fact has waited that this service has not worked through. */

export type Progress = {
  /** The last fact worked through, for good. */
  readonly position: number;
  /** Facts on the ledger after it, as of the last look. */
  readonly lag: number;
};

/** Looks a fact can outlive; beyond it no new ones are remembered until it is worked through. */
const LOOKS_MAX = 600;

/**
 * Tells, look by look, for how long the ledger has been ahead. The end of the ledger is remembered
 * with the time it was first seen: while it is not reached, something has waited at least since then.
 * Nothing rests on the times in facts, for those are other services' clocks.
 */
export function lagMeter(): (progress: Progress, nowMs: number) => number {
  let looks: readonly { readonly end: number; readonly seenAtMs: number }[] = [];
  return ({ position, lag }, nowMs) => {
    const end = position + lag;
    looks = looks.filter((look) => look.end > position);
    const isNew = lag > 0 && (looks.at(-1)?.end ?? position) < end;
    if (isNew && looks.length < LOOKS_MAX) looks = [...looks, { end, seenAtMs: nowMs }];
    const [oldest] = looks;
    return oldest === undefined ? 0 : nowMs - oldest.seenAtMs;
  };
}
