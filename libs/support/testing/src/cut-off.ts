/** A process that ends at one of its steps, so that a test can start it anew and compare. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError';
}

export type CutPoints = {
  /** Throws at the chosen step and at every later one: what is dead does nothing more. */
  pass(point: string): void;
  readonly passed: readonly string[];
};

/** Ends at the step of this number, counted from 0; never without one. */
export function cutOffAt(step = Infinity): CutPoints {
  const passed: string[] = [];
  return {
    passed,
    pass: (point) => {
      if (passed.length > step) throw new CutOffError(`cut off before "${point}"`);
      passed.push(point);
      if (passed.length > step) throw new CutOffError(`cut off at "${point}"`);
    },
  };
}
