/**
 * Puts commands to deciders and their facts on the ledger: load, decide, append, and decide again
 * when somebody else was faster. Hot streams are kept in memory behind the single writer.
 */
import type { Decider, Fact, Message } from '@sluice/domain';
import {
  EMPTY,
  streamName,
  type Ledger,
  type Recorded,
  type Revision,
  type StreamId,
} from '@sluice/ports';

/** What made somebody ask: the id is the key of idempotency, so one cause asks one thing. */
export type Cause = { readonly causeId: string; readonly journeyId: string };

/** How many streams are kept folded in memory; the one not asked for longest is let go. */
const STREAMS_MAX = 20_000;
const ATTEMPTS_MAX = 8;

type Known = { readonly state: unknown; readonly revision: Revision; readonly version: number };

export class Decisions {
  readonly #known = new Map<string, Known>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly onRecorded: (recorded: readonly Recorded[]) => void = () => undefined,
  ) {}

  /**
   * Puts one command to one stream and returns the facts that stand on the ledger for it; an empty
   * list when nothing followed. Throws ContendedStreamError when the stream kept changing, and what
   * the ledger throws. A stream presumed new is not looked up first: the ledger itself notices when
   * it is not, and then it is decided again.
   */
  tell<State, Command extends Message, Event extends Fact>(
    decider: Decider<State, Command, Event>,
    stream: StreamId,
    command: Command,
    cause: Cause,
    presumption?: 'presumed_new',
  ): Promise<readonly Recorded<Event>[]> {
    return this.#inTurn(streamName(stream), () =>
      this.#tell(decider, stream, command, cause, presumption),
    );
  }

  /** The stream's state as this process knows it, loaded when it does not. */
  state<State, Event extends Fact>(
    decider: Decider<State, never, Event>,
    stream: StreamId,
  ): Promise<State> {
    return this.#inTurn(
      streamName(stream),
      async () => (await this.#recall(decider, stream)).state as State,
    );
  }

  /** Somebody else wrote to this stream: what we remember of it is old. */
  forget(stream: StreamId): void {
    this.#known.delete(streamName(stream));
  }

  async #tell<State, Command extends Message, Event extends Fact>(
    decider: Decider<State, Command, Event>,
    stream: StreamId,
    command: Command,
    cause: Cause,
    presumption?: 'presumed_new',
  ): Promise<readonly Recorded<Event>[]> {
    const name = streamName(stream);
    let presumed = presumption !== undefined && !this.#known.has(name);
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const known = presumed
        ? { state: decider.initialState, revision: EMPTY, version: 0 }
        : await this.#recall(decider, stream);
      const facts = decider.decide(command, known.state as State);
      if (facts.length === 0 && !presumed) return [];
      presumed = false;
      if (facts.length === 0) continue;

      const { revision, version } = known;
      const outcome = await this.#append({ stream, facts, expected: { revision, version }, cause });
      if (outcome.kind === 'conflict') {
        this.#known.delete(name);
        continue;
      }
      const recorded = outcome.recorded as readonly unknown[] as readonly Recorded<Event>[];
      this.#learn(decider, name, known, recorded);
      this.onRecorded(outcome.recorded);
      return recorded;
    }
    throw new ContendedStreamError(name);
  }

  async #append({
    cause,
    ...appending
  }: Omit<Parameters<Ledger['append']>[0], keyof Cause> & { readonly cause: Cause }) {
    try {
      return await this.ledger.append({ ...appending, ...cause });
    } catch (error) {
      // Whether it was stored is not known: what we remember of the stream may be old.
      this.#known.delete(streamName(appending.stream));
      throw error;
    }
  }

  async #recall<State, Event extends Fact>(
    decider: Pick<Decider<State, never, Event>, 'evolve' | 'initialState'>,
    stream: StreamId,
  ): Promise<Known> {
    const name = streamName(stream);
    const known = this.#known.get(name);
    if (known !== undefined) return this.#remember(name, known);

    const { facts, revision, version } = await this.ledger.load(stream);
    const state = (facts as readonly Recorded<Event>[]).reduce(
      decider.evolve,
      decider.initialState,
    );
    return this.#remember(name, { state, revision, version });
  }

  #learn<State, Event extends Fact>(
    decider: Pick<Decider<State, never, Event>, 'evolve'>,
    name: string,
    known: Known,
    recorded: readonly Recorded<Event>[],
  ): void {
    const last = recorded.at(-1);
    // An answer about an earlier try of the same call tells nothing of what came after it.
    if (last === undefined || recorded[0]?.version !== known.version + 1) {
      this.#known.delete(name);
      return;
    }
    const state = recorded.reduce<State>(decider.evolve, known.state as State);
    const revision = last.position as number as Revision;
    this.#remember(name, { state, revision, version: last.version });
  }

  #remember(name: string, known: Known): Known {
    this.#known.delete(name);
    this.#known.set(name, known);
    if (this.#known.size > STREAMS_MAX) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return known;
  }

  /** One command at a time per stream: the next starts when the one before has its answer. */
  async #inTurn<Answer>(name: string, act: () => Promise<Answer>): Promise<Answer> {
    const before = this.#turns.get(name) ?? Promise.resolve();
    const turn = before.then(act, act);
    this.#turns.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }
}

export class ContendedStreamError extends Error {
  override readonly name = 'ContendedStreamError';

  constructor(readonly stream: string) {
    super(`Stream ${stream} kept changing for ${ATTEMPTS_MAX} attempts`);
  }
}
