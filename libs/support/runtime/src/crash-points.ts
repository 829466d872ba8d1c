/**
 * Places where a process may be told to die, so that a test can kill a service at each append and
 * each outside call. Does nothing unless SLUICE_CRASH_AT or SLUICE_CRASH_LOG is set.
 */
import { appendFileSync } from 'node:fs';

/** "<point>#<n>": die by SIGKILL the n-th time the point is passed. */
export type CrashPoints = { pass(point: string): void };

export function crashPoints(environment: NodeJS.ProcessEnv): CrashPoints {
  const { SLUICE_CRASH_AT: at, SLUICE_CRASH_LOG: log } = environment;
  if (at === undefined && log === undefined) return { pass: () => undefined };

  const passed = new Map<string, number>();
  return {
    pass(point) {
      const times = (passed.get(point) ?? 0) + 1;
      passed.set(point, times);
      const place = `${point}#${times}`;
      if (log !== undefined) appendFileSync(log, `${place}\n`);
      if (place === at) process.kill(process.pid, 'SIGKILL');
    },
  };
}

/** The same port, with a crash point before and after each of these calls. */
export function withCrashPoints<Port extends object>(
  port: Port,
  name: string,
  methods: readonly (keyof Port & string)[],
  points: CrashPoints,
  /** What a call is about; one that is about several things passes a point for each. */
  describe: (method: string, args: readonly unknown[]) => readonly string[] = (method) => [method],
): Port {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      if (!methods.includes(property as keyof Port & string)) return bound;
      return async (...args: unknown[]) => {
        const things = describe(String(property), args);
        for (const what of things) points.pass(`before ${name}.${what}`);
        const answer = await bound(...args);
        for (const what of things) points.pass(`after ${name}.${what}`);
        return answer;
      };
    },
  });
}
