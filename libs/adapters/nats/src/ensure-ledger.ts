/** What the ledger's stream must be, made when asked for and verified before anything trades. */
import {
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { LEDGER_SUBJECTS } from '@sluice/contracts';
import { LedgerIntegrityError, LedgerUnavailableError } from '@sluice/ports';
import { setTimeout as sleep } from 'node:timers/promises';

export const LEDGER_STREAM = 'LEDGER';
export const SERVER_VERSION_MIN = '2.15.1';

const HOUR_NS = 3_600_000_000_000;
const STREAM_NOT_FOUND = 10059;
const MONITOR_TIMEOUT_MS = 2_000;
/** A young cluster has no leader and no peers to place a stream on for some seconds. */
const CREATION_TRIES_MAX = 80;
const CREATION_PAUSE_MS = 250;

/** Immutable, for ever, synced, and never quietly dropping: section 4 of the architecture. */
export const ledgerConfig = (replicas: number) =>
  ({
    name: LEDGER_STREAM,
    subjects: [LEDGER_SUBJECTS],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    compression: StoreCompression.S2,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
    max_age: 0,
    max_msgs: -1,
    max_bytes: -1,
    max_msgs_per_subject: -1,
    duplicate_window: HOUR_NS,
    deny_delete: true,
    deny_purge: true,
    allow_direct: true,
    allow_atomic: true,
  }) satisfies Partial<StreamConfig>;

/** Whatever would make stored facts mutable, copied or acknowledged before they are stored. */
const FORBIDDEN = [
  'allow_rollup_hdrs',
  'allow_msg_ttl',
  'allow_msg_counter',
  'allow_msg_schedules',
  'subject_delete_marker_ttl',
  'subject_transform',
  'republish',
  'mirror',
  'sources',
  'sealed',
  'no_ack',
] as const;

/** Makes the stream if there is none, waiting for a young cluster; changes nothing that exists. */
export async function createLedger(manager: JetStreamManager, replicas: number): Promise<void> {
  let found: unknown;
  for (let attempt = 0; attempt < CREATION_TRIES_MAX; attempt += 1) {
    try {
      await manager.streams.info(LEDGER_STREAM);
      return;
    } catch (error) {
      found = error;
    }
    if (found instanceof JetStreamApiError && found.code === STREAM_NOT_FOUND) {
      try {
        await manager.streams.add(ledgerConfig(replicas));
        return;
      } catch (error) {
        found = error;
      }
    }
    await sleep(CREATION_PAUSE_MS);
  }
  throw new LedgerUnavailableError(
    `the stream ${LEDGER_STREAM} with ${replicas} replicas could not be made: ${String(found)}`,
    { cause: found },
  );
}

export type Verifying = {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  readonly replicas: number;
  /** Monitoring addresses of all servers ("http://host:port"); none skips the check of syncing. */
  readonly monitorUrls: readonly string[];
};

/** @throws LedgerIntegrityError naming each difference from what the ledger must be. */
export async function verifyLedger(verifying: Verifying): Promise<StreamInfo> {
  const { connection, manager, replicas, monitorUrls } = verifying;
  const version = connection.info?.version ?? 'unknown';
  const info = await manager.streams.info(LEDGER_STREAM).catch((error: unknown) => {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) {
      throw new LedgerUnavailableError(`could not read the ledger's settings: ${String(error)}`, {
        cause: error,
      });
    }
    throw new LedgerIntegrityError(
      `there is no stream ${LEDGER_STREAM}; an operator makes it once`,
    );
  });
  const differences = [
    ...(isAtLeast(version, SERVER_VERSION_MIN)
      ? []
      : [`server version is ${version}, must be ${SERVER_VERSION_MIN} or newer`]),
    ...(await syncDifferences(monitorUrls)),
    ...configDifferences(info.config, replicas),
  ];
  if (differences.length === 0) return info;
  throw new LedgerIntegrityError(`the ledger is not safe to use: ${differences.join('; ')}`);
}

export function configDifferences(found: StreamConfig, replicas: number): readonly string[] {
  const actual = found as unknown as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(ledgerConfig(replicas))
    .filter(([name, wanted]) => JSON.stringify(actual[name]) !== JSON.stringify(wanted))
    .map(
      ([name, wanted]) =>
        `${name} is ${JSON.stringify(actual[name])}, must be ${JSON.stringify(wanted)}`,
    );
  const unwanted = FORBIDDEN.filter((name) => isSet(actual[name])).map(
    (name) => `${name} is ${JSON.stringify(actual[name])}, must not be set`,
  );
  const early =
    actual['persist_mode'] === 'async' ? ['persist_mode is "async", must not be set'] : [];
  return [...wrong, ...unwanted, ...early];
}

/** One server of a cluster may be down when a service starts; most must answer. */
async function syncDifferences(monitorUrls: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.allSettled(monitorUrls.map(serverDifferences));
  const heard = answers.filter((answer) => answer.status === 'fulfilled');
  if (monitorUrls.length > 0 && heard.length <= monitorUrls.length / 2) {
    throw new LedgerUnavailableError(
      `only ${heard.length} of ${monitorUrls.length} servers said whether they sync: ${monitorUrls.join(', ')}`,
    );
  }
  return heard.flatMap(({ value }) => value);
}

async function serverDifferences(monitorUrl: string): Promise<readonly string[]> {
  const answer = await fetch(new URL('/varz', monitorUrl), {
    signal: AbortSignal.timeout(MONITOR_TIMEOUT_MS),
  });
  const varz = (await answer.json()) as {
    readonly version?: string;
    readonly jetstream?: { readonly config?: { readonly sync_always?: boolean } };
  };
  const version = varz.version ?? 'unknown';
  return [
    ...(varz.jetstream?.config?.sync_always === true
      ? []
      : [`${monitorUrl} does not sync before it acknowledges, must have sync_interval: always`]),
    ...(isAtLeast(version, SERVER_VERSION_MIN)
      ? []
      : [`${monitorUrl} is version ${version}, must be ${SERVER_VERSION_MIN} or newer`]),
  ];
}

const isSet = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

function isAtLeast(version: string, minimum: string): boolean {
  const [found = [], wanted = []] = [version, minimum].map((text) =>
    (/(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1) ?? []).map(Number),
  );
  const index = wanted.findIndex((number, place) => number !== found[place]);
  return index === -1 || (found[index] ?? 0) > (wanted[index] ?? 0);
}
