/** The troubles of one chain: begun, listed, ended by time or by hand, and asked about each call. */
import { z } from 'zod';
import { TROUBLE_KINDS, troubleOf, type TroubleKind } from './registry.js';
import type { Begun, RpcCall, Site, Strike } from './trouble.js';

const ARMED_MAX = 100;

export const troubleRequest = z.looseObject({ kind: z.enum(TROUBLE_KINDS) });

export type ArmedTrouble = {
  readonly id: number;
  readonly kind: TroubleKind;
  readonly parameters: object;
  /** Calls still to be struck, where they are counted. */
  readonly left?: number;
};

export type ChainTrouble = {
  /** Throws a ZodError about unreadable parameters, and an Error in words when it cannot begin. */
  readonly begin: (request: z.output<typeof troubleRequest>) => Promise<ArmedTrouble>;
  readonly armed: () => readonly ArmedTrouble[];
  /** Ends everything; what was held goes its way. */
  readonly calm: () => Promise<void>;
  /** What happens to a call at the door; the trouble armed first comes first. */
  readonly strike: (call: RpcCall) => Promise<Strike | undefined>;
};

type Going = {
  readonly id: number;
  readonly kind: TroubleKind;
  readonly parameters: object;
  readonly begun: Begun;
  timer?: NodeJS.Timeout;
};

export const createChainTrouble = (site: Site): ChainTrouble => {
  const going = new Set<Going>();
  let lastId = 0;

  const end = async (one: Going): Promise<void> => {
    if (!going.delete(one)) return;
    clearTimeout(one.timer);
    await one.begun.end?.();
  };
  const endInTime = (one: Going, seconds: number): void => {
    one.timer = setTimeout(() => {
      end(one).catch((error: unknown) => site.log(`Could not end ${one.kind}: ${String(error)}`));
    }, seconds * 1_000);
  };

  return {
    begin: async ({ kind, ...told }) => {
      if (going.size >= ARMED_MAX) throw new Error(`kind: ${ARMED_MAX} troubles are armed already`);
      const trouble = troubleOf(kind);
      const parameters = trouble.parameters.parse(told);
      const begun = await trouble.begin(site, parameters);
      lastId += 1;
      if (begun === undefined) return { id: lastId, kind, parameters };
      const one: Going = { id: lastId, kind, parameters, begun };
      going.add(one);
      void begun.done?.then(() => going.delete(one));
      if (begun.seconds !== undefined) endInTime(one, begun.seconds);
      return describe(one);
    },
    armed: () => [...going].map(describe),
    calm: async () => {
      for (const one of [...going]) await end(one);
    },
    strike: async (call) => {
      for (const one of [...going]) {
        const struck = await one.begun.strike?.(call);
        if (one.begun.left?.() === 0) await end(one);
        if (struck !== undefined) return struck;
      }
      return undefined;
    },
  };
};

const describe = ({ id, kind, parameters, begun }: Going): ArmedTrouble => ({
  id,
  kind,
  parameters,
  ...(begun.left === undefined ? {} : { left: begun.left() }),
});
