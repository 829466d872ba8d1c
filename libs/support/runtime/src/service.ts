/**
 * A service from start to stop: HTTP first, so that probes see it wait; then Postgres, the ledger,
 * the tables, the reactions and the effects; and on a signal all of it down again, in reverse.
 */
import 'reflect-metadata';
import { ServiceUnavailableException, type Provider, type Type } from '@nestjs/common';
import type { Fact } from '@sluice/domain';
import { connectLedger, type LedgerConnecting } from '@sluice/nats';
import {
  adminCallsIn,
  connectPostgres,
  rebuildProjection,
  startEffects,
  startProjection,
  startReactions,
  type EffectHandler,
  type Migration,
  type Projection,
  type Reader,
  type ReaderState,
} from '@sluice/postgres';
import {
  LedgerUnavailableError,
  systemClock,
  type Clock,
  type Ledger,
  type Position,
} from '@sluice/ports';
import { Decisions, type PendingEffect, type Reaction } from '@sluice/reactions';
import type { DataSource } from 'typeorm';
import { Access } from './access.js';
import { AdminCalls, RETENTION } from './admin-calls.js';
import { configOrExit } from './config-or-exit.js';
import { natsOf, type CommonConfig } from './config.js';
import { crashPoints, withCrashPoints, type CrashPoints } from './crash-points.js';
import type { GrpcApi } from './grpc-server.js';
import { Health, type CheckResult } from './health.js';
import { createLogger, type Logger } from './logs.js';
import { Metrics } from './metrics.js';
import { repeatedly } from './repeatedly.js';
import { startApis } from './start-apis.js';

/** What a running service offers to its own parts. */
export type Running = {
  readonly ledger: Ledger;
  readonly decisions: Decisions;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly crash: CrashPoints;
  /** Resolves when this service's tables hold everything up to a place of the ledger. */
  readonly readThrough: (position: Position) => Promise<void>;
  /** How far its reactions have come; undefined until they are started. */
  readonly reactions: () => ReaderState | undefined;
};

/** What a service adds to that: its outside, its reactions, its effects. */
export type Parts = {
  readonly reactions: readonly Reaction<never>[];
  readonly context: object;
  readonly effects?: Readonly<Record<string, EffectHandler>>;
  readonly stop?: () => Promise<void>;
};

export type ServiceDefinition = {
  readonly name: string;
  readonly config: CommonConfig;
  readonly writes: readonly Fact['type'][];
  readonly migrations: readonly Migration[];
  readonly projections: (ledger: Ledger) => readonly Projection[];
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  /** Its API over gRPC, beside the one over HTTP; it listens at GRPC_HOST and GRPC_PORT. */
  readonly grpc?: GrpcApi;
  /** Largest request the service reads, as a body of HTTP or a message of gRPC. */
  readonly bodyMax?: `${number}kb`;
  readonly assemble: (running: Running) => Parts | Promise<Parts>;
};

const STOP_DEADLINE_MS = 15_000;
/** Connections: one for each projection and the reactions while they commit, the rest for questions. */
const POOL_MAX = 10;
const EFFECTS_CONCURRENT = 16;
const READ_THROUGH_MS = 10_000;

/** Runs the service, or with `--rebuild` fills its tables anew from the ledger and ends. */
export async function runService(
  definition: ServiceDefinition,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (process.argv.includes('--rebuild')) return rebuild(definition);
  const { name, config } = definition;
  const log = createLogger(name, config.LOG_LEVEL);
  const metrics = new Metrics(name);
  metrics.declareFacts(definition.writes);
  const health = new Health(metrics);
  const access = configOrExit(() => new Access(config.ADMIN_TOKENS));
  const calls = new AdminCalls(metrics, log);
  const apis = await startApis(definition, { access, calls, health, metrics, log });
  log.info({ url: apis.url, grpc: apis.grpcAddress }, `${name} is up and connects`);

  const stops: (() => Promise<void>)[] = [() => apis.close()];
  let stopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    health.stopping();
    const late = setTimeout(() => {
      log.error('the service did not stop in time and is ended');
      process.exit(1);
    }, STOP_DEADLINE_MS);
    late.unref();
    for (const undo of stops.reverse()) {
      await undo().catch((error: unknown) => log.error({ error: String(error) }, 'while stopping'));
    }
    clearTimeout(late);
    log.info(`${name} stopped`);
    process.exitCode = exitCode;
    process.exit();
  };
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));
  // Started by another process of ours: when that is gone, so are we. It may be gone already.
  if (process.connected) process.once('disconnect', () => void stop(0));
  else if (process.send !== undefined) return stop(0);

  /** A broken promise of ours or the ledger's: end loudly, and let whoever watches start us anew. */
  const fail = (what: string) => (error: unknown) => {
    if (stopping) return;
    log.fatal({ error: describe(error) }, `${what} ended; the service stops`);
    void stop(1);
  };

  try {
    await connect({ definition, environment, log, metrics, health, calls, stops, fail });
  } catch (error) {
    fail('starting')(error);
  }
}

