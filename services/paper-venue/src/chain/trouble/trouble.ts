/** What a trouble of the chain is: its parameters, how it begins, and what it does to calls at the RPC door. */
import type { z } from 'zod';
import type { ChainAccess } from '../chain-access.js';

export type RpcCall = { readonly method: string; readonly params: readonly unknown[] };

export type RpcAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };

export type Strike =
  /** The node never hears of the call. */
  | { readonly kind: 'answered'; readonly answer: RpcAnswer }
  /** The node obeys, and the connection is reset. */
  | { readonly kind: 'answer_lost' }
  | {
      readonly kind: 'forwarded';
      readonly call: RpcCall;
      readonly delayMs?: number;
      readonly reread?: (result: unknown) => unknown;
    };

/** Where troubles happen. */
export type Site = {
  readonly chain: ChainAccess;
  /** How far `finalized` is behind `latest`. */
  readonly finalityBlocks: number;
  /** The first block whose state this run still knows. */
  readonly firstBlock: bigint;
  readonly forward: (call: RpcCall) => Promise<RpcAnswer>;
  readonly log: (line: string) => void;
};

export type Begun = {
  /** Undefined leaves the call alone. */
  readonly strike?: (call: RpcCall) => Promise<Strike | undefined> | Strike | undefined;
  /** Calls still to be struck; absent = as long as it lasts. */
  readonly left?: () => number;
  /** It ends after so long; absent = by hand, or when nothing is left. */
  readonly seconds?: number | undefined;
  /** Resolves when it has ended by itself. */
  readonly done?: Promise<void>;
  readonly end?: () => Promise<void>;
};

export type Trouble = {
  /** One line for the person who arms it. */
  readonly about: string;
  /** Read from `{}` it gives the defaults. */
  readonly parameters: z.ZodType<object>;
  /** Answers what goes on; nothing when it was done with at once. Throws in words when it cannot begin. */
  begin(site: Site, parameters: object): Promise<Begun | undefined>;
};

/** Ties the parameters a trouble reads to those it begins with. */
export const defineTrouble = <S extends z.ZodType<object>>(trouble: {
  readonly about: string;
  readonly parameters: S;
  readonly begin: (site: Site, parameters: z.output<S>) => Promise<Begun | undefined>;
}): Trouble => ({
  about: trouble.about,
  parameters: trouble.parameters,
  begin: (site, read) => trouble.begin(site, read as z.output<S>),
});

/** Strikes the first so many calls. */
export const countDown = (count: number, strike: (call: RpcCall) => Strike | undefined): Begun => {
  let left = count;
  return {
    left: () => left,
    strike: (call) => {
      const struck = left === 0 ? undefined : strike(call);
      if (struck !== undefined) left -= 1;
      return struck;
    },
  };
};
