/**
 * Leaves positions as their strategies' rules, or a kill, ask for: looks at each with every quote of
 * its token, and at a steady pace for what time brings. What is to follow is decided on tables that
 * are level with the ledger, so that nothing is sold that is sold already.
 */
import { exit, type account, type TokenId } from '@sluice/domain';
import type { Quotes } from '@sluice/ports';
import { exitStream } from '@sluice/reactions';
import { repeatedly } from '@sluice/runtime';
import type { ExitDesk } from './exit-desk.js';
import type { HeldExit } from './exit-tables.js';
import type { OpenExit } from './open-exit.js';

export type ExitWatch = {
  /** What is held or left has changed: it is looked at soon. */
  soon(): void;
  /** When everything was last looked at, undefined before the first time. */
  completedAtMs(): number | undefined;
  stop(): Promise<void>;
};

export function watchExits(
  desk: ExitDesk,
  {
    quotes,
    intervalMs,
    onOpen = () => undefined,
  }: {
    readonly quotes: Pick<Quotes, 'last' | 'watch'>;
    readonly intervalMs: number;
    /** Hears at each turn what is held or being left. */
    readonly onOpen?: (open: readonly OpenExit[]) => void;
  },
): ExitWatch {
  const { decisions, clock, log } = desk;
  /** The last two quotes of each token that is held, newest first. */
  const heard = new Map<TokenId, readonly account.Quote[]>();
  let byToken = new Map<TokenId, readonly HeldExit[]>();
  const looking = new Map<string, Promise<void>>();
  let completedAtMs: number | undefined;

  const hear = (quote: account.Quote): void => {
    const [newest, ...rest] = heard.get(quote.tokenId) ?? [];
    // The same quote told twice is one, and none that is older takes its place.
    if (newest !== undefined && newest.at >= quote.at) return;
    heard.set(quote.tokenId, newest === undefined ? [quote, ...rest] : [quote, newest]);
  };
  const watching = quotes.watch((quote) => {
    const held = byToken.get(quote.tokenId);
    if (held === undefined) return;
    hear(quote);
    for (const one of held) {
      look(one).catch((error: unknown) => {
        log.warn({ exitId: one.exitId, error: String(error) }, 'a look failed; trying again');
      });
    }
  });

  const lookNow = (held: HeldExit): exit.LookAtPosition => ({
    type: 'LookAtPosition',
    data: { ...held, quotes: heard.get(held.tokenId) ?? [], at: clock.now() },
  });

  /** One at a time for each position; a second look waits for nothing and changes nothing. */
  function look(held: HeldExit): Promise<void> {
    const running = looking.get(held.exitId);
    if (running !== undefined) return running;
    const started = decide(held).finally(() => looking.delete(held.exitId));
    looking.set(held.exitId, started);
    return started;
  }

  async function decide(seen: HeldExit): Promise<void> {
    const stream = exitStream(seen);
    const before = await decisions.state(exit.decider, stream);
    const first = lookNow(seen);
    if (exit.decide(first, before).length === 0) return;

    await desk.upToDate();
    const open = await desk.open();
    const held = open.find(({ held: { exitId } }) => exitId === seen.exitId)?.held;
    if (held === undefined) return;
    const state = await decisions.state(exit.decider, stream);
    // The book that asked for it, at the time it was seen: a pair of quotes may have moved on.
    const command = { ...first, data: { ...first.data, ...held } };
    const facts = exit.decide(command, state);
    await decisions.tell(exit.decider, stream, command, {
      causeId: causeOf(seen.exitId, state),
      journeyId: journeyOf(seen.exitId, state, facts),
    });
  }

  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      const open = await desk.open();
      byToken = grouped(open);
      for (const tokenId of heard.keys()) if (!byToken.has(tokenId)) heard.delete(tokenId);
      for (const tokenId of byToken.keys()) {
        const last = heard.has(tokenId) ? undefined : quotes.last(tokenId);
        if (last !== undefined) hear(last);
      }
      onOpen(open);
      for (const { held } of open) await look(held);
      completedAtMs = Date.now();
    },
    onError: (error) => log.warn({ error: String(error) }, 'exits were not watched; trying again'),
  });

  return {
    soon: () => repetition.soon(),
    completedAtMs: () => completedAtMs,
    stop: async () => {
      watching.stop();
      await repetition.stop();
      await Promise.allSettled(looking.values());
    },
  };
}

/** Follows from how many facts there are: each append has one of its own, also after a crash. */
export const causeOf = (exitId: string, { facts }: exit.State): string => `exit/${exitId}/${facts}`;

/** The journey of the attempt that is made, or is to come; of what ends an exit, the last one's. */
function journeyOf(exitId: string, state: exit.State, facts: readonly exit.Event[]): string {
  const attempted = facts.find(({ type }) => type === 'ExitAttempted');
  if (attempted?.type === 'ExitAttempted') return attempted.data.signalId;
  const { round, attempts } = state.exit ?? { round: state.rounds + 1, attempts: 0 };
  return exit.signalIdOf(exitId, round, Math.max(attempts, 1));
}

function grouped(open: readonly OpenExit[]): Map<TokenId, readonly HeldExit[]> {
  const byToken = new Map<TokenId, readonly HeldExit[]>();
  for (const { held } of open) {
    byToken.set(held.tokenId, [...(byToken.get(held.tokenId) ?? []), held]);
  }
  return byToken;
}