async function connect({
  definition,
  environment,
  log,
  metrics,
  health,
  calls,
  stops,
  fail,
}: {
  readonly definition: ServiceDefinition;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly calls: AdminCalls;
  readonly stops: (() => Promise<void>)[];
  readonly fail: (what: string) => (error: unknown) => void;
}): Promise<void> {
  const { name, config } = definition;
  const crash = crashPoints(environment);
  const waiting =
    (what: string): (() => CheckResult) =>
    () => ({ ok: false, detail: what });
  health.watch('postgres', waiting('connecting'));
  health.watch('ledger', waiting('connecting'));

  const database = await openDatabase(definition, log);
  stops.push(() => database.destroy());
  health.watch('postgres', await probe(() => database.query('select 1'), stops));
  stops.push(keepAdminCalls(calls, database, log));

  const raw = await ledgerWhenThere({
    ...natsOf(config),
    source: name,
    log,
    onOutcome: (outcome) => metrics.ledgerAppends.inc({ outcome }),
    onConnectionLost: fail('the connection to the ledger'),
    ...(config.NATS_MONITOR_URL ? { monitorUrl: config.NATS_MONITOR_URL } : {}),
  });
  stops.push(() => raw.close());
  health.watch('ledger', await probe(() => raw.extent(), stops));

  const ledger = withCrashPoints(raw, 'ledger', ['append'], crash, (method, [appending]) => {
    const { facts } = appending as Parameters<Ledger['append']>[0];
    return facts.map(({ type }) => `${method} ${type}`);
  });
  const decisions = new Decisions(ledger, (recorded) => {
    metrics.countFacts(recorded);
    for (const { type, journeyId, stream, position } of recorded) {
      log.info({ journeyId, stream: `${stream.aggregate}.${stream.id}`, position }, type);
    }
  });

  const watch = (reader: Reader): Reader => {
    const follower = reader.state().name;
    stops.push(() => reader.stop());
    reader.done.catch(fail(follower));
    health.watch(follower, readerCheck(reader, metrics));
    return reader;
  };
  const projections = definition
    .projections(ledger)
    .map((projection) => watch(startProjection({ ledger, dataSource: database, projection, log })));
  const readThrough = async (position: Position): Promise<void> => {
    await Promise.all(projections.map((reader) => reader.reached(position, READ_THROUGH_MS)));
  };

  let reactions: Reader | undefined = undefined;
  const running: Running = {
    ledger,
    decisions,
    database,
    clock: systemClock,
    log,
    metrics,
    health,
    crash,
    readThrough,
    reactions: () => reactions?.state(),
  };
  const parts = await definition.assemble(running);
  if (parts.stop) stops.push(parts.stop);

  const handlers = parts.effects ?? {};
  const effects = startEffects({
    dataSource: database,
    handlers,
    concurrency: EFFECTS_CONCURRENT,
    log,
  });
  stops.push(() => effects.stop());
  health.watch('effects', () => {
    const { pending, oldestAgeMs, retrying } = effects.state();
    metrics.effectsPending.set(pending);
    const detail = retrying ?? `${pending} pending, the oldest for ${oldestAgeMs} ms`;
    return { ok: retrying === undefined, detail };
  });

  const byType = new Map<string, Reaction[]>();
  for (const reaction of parts.reactions as readonly Reaction[]) {
    byType.set(reaction.on, [...(byType.get(reaction.on) ?? []), reaction]);
  }
  const context = { ...parts.context, decisions };
  reactions = watch(
    startReactions({
      ledger,
      dataSource: database,
      name: `${name}--reactions`,
      log,
      effects,
      handle: async (recorded) => {
        const pending: PendingEffect[] = [];
        for (const reaction of byType.get(recorded.type) ?? []) {
          pending.push(...(await reaction.handle(context, recorded)));
        }
        metrics.ledgerLagSeconds.set(Math.max(0, (Date.now() - Date.parse(recorded.at)) / 1_000));
        return pending;
      },
    }),
  );
  log.info(`${name} is at work`);
}

