/**
 * Exit: the way out of what one strategy holds of one outcome.
 *
 * A stop, a target, a time or a person triggers it; from then on it is attempted again and again
 * until nothing sellable is left, one attempt at a time, each a signal of its own that passes the
 * same gate as any other. One stream per strategy and outcome.
 */
import type { Decider, Message } from './decider.js';
import { isLargeEnough, pauseMs, saleNow } from './exit/sale.js';
import { isArmed, newHigh, triggerOf } from './exit/trigger.js';
import { bidNow, type BidSeen } from './exit/confirm.js';
import type {
  AttemptOutcome,
  ExitKey,
  FinishReason,
  HeldPosition,
  Kind,
  Look,
} from './exit/vocabulary.js';
import type { MicroShares, Price } from './money.js';
import {
  epochMs,
  type Instant,
  type SignalId,
  type StrategyId,
  type TokenId,
} from './vocabulary.js';

export { thresholds, type Thresholds } from './exit/thresholds.js';
export { QUOTE_AGE_MAX_MS, STOOD_MS, type BidSeen } from './exit/confirm.js';
export { isLargeEnough, pauseMs } from './exit/sale.js';
export { KINDS, type AttemptOutcome, type ExitKey, type FinishReason } from './exit/vocabulary.js';
export type { HeldPosition, Kind, Look, MarketTerms } from './exit/vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

/** The highest believed bid since the entry moved by more than a hundredth of itself. */
export type TrailingHighRaised = Message<
  'TrailingHighRaised',
  ExitKey & { enteredAt: Instant; high: Price; at: Instant }
>;
/** From now on this position is being left. */
export type Triggered = Message<
  'ExitTriggered',
  ExitKey & {
    /** Counts the exits of this stream: 1, 2, 3 … */
    round: number;
    kind: Kind;
    enteredAt: Instant;
    /** Micro-dollars for one share; absent while nothing was settled. */
    entryPrice?: bigint;
    /** Micro-dollars for one share; absent where time or a person decided. */
    threshold?: bigint;
    /** The bids that confirmed it, newest first. */
    confirmedBy: readonly BidSeen[];
    settledShares: MicroShares;
    rulesVersion: number;
    /** Who wanted it and why, where a person did. */
    by?: string;
    why?: string;
    /** It rests on a kill and ends with it. */
    forKill: boolean;
    at: Instant;
  }
>;
/** The signal of this attempt is to be sent: it is on the ledger before the signal is. */
export type Attempted = Message<
  'ExitAttempted',
  ExitKey & {
    round: number;
    kind: Kind;
    attempt: number;
    signalId: SignalId;
    /** The best bid it was priced from. */
    bid: Price;
    limitPrice: Price;
    shares: MicroShares;
    at: Instant;
  }
>;
export type AttemptEnded = Message<
  'ExitAttemptEnded',
  ExitKey & {
    round: number;
    kind: Kind;
    attempt: number;
    signalId: SignalId;
    outcome: AttemptOutcome;
    filledShares: MicroShares;
    /** How many attempts of this exit risk has refused so far. */
    refusals: number;
    detail: string;
    at: Instant;
  }
>;
/** A triggered exit has sold nothing for a minute: a person must know. It is tried on. */
export type Unprotected = Message<
  'PositionUnprotected',
  ExitKey & {
    round: number;
    kind: Kind;
    /** When it was triggered, or last sold something. */
    since: Instant;
    attempts: number;
    leftShares: MicroShares;
    why: string;
    at: Instant;
  }
>;
export type Finished = Message<
  'ExitFinished',
  ExitKey & {
    round: number;
    kind: Kind;
    attempts: number;
    reason: FinishReason;
    leftShares: MicroShares;
    at: Instant;
  }
>;

export type Event =
  TrailingHighRaised | Triggered | Attempted | AttemptEnded | Unprotected | Finished;

// State

export type State = {
  /** How many exits were triggered so far. */
  readonly rounds: number;
  /** How many facts there are: names the append that comes next. */
  readonly facts: number;
  /** Of the entry it was seen in; another entry starts without one. */
  readonly high: { readonly enteredAt: Instant; readonly price: Price } | undefined;
  /** Undefined while nothing is being left. */
  readonly exit: Exit | undefined;
};

export type Exit = {
  readonly round: number;
  readonly kind: Kind;
  readonly enteredAt: Instant;
  readonly forKill: boolean;
  readonly attempts: number;
  /** Attempts in a row that sold nothing. */
  readonly vainAttempts: number;
  readonly refusals: number;
  /** When it was triggered, or last sold something. */
  readonly quietSince: Instant;
  /** The attempt whose outcome is not known yet: no other is made until it is. */
  readonly inFlight: { readonly attempt: number; readonly signalId: SignalId } | undefined;
  readonly lastEnded: { readonly at: Instant; readonly detail: string } | undefined;
  readonly unprotected: boolean;
};

