/** `when(fact).tell(decider, …)`: the sentence every service is written in. */
import type { Decider, Fact, Instant, Message } from '@sluice/domain';
import type { Recorded, StreamId } from '@sluice/ports';
import type { Decisions } from './decisions.js';

/** Work to be done outside the ledger because of a fact: written down first, done after. */
export type PendingEffect = {
  /** Names the handler, such as "place_approved_order". */
  readonly effect: string;
  /** The same fact gives the same id, so that it is done once. */
  readonly id: string;
  /** Effects of one partition are done one after the other. */
  readonly partition?: string;
  /** Begun while it is being written down: its handler asks the ledger what was done already. */
  readonly ahead?: boolean;
  readonly payload: Readonly<Record<string, string>>;
  /** Not before this; until then it holds nobody up. */
  readonly notBefore?: Instant;
};

export type Reaction<Context = unknown> = {
  /** The file's name: a lagging or failing reaction names its file. */
  readonly name: string;
  readonly on: Fact['type'];
  readonly handle: (
    context: Context & { readonly decisions: Decisions },
    trigger: Recorded,
  ) => Promise<readonly PendingEffect[]>;
};

type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

type Telling<Trigger extends Fact, Command, Context> = {
  readonly name: string;
  /** The stream to ask; undefined when this fact is none of ours. */
  readonly stream: (trigger: Recorded<Trigger>, context: Context) => StreamId | undefined;
  readonly command: (
    trigger: Recorded<Trigger>,
    context: Context & { readonly decisions: Decisions },
  ) => Command | Promise<Command>;
};

type Effecting<Trigger extends Fact, Context> = {
  readonly name: string;
  readonly effect: (trigger: Recorded<Trigger>, context: Context) => PendingEffect | undefined;
};

export function when<Type extends Fact['type']>(on: Type) {
  type Trigger = FactOf<Type>;
  return {
    tell<State, Command extends Message, Event extends Fact>(
      decider: Decider<State, Command, Event>,
    ) {
      // Curried so that the command's type comes from the decider alone.
      return <Context>({
        name,
        stream,
        command,
      }: Telling<Trigger, Command, Context>): Reaction<Context> => ({
        name,
        on,
        handle: async (context, recorded) => {
          // Facts are handed over by type, so a fact named `on` is a Trigger.
          const trigger = recorded as Recorded<Trigger>;
          const target = stream(trigger, context);
          if (target === undefined) return [];
          const { id: causeId, journeyId } = trigger;
          const asked = await command(trigger, context);
          await context.decisions.tell(decider, target, asked, { causeId, journeyId });
          return [];
        },
      });
    },

    /** Has something done outside the ledger; the effect's own file says what. */
    effect<Context>({ name, effect }: Effecting<Trigger, Context>): Reaction<Context> {
      return {
        name,
        on,
        handle: (context, recorded) => {
          const pending = effect(recorded as Recorded<Trigger>, context);
          return Promise.resolve(pending === undefined ? [] : [pending]);
        },
      };
    },

    /** Keeps something in memory true; asks nothing and writes nothing. */
    learn<Context>({
      name,
      learn,
    }: {
      readonly name: string;
      readonly learn: (
        trigger: Recorded<Trigger>,
        context: Context & { readonly decisions: Decisions },
      ) => void;
    }): Reaction<Context> {
      return {
        name,
        on,
        handle: (context, recorded) => {
          learn(recorded as Recorded<Trigger>, context);
          return Promise.resolve([]);
        },
      };
    },
  };
}