/** A running instance notices that its tables were taken from it, ends, and starts on the new ones. */
async function rebuild(definition: ServiceDefinition): Promise<void> {
  const log = createLogger(definition.name, definition.config.LOG_LEVEL);
  const database = await openDatabase(definition, log);
  const ledger = await connectLedger({
    ...natsOf(definition.config),
    source: definition.name,
    log,
  });
  try {
    for (const projection of definition.projections(ledger)) {
      const { facts, rows, tookMs } = await rebuildProjection({
        ledger,
        dataSource: database,
        projection,
        log,
      });
      log.info({ projection: projection.name, facts, rows, tookMs }, 'rebuilt');
    }
  } finally {
    await ledger.close();
    await database.destroy();
  }
}

function openDatabase({ name, config, migrations }: ServiceDefinition, log: Logger) {
  return connectPostgres({
    url: config.POSTGRES_URL,
    urlVariable: 'POSTGRES_URL',
    schema: config.POSTGRES_SCHEMA ?? name.replaceAll('-', '_'),
    applicationName: `sluice-${name}`,
    poolMax: POOL_MAX,
    migrations,
    entities: [],
    waitMs: 'forever',
    log,
  });
}

const TRIM_EVERY_MS = 3_600_000;

/** Lets calls be written down, and deletes those that need not be kept. */
function keepAdminCalls(calls: AdminCalls, database: DataSource, log: Logger): () => Promise<void> {
  const table = adminCallsIn(database);
  calls.open(table);
  const trimming = repeatedly({
    intervalMs: TRIM_EVERY_MS,
    act: async () => {
      const deleted = await table.trim(RETENTION);
      if (deleted > 0) log.info({ deleted }, 'old admin calls deleted');
    },
    onError: (error) => log.warn({ error: describe(error) }, 'old admin calls were not deleted'),
  });
  return () => trimming.stop();
}

const PROBE_EVERY_MS = 2_000;
/** Asking may go on for longer, but who is silent for so long does not count as there. */
const PROBE_SILENCE_MAX_MS = 1_500;

/** Asks a dependency again and again, and remembers its last answer for the probes. */
async function probe(
  ask: () => Promise<unknown>,
  stops: (() => Promise<void>)[],
): Promise<() => CheckResult> {
  let result: CheckResult = { ok: true, detail: 'answers' };
  const look = async (): Promise<void> => {
    const silent = setTimeout(() => {
      result = { ok: false, detail: `has not answered for ${PROBE_SILENCE_MAX_MS} ms` };
    }, PROBE_SILENCE_MAX_MS);
    try {
      await ask();
      result = { ok: true, detail: 'answers' };
    } catch (error) {
      result = { ok: false, detail: describe(error) };
    } finally {
      clearTimeout(silent);
    }
  };
  await look();
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void look().finally(() => (asking = false));
  }, PROBE_EVERY_MS);
  stops.push(() => Promise.resolve(clearInterval(timer)));
  return () => result;
}

function readerCheck(reader: Reader, metrics: Metrics): () => CheckResult {
  return () => {
    const { name, position, lag, running, retrying, error } = reader.state();
    metrics.projectionLag.set({ follower: name }, lag);
    const detail = error?.message ?? retrying ?? `at ${position}, ${lag} behind`;
    return { ok: running && retrying === undefined, detail };
  };
}

/** A broker that is down is waited for; a ledger that is not what it must be is not. */
async function ledgerWhenThere(
  connecting: LedgerConnecting & { readonly log: Logger },
): Promise<Ledger> {
  for (;;) {
    try {
      return await connectLedger(connecting);
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) throw error;
      connecting.log.warn({ error: error.message }, 'the ledger does not answer; trying again');
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** For controllers: the running parts, or a 503 while the service still connects. */
export function whenRunning<Part>(part: Part | undefined): Part {
  if (part !== undefined) return part;
  const detail = 'the service is starting and waits for what it needs; see /health/ready';
  throw new ServiceUnavailableException({ error: 'not_ready', field: '', detail });
}