export const initialState: State = { rounds: 0, facts: 0, high: undefined, exit: undefined };

export function evolve(before: State, event: Event): State {
  const state = { ...before, facts: before.facts + 1 };
  if (event.type === 'TrailingHighRaised') {
    const { enteredAt, high: price } = event.data;
    return { ...state, high: { enteredAt, price } };
  }
  if (event.type === 'ExitTriggered') {
    const { round, kind, enteredAt, forKill, at } = event.data;
    const counts = { attempts: 0, vainAttempts: 0, refusals: 0 };
    const open = { inFlight: undefined, lastEnded: undefined, unprotected: false };
    const exit = { round, kind, enteredAt, forKill, quietSince: at, ...counts, ...open };
    return { ...state, rounds: round, exit };
  }
  const { exit } = state;
  if (exit === undefined) return state;

  switch (event.type) {
    case 'ExitAttempted': {
      const { attempt, signalId } = event.data;
      return { ...state, exit: { ...exit, attempts: attempt, inFlight: { attempt, signalId } } };
    }
    case 'ExitAttemptEnded': {
      const { filledShares, refusals, detail, at } = event.data;
      const sold = filledShares > 0n;
      const vainAttempts = sold ? 0 : exit.vainAttempts + 1;
      const quietSince = sold ? at : exit.quietSince;
      const ended = { inFlight: undefined, lastEnded: { at, detail } };
      return { ...state, exit: { ...exit, ...ended, vainAttempts, quietSince, refusals } };
    }
    case 'PositionUnprotected':
      return { ...state, exit: { ...exit, unprotected: true } };
    case 'ExitFinished':
      return { ...state, exit: undefined };
  }
}

// Commands

/** Says what is held and what its book shows now; everything that follows of itself follows. */
export type LookAtPosition = Message<'LookAtPosition', Look>;
/** Somebody wants nothing held any more. */
export type Flatten = Message<
  'Flatten',
  ExitKey & {
    position: HeldPosition;
    rulesVersion: number;
    by: string;
    why: string;
    at: Instant;
  }
>;
/** The signal of an attempt was refused, or its order is over. */
export type EndAttempt = Message<
  'EndAttempt',
  ExitKey & {
    signalId: SignalId;
    outcome: AttemptOutcome;
    filledShares: MicroShares;
    detail: string;
    at: Instant;
  }
>;

export type Command = LookAtPosition | Flatten | EndAttempt;

export const UNPROTECTED_AFTER_MS = 60_000;
/** High, end of an exit, trigger of another, its first attempt: no look brings more. */
const STEPS_MAX = 5;

