/**
 * Kill: how one kill of an account or a strategy was carried out at the venue, and what proves it.
 *
 * A first sweep cancels what rests there; a second one, when nothing can be on its way any more,
 * what landed meanwhile. Only what the venue lists afterwards verifies a kill. One stream per kill.
 */
import type { Decider, Message } from './decider.js';
import { epochMs, type AccountId, type Instant, type StrategyId } from './vocabulary.js';

// Events. Their names and fields are stored for ever: add, never rename.

/** The venue was told to cancel everything the kill is about, and asked what is left. */
export type Swept = Message<'KillSwept', KillKey & Sweep>;
/** Nothing the kill is about is open at the venue, and nothing was on its way when it was asked. */
export type Verified = Message<
  'KillVerified',
  KillKey & {
    /** From the command until now. */
    tookMs: number;
    sweeps: number;
    cancelled: number;
    inDoubt: number;
    at: Instant;
  }
>;
/** It took too long: something is still open, or the venue does not answer. It is gone on with. */
export type Unverified = Message<'KillUnverified', KillKey & { detail: string; at: Instant }>;

export type Event = Swept | Verified | Unverified;

// State

export type State = {
  readonly kind: 'sweeping' | 'unverified' | 'verified';
  readonly sweeps: number;
  /** When the first sweep was done: nothing new was sent after that. */
  readonly firstSweptAt: Instant | undefined;
  readonly cancelled: number;
  readonly stillOpen: number;
  readonly inDoubt: number;
};

export const initialState: State = {
  kind: 'sweeping',
  sweeps: 0,
  firstSweptAt: undefined,
  cancelled: 0,
  stillOpen: 0,
  inDoubt: 0,
};

export function evolve(state: State, event: Event): State {
  switch (event.type) {
    case 'KillSwept': {
      const { sweep, cancelled, stillOpen, inDoubt, at } = event.data;
      return {
        kind: state.kind,
        sweeps: sweep,
        firstSweptAt: state.firstSweptAt ?? at,
        cancelled: state.cancelled + cancelled,
        stillOpen,
        inDoubt,
      };
    }
    case 'KillVerified':
      return { ...state, kind: 'verified' };
    case 'KillUnverified':
      return state.kind === 'verified' ? state : { ...state, kind: 'unverified' };
  }
}

// Commands

export type RecordSweep = Message<'RecordSweep', Swept['data']>;
export type VerifyKill = Message<'VerifyKill', KillKey & { killedAt: Instant; at: Instant }>;
export type DoubtKill = Message<'DoubtKill', Unverified['data']>;

export type Command = RecordSweep | VerifyKill | DoubtKill;

export function decide(command: Command, state: State): readonly Event[] {
  if (state.kind === 'verified') return [];
  switch (command.type) {
    case 'RecordSweep': {
      const { sweep, cancelled, stillOpen } = command.data;
      if (sweep !== state.sweeps + 1) return [];
      // Sweeps that go on because something stays open are told when they change something.
      const isNews = sweep <= SWEEPS_MIN || cancelled > 0 || stillOpen !== state.stillOpen;
      return isNews ? [{ type: 'KillSwept', data: command.data }] : [];
    }
    case 'VerifyKill': {
      const { killedAt, at, ...key } = command.data;
      const { sweeps, cancelled, stillOpen, inDoubt } = state;
      if (sweeps < SWEEPS_MIN || stillOpen > 0) return [];
      const tookMs = Math.max(0, epochMs(at) - epochMs(killedAt));
      return [{ type: 'KillVerified', data: { ...key, tookMs, sweeps, cancelled, inDoubt, at } }];
    }
    case 'DoubtKill':
      return state.kind === 'unverified' ? [] : [{ type: 'KillUnverified', data: command.data }];
  }
}

export const decider: Decider<State, Command, Event> = {
  decide,
  evolve,
  initialState,
};

// Vocabulary

/** One sweep proves nothing: an order may have been on its way. */
export const SWEEPS_MIN = 2;

export type KillKey = {
  /** The id of the fact that killed. */
  readonly killId: string;
  readonly accountId: AccountId;
  /** Empty when the whole account was killed. */
  readonly strategyId: StrategyId;
};

export type Sweep = {
  /** 1, 2, 3 … */
  readonly sweep: number;
  /** Orders the venue said it cancelled. */
  readonly cancelled: number;
  /** Orders the kill is about that the venue still lists as open after it. */
  readonly stillOpen: number;
  /** Our orders the kill is about whose outcome is not known; their cancels are repeated. */
  readonly inDoubt: number;
  readonly at: Instant;
};
