/**
 * Hourly midpoints of each token, which volatility is measured on: kept in memory from every book,
 * and in a table, so that a restart keeps them. Not facts: lost, they only make sizes smaller.
 */
import { account, type TokenId } from '@sluice/domain';
import type { Quotes } from '@sluice/ports';
import { repeatedly, type Logger } from '@sluice/runtime';

/** Where they outlive this process. */
export type StoredMidpoints = {
  /** Those of the tokens seen last, each oldest first. */
  load(tokensMax: number): Promise<ReadonlyMap<TokenId, readonly account.Midpoint[]>>;
  save(points: readonly TokenMidpoint[]): Promise<void>;
  /** Deletes what no lookback reaches any more. */
  trim(): Promise<number>;
};

export type TokenMidpoint = account.Midpoint & { readonly tokenId: TokenId };

export type Midpoints = {
  /** Oldest first. */
  of(tokenId: TokenId): readonly account.Midpoint[];
  /** Saves what is new, and stops. */
  stop(): Promise<void>;
};

/** Each has a point an hour for {@link account.LOOKBACK_DAYS_MAX} days at most: some 40 kB. */
const TOKENS_MAX = 2_000;
const SAVE_EVERY_MS = 60_000;
/** While the table cannot be written; beyond it the oldest are given up. */
const UNSAVED_MAX = 50_000;

/** Resolves when the stored ones are known. */
export async function hourlyMidpoints({
  quotes,
  stored,
  log,
  tokensMax = TOKENS_MAX,
  saveEveryMs = SAVE_EVERY_MS,
}: {
  readonly quotes: Pick<Quotes, 'watch'>;
  readonly stored: StoredMidpoints;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly tokensMax?: number;
  readonly saveEveryMs?: number;
}): Promise<Midpoints> {
  /** The token whose newest hour is oldest comes first. */
  const known = new Map<TokenId, readonly account.Midpoint[]>(await stored.load(tokensMax));
  /** The newest book of each token in its current hour, not among the points yet. */
  const latest = new Map<TokenId, account.Quote>();
  /** What the table has not got yet, by token and hour. */
  const unsaved = new Map<string, TokenMidpoint>();

  function settle(tokenId: TokenId): readonly account.Midpoint[] {
    const quote = latest.get(tokenId);
    const points = known.get(tokenId) ?? [];
    if (quote === undefined) return points;
    latest.delete(tokenId);
    const next = account.withMidpoint(points, quote);
    const point = next.at(-1);
    if (point === undefined || next === points) return points;
    known.delete(tokenId);
    known.set(tokenId, next);
    unsaved.set(`${tokenId}/${point.hour}`, { tokenId, ...point });
    keepAtMost(tokensMax, known);
    keepAtMost(UNSAVED_MAX, unsaved);
    return next;
  }

  const watching = quotes.watch((quote) => {
    if (quote.bids.length === 0 || quote.asks.length === 0) return;
    const waiting = latest.get(quote.tokenId);
    // The last book of an hour is its point; all books before it are nothing.
    if (waiting !== undefined && hourOf(waiting) !== hourOf(quote)) settle(quote.tokenId);
    latest.set(quote.tokenId, quote);
  });

  async function save(): Promise<void> {
    for (const tokenId of [...latest.keys()]) settle(tokenId);
    const points = [...unsaved];
    if (points.length === 0) return;
    await stored.save(points.map(([, point]) => point));
    for (const [key, point] of points) if (unsaved.get(key) === point) unsaved.delete(key);
    const deleted = await stored.trim();
    if (deleted > 0) log.info({ deleted }, 'old midpoints deleted');
  }
  const saving = repeatedly({
    intervalMs: saveEveryMs,
    act: save,
    onError: (error) =>
      log.warn({ error: String(error) }, 'midpoints could not be saved; trying again'),
  });

  return {
    of: settle,
    stop: async () => {
      watching.stop();
      await saving.stop();
      await save().catch((error: unknown) =>
        log.warn({ error: String(error) }, 'the last midpoints could not be saved'),
      );
    },
  };
}

function keepAtMost(max: number, map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}

/** "2026-11-22T12": instants are in UTC. */
const hourOf = ({ at }: account.Quote): string => at.slice(0, '2026-11-22T12'.length);