export function decide(command: Command, state: State): readonly Event[] {
  switch (command.type) {
    case 'LookAtPosition': {
      const happened: Event[] = [];
      let now = state;
      for (let step = 0; step < STEPS_MAX; step += 1) {
        const next = nextFact(command.data, now);
        if (next === undefined) break;
        happened.push(next);
        now = evolve(now, next);
      }
      return happened;
    }
    case 'Flatten': {
      const { position, rulesVersion, by, why, at, ...key } = command.data;
      const held = position.settledShares + position.provisionalShares;
      // What is being left already is on its way out.
      if (state.exit !== undefined || held <= 0n) return [];
      return [
        {
          type: 'ExitTriggered',
          data: {
            ...keyOf(key),
            ...entryOf(position),
            ...{ round: state.rounds + 1, kind: 'flatten', confirmedBy: [] },
            ...{ rulesVersion, by, why, forKill: false, at },
          },
        },
      ];
    }
    case 'EndAttempt': {
      const { signalId, outcome, filledShares, detail, at, ...key } = command.data;
      const { exit } = state;
      if (exit?.inFlight?.signalId !== signalId) return [];
      const { round, kind, inFlight } = exit;
      const refusals = exit.refusals + (outcome === 'refused' ? 1 : 0);
      const ended = { outcome, filledShares, refusals, detail, at };
      const of = { round, kind, attempt: inFlight.attempt, signalId };
      return [{ type: 'ExitAttemptEnded', data: { ...keyOf(key), ...of, ...ended } }];
    }
  }
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

function nextFact(look: Look, state: State): Event | undefined {
  return state.exit === undefined
    ? (raisedHigh(look, state) ?? triggered(look, state))
    : (finished(look, state.exit) ?? unprotected(look, state.exit) ?? attempted(look, state.exit));
}

function raisedHigh(look: Look, state: State): TrailingHighRaised | undefined {
  const high = newHigh(look, highOf(state, look.position.enteredAt));
  if (high === undefined) return undefined;
  const { enteredAt } = look.position;
  return { type: 'TrailingHighRaised', data: { ...keyOf(look), enteredAt, high, at: look.at } };
}

function triggered(look: Look, state: State): Triggered | undefined {
  const trigger = triggerOf(look, highOf(state, look.position.enteredAt));
  if (trigger === undefined) return undefined;
  const { position, rulesVersion, kill, at } = look;
  const round = state.rounds + 1;
  const forKill = trigger.kind === 'flatten';
  const killed = forKill && kill !== undefined ? { by: kill.by, why: kill.why } : {};
  return {
    type: 'ExitTriggered',
    data: {
      ...keyOf(look),
      ...entryOf(position),
      ...trigger,
      ...killed,
      ...{ round, rulesVersion, forKill, at },
    },
  };
}

function finished(look: Look, exit: Exit): Finished | undefined {
  const reason = exit.inFlight === undefined ? endOf(look, exit) : undefined;
  if (reason === undefined) return undefined;
  const { round, kind, attempts } = exit;
  const numbers = { round, kind, attempts, reason, leftShares: heldOf(look.position) };
  return { type: 'ExitFinished', data: { ...keyOf(look), ...numbers, at: look.at } };
}

function endOf(look: Look, exit: Exit): FinishReason | undefined {
  const { position, market } = look;
  const held = heldOf(position);
  if (held <= 0n || position.enteredAt !== exit.enteredAt) return 'nothing_left';
  if (market === undefined) return undefined;
  if (!market.open) return 'market_over';
  if (!isLargeEnough(held, market)) return 'dust';
  return isArmed(exit.kind, look, exit.forKill) ? undefined : 'disarmed';
}

function unprotected(look: Look, exit: Exit): Unprotected | undefined {
  const silentMs = epochMs(look.at) - epochMs(exit.quietSince);
  if (exit.unprotected || silentMs < UNPROTECTED_AFTER_MS) return undefined;
  const { round, kind, attempts, quietSince: since } = exit;
  const numbers = { round, kind, since, attempts, leftShares: heldOf(look.position) };
  const why = obstacle(look, exit);
  return { type: 'PositionUnprotected', data: { ...keyOf(look), ...numbers, why, at: look.at } };
}

function obstacle({ kill, quotes, position, at }: Look, exit: Exit): string {
  if (kill !== undefined && !kill.flatten) return `a kill by ${kill.by} stops exits: ${kill.why}`;
  if (exit.inFlight !== undefined) return `attempt ${exit.inFlight.attempt} has no outcome yet`;
  if (bidNow(quotes, at) === undefined) return 'nobody bids, or the book is not seen';
  if (position.settledShares === 0n) return 'nothing of it is settled yet';
  return exit.lastEnded?.detail ?? 'it could not be attempted';
}

function attempted(look: Look, exit: Exit): Attempted | undefined {
  const { inFlight, lastEnded, vainAttempts, round, kind } = exit;
  if (inFlight !== undefined) return undefined;
  const { at } = look;
  const waitedMs = lastEnded === undefined ? Infinity : epochMs(at) - epochMs(lastEnded.at);
  if (waitedMs < pauseMs(vainAttempts)) return undefined;
  const sale = saleNow(look);
  if (sale === undefined) return undefined;
  const attempt = exit.attempts + 1;
  const signalId = signalIdOf(look.exitId, round, attempt);
  return {
    type: 'ExitAttempted',
    data: { ...keyOf(look), round, kind, attempt, signalId, ...sale, at },
  };
}

// Questions

/** One strategy trades for one account, so the account need not be part of it. */
export const exitIdOf = (strategyId: StrategyId, tokenId: TokenId): string =>
  `${strategyId}-${tokenId}`;

/** Follows from what it is for: however often an attempt is written down, it is one signal. */
export const signalIdOf = (exitId: string, round: number, attempt: number): SignalId =>
  `exit-${exitId}-${round}-${attempt}`;

/** Signals from outside have names of another form. */
export const isExitSignal = (signalId: SignalId): boolean => signalId.startsWith('exit-');

function highOf({ high }: State, enteredAt: Instant): Price | undefined {
  return high?.enteredAt === enteredAt ? high.price : undefined;
}

const heldOf = ({ settledShares, provisionalShares }: HeldPosition): MicroShares =>
  (settledShares + provisionalShares) as MicroShares;

function entryOf({ enteredAt, entryPrice, settledShares }: HeldPosition) {
  const known = { enteredAt, settledShares };
  return entryPrice === undefined ? known : { ...known, entryPrice };
}

function keyOf({ exitId, accountId, strategyId, conditionId, tokenId }: ExitKey): ExitKey {
  return { exitId, accountId, strategyId, conditionId, tokenId };
}
