/**
 * Trips the breaker "ledger_lag" of every account while this service is behind the ledger: then it
 * does not know all fills yet, and should not promise more money.
 *
 * It begins to watch once everything was worked through for the first time after a start. Before
 * that it catches up, and what it decides is old by itself: a signal that waited is refused for its
 * age. A breaker that was on when the service ended stays on until then. It is cleared after a calm
 * while only, so that a lag that comes and goes is one trip.
 */
import { account, type AccountId } from '@sluice/domain';
import type { Clock } from '@sluice/ports';
import { accountStream, type Decisions } from '@sluice/reactions';
import { repeatedly, type Logger } from '@sluice/runtime';
import { lagMeter, type Progress } from './ledger-lag.js';

const CALM_LAG_MS = 1_000;
const CALM_FOR_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
/** Who acts when no person does. */
const BY = 'sluice';

export function watchLedgerLag({
  decisions,
  clock,
  accounts,
  progress,
  log,
  lagMaxMs,
  lookEveryMs = LOOK_EVERY_MS,
  nowMs = () => performance.now(),
}: {
  readonly decisions: Decisions;
  readonly clock: Clock;
  readonly accounts: () => readonly AccountId[];
  /** How far the reactions have come; undefined until they run. */
  readonly progress: () => Progress | undefined;
  readonly log: Pick<Logger, 'warn'>;
  readonly lagMaxMs: number;
  readonly lookEveryMs?: number;
  readonly nowMs?: () => number;
}): { stop(): Promise<void> } {
  const lagOf = lagMeter();
  let hasCaughtUp = false;
  let calmSinceMs: number | undefined;

  async function look(): Promise<void> {
    const now = nowMs();
    const reached = progress();
    if (reached === undefined) return;
    const lagMs = lagOf(reached, now);
    hasCaughtUp ||= reached.position > 0 && reached.lag === 0;
    if (!hasCaughtUp) return;

    if (lagMs > lagMaxMs) {
      calmSinceMs = undefined;
      await trip(lagMs, reached);
      return;
    }
    if (lagMs >= CALM_LAG_MS) {
      calmSinceMs = undefined;
      return;
    }
    calmSinceMs ??= now;
    if (now - calmSinceMs >= CALM_FOR_MS) await clear();
  }

  async function trip(lagMs: number, { lag }: Progress): Promise<void> {
    const why = `${lag} facts wait, the first of them for ${Math.round(lagMs / 1_000)} s`;
    for (const accountId of accounts()) {
      if (await isTripped(accountId)) continue;
      const at = clock.now();
      const data = { ...breaker(accountId), until: undefined, by: BY, why, at };
      await tell({ type: 'TripBreaker', data });
    }
  }

  async function clear(): Promise<void> {
    const why = `level with the ledger for ${CALM_FOR_MS / 1_000} s`;
    for (const accountId of accounts()) {
      if (!(await isTripped(accountId))) continue;
      await tell({
        type: 'ClearBreaker',
        data: { ...breaker(accountId), by: BY, why, at: clock.now() },
      });
    }
  }

  async function isTripped(accountId: AccountId): Promise<boolean> {
    const { breakers } = await decisions.state(account.decider, accountStream(accountId));
    return breakers.some(({ kind }) => kind === 'ledger_lag');
  }

  async function tell(command: account.TripBreaker | account.ClearBreaker): Promise<void> {
    const { accountId, at } = command.data;
    // By its time, for the same breaker trips again another day.
    const causeId = `ledger-lag/${accountId}/${command.type}/${at}`;
    const cause = { causeId, journeyId: '' };
    await decisions.tell(account.decider, accountStream(accountId), command, cause);
  }

  return repeatedly({
    intervalMs: lookEveryMs,
    act: look,
    onError: (error) =>
      log.warn({ error: String(error) }, 'the breaker for the ledger’s lag could not be set'),
  });
}

const breaker = (accountId: AccountId) =>
  ({ accountId, strategyId: undefined, kind: 'ledger_lag' }) as const;
