/** What a fault is: the point of the venue where it strikes, its parameters, and what it does there. */
import type { z } from 'zod';
import type { Occasions, Point } from './occasions.js';

export type Fault<P extends Point = Point> = {
  readonly [Q in P]: {
    readonly at: Q;
    /** One line for the person who arms it. */
    readonly about: string;
    /** Read from `{}` it gives the defaults. */
    readonly parameters: z.ZodType<object>;
    /** Requests and frames it strikes unless told otherwise, such as "POST /order"; absent = all. */
    readonly subjects: readonly string[] | undefined;
    fits(given: Occasions[Q]['given'], parameters: object): boolean;
    strike(given: Occasions[Q]['given'], parameters: object): Occasions[Q]['outcome'];
  };
}[P];

/** Ties the parameters a fault reads to those its strike is given. */
export const defineFault = <P extends Point, S extends z.ZodType<object>>(fault: {
  readonly at: P;
  readonly about: string;
  readonly parameters: S;
  readonly subjects?: readonly string[];
  readonly fits?: (given: Occasions[P]['given'], parameters: z.output<S>) => boolean;
  readonly strike: (
    given: Occasions[P]['given'],
    parameters: z.output<S>,
  ) => Occasions[P]['outcome'];
}): Fault<P> => {
  const { at, about, parameters, subjects, fits, strike } = fault;
  const defined = {
    at,
    about,
    parameters,
    subjects,
    fits: (given: Occasions[P]['given'], read: object) =>
      fits?.(given, read as z.output<S>) ?? true,
    strike: (given: Occasions[P]['given'], read: object) => strike(given, read as z.output<S>),
  };
  return defined;
};
