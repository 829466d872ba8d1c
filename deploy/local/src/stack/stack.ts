/** A whole Sluice on one machine: servers, paper venue and the five services, each its own process. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectLedger, connectQuotes } from '@sluice/nats';
import type { Ledger, Quotes } from '@sluice/ports';
import { ledgerUsers, type LedgerService } from '../servers/nats-permissions.js';
import { startNatsServer, type NatsServer } from '../servers/nats-server.js';
import { startPostgres, type LocalPostgres } from '../servers/postgres.js';
import { startChild, type Child, type Restarts } from './child.js';
import { startInbox, type Inbox } from './inbox.js';
import { freePorts } from './ports.js';
import { restartable, type Server } from './restartable.js';
import { openWallet, type OpenedWallet, type WalletSettings } from './wallet.js';

export const SERVICES = ['signal-ingest', 'risk', 'executor', 'redemption', 'alerting'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What the paper venue says of itself when it is open. */
export type VenueReady = {
  readonly clob: string;
  readonly data: string;
  readonly marketSocket: string;
  readonly userSocket: string;
  readonly rpc: string;
  readonly control: string;
  readonly account: string;
  readonly privateKey: string;
  /** Sends for wallets that are contracts. */
  readonly relayer?: string;
  readonly markets: readonly {
    readonly conditionId: string;
    readonly slug: string;
    readonly tokenIds: readonly [string, string];
    readonly negRisk?: boolean;
  }[];
};

export type StackSettings = {
  /** Holds everything that outlives the processes. */
  readonly dataDir: string;
  readonly venueArgs: readonly string[];
  /** More environment for a service, such as a crash point. */
  readonly extra?: Partial<Record<ServiceName, Readonly<Record<string, string>>>>;
  /** A crash point counts for the first start only; the next lives. */
  readonly crashOnce?: boolean;
  /** Called when a service died, before it is started again. */
  readonly onDeath?: (service: ServiceName, child: Child) => void;
  /** How long at most, and how often, a dead service is waited for and started again. */
  readonly restarts?: Restarts;
  /** The wallet that trades and redeems, when it is not the key's own. */
  readonly wallet?: WalletSettings;
  readonly logLevel?: string;
  readonly say: (line: string) => void;
};

export type Stack = {
  readonly accountId: string;
  /** The address that holds money and positions. */
  readonly wallet: string;
  readonly venue: VenueReady;
  readonly services: Readonly<Record<ServiceName, LocalService>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly ledger: Ledger;
  readonly quotes: Quotes;
  readonly inbox: Inbox;
  /** Bearer token that may do everything on this machine. */
  readonly adminToken: string;
  readonly postgresAdminUrl: string;
  /** Each service's own database, as its own role. */
  readonly postgresUrls: Readonly<Record<ServiceName, string>>;
  /** What the services depend on, to be taken away and brought back. */
  readonly servers: Readonly<Record<'nats' | 'postgres' | 'venue', Server>>;
  stop(): Promise<void>;
};

export type LocalService = {
  readonly child: Child;
  readonly url: string;
  /** Host and port of its API over gRPC, in a service that has one. */
  readonly grpc: string;
};

type Secrets = {
  readonly nats: Readonly<Record<LedgerService | 'admin', string>>;
  readonly postgres: string;
  readonly adminToken: string;
};

const ACCOUNT_ID = 'paper';
const DATABASE = 'sluice';
/** A machine that runs other things besides needs minutes to start eight programs. */
const READY_MS = 180_000;

