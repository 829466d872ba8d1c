/** A process of ours: started, watched, started again when it dies, and stopped without a trace. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type ChildSettings = {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  /** The whole environment; nothing of ours is passed on by itself. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Start it again when it dies without being asked to. */
  readonly restart: boolean;
  readonly restarts?: Restarts;
  readonly onExit?: (how: { code: number | null; signal: NodeJS.Signals | null }) => void;
  readonly onLine?: (line: string) => void;
};

export type Restarts = {
  /** The pause before a start doubles with each, up to this. */
  readonly pauseMaxMs: number;
  readonly startsMax: number;
};

export type Child = {
  readonly name: string;
  /** Times it was started. */
  starts(): number;
  running(): boolean;
  /** Changes one variable of the environment of the next start. */
  setVariable(name: string, value: string | undefined): void;
  /** Ends it as a crash would; it is started again where `restart` says so. */
  kill9(): Promise<void>;
  stop(): Promise<void>;
};

const STOP_MS = 20_000;
const RESTART_PAUSE_MS = 200;
const RESTARTS: Restarts = { pauseMaxMs: 5_000, startsMax: 50 };

export function startChild(settings: ChildSettings): Child {
  const { name, script, args = [], logFile, restart, onExit, onLine } = settings;
  const { pauseMaxMs, startsMax } = settings.restarts ?? RESTARTS;
  const environment = new Map(Object.entries(settings.environment));
  const log: WriteStream = createWriteStream(logFile, { flags: 'a' });
  let child: ChildProcess | undefined;
  let starts = 0;
  let stopping = false;
  let again: NodeJS.Timeout | undefined;

  function start(): void {
    starts += 1;
    // With a channel to us, so that it ends when we are gone, however we went.
    child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      env: Object.fromEntries(environment),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        onLine?.(line);
      });
    }
    child.once('exit', (code, signal) => {
      child = undefined;
      onExit?.({ code, signal });
      if (stopping || !restart || starts >= startsMax) return;
      const pauseMs = Math.min(RESTART_PAUSE_MS * 2 ** (starts - 1), pauseMaxMs);
      again = setTimeout(start, pauseMs);
    });
  }
  start();

  return {
    name,
    starts: () => starts,
    running: () => child !== undefined,
    setVariable: (variable, value) => {
      if (value === undefined) environment.delete(variable);
      else environment.set(variable, value);
    },
    kill9: async () => {
      const ending = child;
      if (ending === undefined) return;
      const gone = once(ending, 'exit');
      ending.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      stopping = true;
      clearTimeout(again);
      const ending = child;
      if (ending !== undefined) {
        const gone = once(ending, 'exit');
        ending.kill('SIGTERM');
        const late = setTimeout(() => ending.kill('SIGKILL'), STOP_MS);
        await gone;
        clearTimeout(late);
      }
      await new Promise((resolve) => log.end(resolve));
    },
  };
}
