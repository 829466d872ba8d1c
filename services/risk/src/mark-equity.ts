/**
 * Values what strategies hold anew as books move: at a steady pace, and at once when a market pays.
 * Only what may have moved is looked at, and the account decides whether it is worth a fact.
 */
import {
  account,
  type AccountId,
  type ConditionId,
  market,
  type StrategyId,
  type TokenId,
} from '@sluice/domain';
import type { Clock, Quotes } from '@sluice/ports';
import { accountStream, marketStream, type Decisions } from '@sluice/reactions';
import { repeatedly, type Logger } from '@sluice/runtime';
import { markNow } from './worth.js';

/** With more moving than this a signal does not wait for all of it: the pace has to do. */
export const LOOKED_THROUGH_MAX = 2_000;

export type EquityMarks = {
  /**
   * New marks of what a strategy holds, so that a signal is judged on today's equity; none while
   * more than {@link LOOKED_THROUGH_MAX} outcomes move.
   */
  of(strategyId: StrategyId, state: account.State): Promise<readonly account.Mark[]>;
  /** This outcome may count as something else from now on. */
  touch(tokenId: TokenId): void;
  /** All outcomes of this market may; they are looked at as soon as possible. */
  touchMarket(conditionId: ConditionId): void;
  stop(): Promise<void>;
};

export function markEquity({
  decisions,
  quotes,
  clock,
  accounts,
  intervalMs,
  log,
}: {
  readonly decisions: Decisions;
  readonly quotes: Pick<Quotes, 'last' | 'watch'>;
  readonly clock: Clock;
  readonly accounts: () => readonly AccountId[];
  readonly intervalMs: number;
  readonly log: Pick<Logger, 'warn'>;
}): EquityMarks {
  /** Outcomes to look at, each with the number of its last touch. */
  const touched = new Map<TokenId, number>();
  const paying = new Set<ConditionId>();
  const begun = new Set<AccountId>();
  let touches = 0;
  const touch = (tokenId: TokenId): void => void touched.set(tokenId, (touches += 1));
  const watching = quotes.watch(({ tokenId }) => touch(tokenId));

  async function newMark(
    state: account.State,
    strategyId: StrategyId,
    tokenId: TokenId,
  ): Promise<account.Mark | undefined> {
    const position = state.positions.get(account.positionKey(strategyId, tokenId));
    if (position === undefined || position.shares === 0n) return undefined;
    const mark = await markNow({ decisions, quotes }, position);
    return mark?.price === position.mark ? undefined : mark;
  }

  /** Everything held counts as touched once after a start: books moved while we were away. */
  async function begin(accountId: AccountId): Promise<void> {
    if (begun.has(accountId)) return;
    const { holders } = await decisions.state(account.decider, accountStream(accountId));
    for (const [tokenId] of holders.entries()) touch(tokenId);
    begun.add(accountId);
  }

  async function touchPaid(): Promise<void> {
    for (const conditionId of [...paying]) {
      const state = await decisions.state(market.decider, marketStream(conditionId));
      if (state.kind !== 'unknown') {
        for (const { tokenId } of state.listing.outcomes) touch(tokenId);
      }
      paying.delete(conditionId);
    }
  }

  /** Gives the outcomes whose new mark was not worth a fact yet. */
  async function markAccount(
    accountId: AccountId,
    tokenIds: Iterable<TokenId>,
  ): Promise<readonly TokenId[]> {
    const stream = accountStream(accountId);
    const state = await decisions.state(account.decider, stream);
    const moved = new Map<StrategyId, account.Mark[]>();
    for (const tokenId of tokenIds) {
      for (const strategyId of state.holders.get(tokenId) ?? []) {
        const mark = await newMark(state, strategyId, tokenId);
        if (mark !== undefined) moved.set(strategyId, [...(moved.get(strategyId) ?? []), mark]);
      }
    }
    const left: TokenId[] = [];
    for (const [strategyId, marks] of moved) {
      const at = clock.now();
      // By its time, for each is an append of its own, also after a crash.
      const causeId = `mark-equity/${accountId}/${strategyId}/${at}`;
      const data = { accountId, strategyId, marks, at };
      const command = { type: 'MarkEquity', data } as const;
      const cause = { causeId, journeyId: '' };
      const facts = await decisions.tell(account.decider, stream, command, cause);
      if (facts.length === 0) left.push(...marks.map(({ tokenId }) => tokenId));
    }
    return left;
  }

  const repetition = repeatedly({
    intervalMs,
    act: async () => {
      const known = accounts();
      for (const accountId of known) await begin(accountId);
      await touchPaid();
      const looked = new Map(touched);
      const left = new Set<TokenId>();
      for (const accountId of known) {
        for (const tokenId of await markAccount(accountId, looked.keys())) left.add(tokenId);
      }
      for (const [tokenId, number] of looked) {
        if (!left.has(tokenId) && touched.get(tokenId) === number) touched.delete(tokenId);
      }
    },
    onError: (error) =>
      log.warn({ error: String(error) }, 'equity could not be marked; trying again'),
  });

  return {
    of: async (strategyId, state) => {
      const marks: account.Mark[] = [];
      if (touched.size > LOOKED_THROUGH_MAX) return marks;
      for (const tokenId of touched.keys()) {
        if (!state.positions.has(account.positionKey(strategyId, tokenId))) continue;
        const mark = await newMark(state, strategyId, tokenId);
        if (mark !== undefined) marks.push(mark);
      }
      return marks;
    },
    touch,
    touchMarket: (conditionId) => {
      paying.add(conditionId);
      repetition.soon();
    },
    stop: async () => {
      watching.stop();
      await repetition.stop();
    },
  };
}