export async function startStack(settings: StackSettings): Promise<Stack> {
  const { dataDir, say } = settings;
  for (const folder of ['nats', 'logs', 'venue']) {
    mkdirSync(join(dataDir, folder), { recursive: true });
  }
  const secrets = readSecrets(join(dataDir, 'secrets.json'));
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) {
      await step().catch((error: unknown) => say(`while stopping: ${String(error)}`));
    }
  };

  try {
    return await start(settings, secrets, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  settings: StackSettings,
  secrets: Secrets,
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { dataDir, say } = settings;
  const logs = join(dataDir, 'logs');

  say('starting nats-server, PostgreSQL and the paper venue …');
  const [natsServer, postgresServer, venueServer, inbox] = await allOrUndo(undo, [
    restartable(
      async (before: NatsServer | undefined) => {
        const nats = await startNatsServer(
          before?.settings ?? {
            name: 'sluice-local',
            storeDir: join(dataDir, 'nats'),
            users: ledgerUsers(secrets.nats),
          },
        );
        return nats;
      },
      (running) => running.kill9(),
    ),
    restartable(
      (before: LocalPostgres | undefined) =>
        startPostgres({ dataDir: join(dataDir, 'postgres'), port: before?.port ?? 0 }),
      (running) => running.kill9(),
    ),
    restartable(
      (before: LocalVenue | undefined) =>
        startVenue({
          args: settings.venueArgs,
          dataDir: join(dataDir, 'venue'),
          logs,
          before: before?.ready,
        }),
      // It stands in for somebody else's, and its chain goes with it.
      (running) => running.stop(),
    ),
    startInbox(),
  ]);
  const [nats, postgres, venue] = [natsServer.first, postgresServer.first, venueServer.first];

  const wallet = await openWallet(venue.ready, settings.wallet);

  const operating = operatorOf(nats, secrets);
  const ledger = await connectLedger({ ...operating, monitorUrl: nats.monitorUrl });
  undo.push(() => ledger.close());
  const quotes = await connectQuotes(operating);
  undo.push(() => quotes.close());

  // For `npm run journey`, which reads the ledger of a running Sluice.
  const place = { servers: nats.url, user: 'admin', password: secrets.nats.admin };
  writeFileSync(join(dataDir, 'ledger.json'), JSON.stringify(place), { mode: 0o600 });

  await postgres.createDatabase(DATABASE);
  const databaseUrls: Partial<Record<ServiceName, string>> = {};
  for (const service of SERVICES) {
    const role = service.replaceAll('-', '_');
    const access = { role, password: secrets.postgres, schema: role, database: DATABASE };
    databaseUrls[service] = await postgres.ensureRole(access);
  }

  say('starting signal-ingest, risk, executor, redemption and alerting …');
  const ports = await freePorts(2 * SERVICES.length);
  const started = SERVICES.map((service, index) => {
    const [httpPort = 0, grpcPort = 0] = ports.slice(2 * index);
    const url = `http://127.0.0.1:${httpPort}`;
    const environment = {
      ...inherited(),
      NATS_URL: nats.url,
      NATS_MONITOR_URL: nats.monitorUrl,
      NATS_USER: service,
      NATS_PASSWORD: secrets.nats[service],
      LEDGER_REPLICAS: '1',
      POSTGRES_URL: databaseUrls[service] ?? '',
      HTTP_PORT: String(httpPort),
      GRPC_PORT: String(grpcPort),
      LOG_LEVEL: settings.logLevel ?? 'info',
      ADMIN_TOKENS: JSON.stringify([
        { token: secrets.adminToken, name: 'local-operator', role: 'admin' },
      ]),
      ...serviceEnvironment(service, { venue: venue.ready, wallet, inbox }),
      ...settings.extra?.[service],
    };
    const child: Child = startChild({
      name: service,
      script: packageMain(service),
      environment,
      logFile: join(logs, `${service}.log`),
      restart: true,
      ...(settings.restarts === undefined ? {} : { restarts: settings.restarts }),
      onExit: ({ code, signal }) => {
        if (settings.crashOnce === true) child.setVariable('SLUICE_CRASH_AT', undefined);
        settings.onDeath?.(service, child);
        if (code !== 0) say(`${service} ended (${signal ?? `exit ${code ?? '?'}`}); see ${logs}`);
      },
    });
    return { service, child, url, grpc: `127.0.0.1:${grpcPort}` };
  });
  undo.push(() => Promise.all(started.map(({ child }) => child.stop())));
  await Promise.all(started.map(({ service, url }) => whenReady(service, url, logs)));

  const services = Object.fromEntries(
    started.map(({ service, child, url, grpc }) => [service, { child, url, grpc }]),
  ) as Stack['services'];
  return {
    accountId: ACCOUNT_ID,
    wallet: wallet.address,
    venue: venue.ready,
    services,
    urls: {
      'venue REST': venue.ready.clob,
      'venue control': venue.ready.control,
      'chain RPC': venue.ready.rpc,
      'nats-server': nats.url,
      ...Object.fromEntries(started.map(({ service, url }) => [service, url])),
      'risk over gRPC': services.risk.grpc,
    },
    ledger,
    quotes,
    inbox,
    adminToken: secrets.adminToken,
    postgresAdminUrl: postgres.adminUrl,
    postgresUrls: databaseUrls as Stack['postgresUrls'],
    servers: {
      nats: natsServer.server,
      postgres: postgresServer.server,
      venue: venueServer.server,
    },
    stop,
  };
}

/** Who alone may make streams. */
const operatorOf = ({ url }: NatsServer, { nats }: Secrets) => ({
  ...{ servers: url, source: 'operator', user: 'admin', password: nats.admin },
  ...{ replicas: 1, create: true },
});

function serviceEnvironment(
  service: ServiceName,
  {
    venue,
    wallet,
    inbox,
  }: { readonly venue: VenueReady; readonly wallet: OpenedWallet; readonly inbox: Inbox },
): Readonly<Record<string, string>> {
  switch (service) {
    case 'signal-ingest':
      return {
        VENUE_URL: venue.clob,
        VENUE_MARKET_WS_URL: venue.marketSocket,
        DATA_URL: venue.data,
        RPC_URL: venue.rpc,
        MARKET_POLL_MS: '250',
        DISCOVER_MARKETS: 'true',
      };
    case 'risk':
      return {};
    case 'executor':
      return {
        ACCOUNT_ID,
        WALLET_PRIVATE_KEY: venue.privateKey,
        VENUE_URL: venue.clob,
        VENUE_USER_WS_URL: venue.userSocket,
        DATA_URL: venue.clob,
        RECONCILE_INTERVAL_MS: '1000',
        ...wallet.trading,
      };
    case 'redemption':
      return {
        ...{ ACCOUNT_ID, WALLET_PRIVATE_KEY: venue.privateKey, RPC_URL: venue.rpc },
        ...wallet.redeeming,
      };
    case 'alerting':
      return { WEBHOOK_URL: inbox.url };
  }
}

type LocalVenue = { readonly ready: VenueReady; stop(): Promise<void> };

async function startVenue(venue: {
  readonly args: readonly string[];
  readonly dataDir: string;
  readonly logs: string;
  /** Where it was open before. */
  readonly before: VenueReady | undefined;
}): Promise<LocalVenue> {
  let ready: (venue: VenueReady) => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const opened = new Promise<VenueReady>((resolve, reject) => {
    ready = resolve;
    failed = reject;
  });
  const lines: string[] = [];
  const { clob, rpc, relayer } = venue.before ?? {};
  const doors = ['--port', portOf(clob), '--rpc-port', portOf(rpc)];
  if (relayer !== undefined) doors.push('--relayer-port', portOf(relayer));
  const args = ['--json', '--log', ...doors, '--data-dir', venue.dataDir, ...venue.args];
  const child = startChild({
    name: 'paper-venue',
    script: packageMain('paper-venue'),
    args,
    environment: inherited(),
    logFile: join(venue.logs, 'paper-venue.log'),
    restart: false,
    onLine: (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      if (line.startsWith('{"ready":true')) ready(JSON.parse(line) as VenueReady);
    },
    onExit: () => failed(new Error(`the paper venue did not open:\n${lines.join('\n')}`)),
  });
  return { ready: await opened, stop: () => child.stop() };
}

/** "0", any free one, when there is no address yet. */
const portOf = (url: string | undefined): string => (url === undefined ? '0' : new URL(url).port);

/** Starts several things at once; when one fails, those that started are undone. */
async function allOrUndo<Started extends readonly { stop(): Promise<unknown> }[]>(
  undo: (() => Promise<unknown>)[],
  starting: { readonly [Index in keyof Started]: Promise<Started[Index]> },
): Promise<Started> {
  const settled = await Promise.allSettled(starting);
  for (const outcome of settled) {
    if (outcome.status !== 'fulfilled') continue;
    const started = outcome.value as Started[number];
    undo.push(() => started.stop());
  }
  const failed = settled.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as never;
}

export async function whenReady(service: string, url: string, logs: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  let last = 'no answer';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      last = await response.text();
    } catch (error) {
      last = String(error);
    }
    await sleep(50);
  }
  throw new Error(`${service} was not ready within ${READY_MS / 1_000} s (${last}); see ${logs}`);
}

/** What a process needs of our own environment: where programs and homes are, nothing else. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'SLUICE_CACHE_DIR', 'TZ', 'LANG'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

const packageMain = (name: string): string => join(ROOT, 'services', name, 'dist', 'main.js');

/** Made at the first start and kept with the data they guard. */
function readSecrets(file: string): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const secret = () => randomBytes(24).toString('base64url');
  const names = [...SERVICES, 'admin'] as const;
  const secrets: Secrets = {
    nats: Object.fromEntries(names.map((name) => [name, secret()])) as Secrets['nats'],
    postgres: secret(),
    adminToken: secret(),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
