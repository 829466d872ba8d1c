/** Whether the venue trades: as always, restarting, post-only, cancel-only, or not at all. */

export type TradingMode = 'open' | 'restarting' | 'post_only' | 'cancel_only' | 'disabled';

export type TradingChange = {
  readonly mode: TradingMode;
  /** How long it lasts before the venue opens; absent = until it is set again. */
  readonly forMs?: number;
  /** A restart is followed by so long a post-only window. */
  readonly postOnlyMs?: number;
};

export type TradingNow = {
  readonly mode: TradingMode;
  /** Null = until it is set again. */
  readonly untilMs: number | null;
};

export type TradingState = {
  get(): TradingNow;
  set(change: TradingChange): TradingNow;
};

export const RESTART_MS = 90_000;
export const POST_ONLY_AFTER_RESTART_MS = 120_000;

export const createTradingState = (nowMs: () => number): TradingState => {
  let phases: readonly TradingNow[] = [];
  const get = (): TradingNow =>
    phases.find(({ untilMs }) => untilMs === null || nowMs() < untilMs) ?? ALWAYS_OPEN;
  return {
    get,
    set: (change) => {
      phases = phasesOf(change, nowMs());
      return get();
    },
  };
};

const ALWAYS_OPEN: TradingNow = { mode: 'open', untilMs: null };

/** Only a restart has an end of its own and something that follows it. */
const phasesOf = (change: TradingChange, nowMs: number): readonly TradingNow[] => {
  const { mode, forMs, postOnlyMs = POST_ONLY_AFTER_RESTART_MS } = change;
  if (mode !== 'restarting') return [{ mode, untilMs: forMs === undefined ? null : nowMs + forMs }];
  const backAtMs = nowMs + (forMs ?? RESTART_MS);
  return [
    { mode, untilMs: backAtMs },
    { mode: 'post_only', untilMs: backAtMs + postOnlyMs },
  ];
};
