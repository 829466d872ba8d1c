/** Where facts live for ever. Implemented on NATS in production and in memory for tests. */
import type { Fact, Instant } from '@sluice/domain';

export type Aggregate =
  | 'signal'
  | 'account'
  | 'order'
  | 'exit'
  | 'market'
  | 'redemption'
  | 'alert'
  | 'kill'
  | 'venue'
  | 'wallet';

/** One aggregate's stream: one literal subject on the ledger. */
export type StreamId = {
  readonly aggregate: Aggregate;
  /** Letters, digits, "-" and "_" only. */
  readonly id: string;
  /** The account for what belongs to an account, the condition for markets. */
  readonly partitionKey: string;
};

/** A place in the ledger's one total order; 0 is before everything. */
export type Position = number & { readonly __brand: 'Position' };
/** How much of one stream has been seen: the position of its last fact, 0 for an empty stream. */
export type Revision = number & { readonly __brand: 'Revision' };

export const START = 0 as Position;
export const EMPTY = 0 as Revision;

/** A fact as stored: what happened, where it stands, and what made it happen. */
export type Recorded<F extends Fact = Fact> = F & {
  /** Deterministic: the same cause on the same stream gives the same id. */
  readonly id: string;
  readonly stream: Pick<StreamId, 'aggregate' | 'id'> & {
    readonly partition: number;
  };
  readonly position: Position;
  /** 1, 2, 3 … within the stream. */
  readonly version: number;
  readonly at: Instant;
  /** The signal this belongs to; empty for what no signal started. */
  readonly journeyId: string;
  readonly causeId: string;
  /** The service that wrote it. */
  readonly source: string;
};

export type Appending = {
  readonly stream: StreamId;
  /** One or more; several are stored all or none. */
  readonly facts: readonly Fact[];
  readonly expected: { readonly revision: Revision; readonly version: number };
  /** What made this happen: another fact's id, or the id of a request. */
  readonly causeId: string;
  readonly journeyId: string;
};

export type AppendOutcome =
  /** Stored now or by an earlier try of the same call; `recorded` is what stands on the ledger. */
  | { readonly kind: 'stored'; readonly recorded: readonly Recorded[] }
  /** Somebody else wrote to the stream: load and decide again. */
  | { readonly kind: 'conflict' };

export type Loaded = {
  readonly facts: readonly Recorded[];
  readonly revision: Revision;
  readonly version: number;
};

/** Changes when the ledger is not the one it was: deleted and made again, or restored. */
export type Incarnation = string;

export type LedgerExtent = {
  readonly incarnation: Incarnation;
  readonly first: Position;
  readonly last: Position;
};

export type Ledger = {
  /**
   * Stores facts if the stream is where `expected` says. Returns only when the outcome is known.
   * Throws {@link LedgerUnavailableError} when the deadline passes without one: the facts may or may
   * not be stored, and the same call made again finds out.
   */
  append(appending: Appending): Promise<AppendOutcome>;
  /** The facts of one stream from its first, or after `from`. */
  load(stream: StreamId, from?: { readonly revision: Revision }): Promise<Loaded>;
  /**
   * Delivers every fact after `after` in order, without gaps, for ever, in batches; waits for
   * `onBatch` before the next. An error thrown by `onBatch`, or an unknown fact, ends following
   * and rejects `done`.
   */
  follow(following: Following): Subscription;
  extent(): Promise<LedgerExtent>;
  close(): Promise<void>;
};

export type Following = {
  /** Names the follower in logs and metrics. */
  readonly name: string;
  readonly after: Position;
  readonly batchMax?: number;
  /**
   * Facts it needs to read: one of these that cannot be read ends following. Of the others only the
   * envelope is read until somebody asks for their data. All, when left out.
   */
  readonly types?: ReadonlySet<string>;
  /** Asked once there is a fact and room for more: they come with it when this resolves. */
  readonly linger?: () => Promise<void>;
  readonly onBatch: (batch: readonly Recorded[]) => Promise<void>;
};

export type Subscription = {
  /** Ends quietly: resolves when the running batch is done. */
  stop(): Promise<void>;
  /** Resolves after stop(), rejects when following had to end. */
  readonly done: Promise<void>;
};

/** The ledger gave no certain answer within the deadline. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';
}

/** The ledger holds, or is configured as, something it must not. A person has to look. */
export class LedgerIntegrityError extends Error {
  override readonly name = 'LedgerIntegrityError';
}

/** A stream as people write it: "order.01J9". */
export const streamName = ({ aggregate, id }: Pick<StreamId, 'aggregate' | 'id'>): string =>
  `${aggregate}.${id}`;
