/** Lets a few things through each minute and no more, counted apart by name. */
const MINUTE_MS = 60_000;
/** Names come from the configuration, so there are few; should there ever be more, all start anew. */
const NAMES_MAX = 1_000;

/** Says whether one more may pass under this name. */
export function atMostAMinute(
  max: number,
  nowMs: () => number = () => performance.now(),
): (name: string) => boolean {
  const windows = new Map<string, { readonly sinceMs: number; passed: number }>();
  return (name) => {
    const now = nowMs();
    const known = windows.get(name);
    if (known !== undefined && now - known.sinceMs < MINUTE_MS) {
      known.passed += 1;
      return known.passed <= max;
    }
    if (windows.size >= NAMES_MAX) windows.clear();
    windows.set(name, { sinceMs: now, passed: 1 });
    return max > 0;
  };
}
