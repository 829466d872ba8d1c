/** Every service's read models: waited for, fingerprinted, thrown away and filled anew. */
import { connectPostgres, hashTables, rebuildProjection, type TablesHash } from '@sluice/postgres';
import type { Ledger } from '@sluice/ports';
import { SERVICES, type ServiceName, type Stack } from '@sluice/local';
import { migrations as alertingMigrations } from '../../services/alerting/src/migrations/index.js';
import { projections as alerting } from '../../services/alerting/src/projections/index.js';
import { migrations as executorMigrations } from '../../services/executor/src/migrations/index.js';
import { projections as executor } from '../../services/executor/src/projections/index.js';
import { migrations as redemptionMigrations } from '../../services/redemption/src/migrations/index.js';
import { projections as redemption } from '../../services/redemption/src/projections/index.js';
import { migrations as riskMigrations } from '../../services/risk/src/migrations/index.js';
import { projections as risk } from '../../services/risk/src/projections/index.js';
import { migrations as signalMigrations } from '../../services/signal-ingest/src/migrations/index.js';
import { projections as signal } from '../../services/signal-ingest/src/projections/index.js';
import { until } from './journey.js';

const MODELS = {
  'signal-ingest': { migrations: signalMigrations, projections: signal },
  risk: { migrations: riskMigrations, projections: risk },
  executor: { migrations: executorMigrations, projections: executor },
  redemption: { migrations: redemptionMigrations, projections: redemption },
  alerting: { migrations: alertingMigrations, projections: alerting },
} as const;

export type Fingerprints = Readonly<Record<string, TablesHash['tables']>>;

/** Resolves when every reader of every service has read the whole ledger. */
export async function untilAllRead(stack: Stack): Promise<void> {
  for (const service of SERVICES) {
    const database = await open(stack, service);
    try {
      await until(`end of the ledger in ${service}`, async () => {
        const { last } = await stack.ledger.extent();
        const [row]: { position: string }[] = await database.query(
          'select min(position) as position from projection_checkpoints',
        );
        return Number(row?.position) === last ? last : undefined;
      });
    } finally {
      await database.destroy();
    }
  }
}

export function fingerprints(stack: Stack): Promise<Fingerprints> {
  return inEach(stack, async (database, service) => {
    const { tables } = await hashTables(database, tablesOf(service, stack.ledger));
    return tables;
  });
}

/** Throws every row away and replays the ledger; the services must not be running. */
export function rebuildAll(stack: Stack): Promise<Fingerprints> {
  const { ledger } = stack;
  return inEach(stack, async (database, service) => {
    const tables = tablesOf(service, ledger);
    await database.query(`truncate ${tables.join(', ')}`);
    await database.query('delete from projection_checkpoints where name = any ($1)', [
      MODELS[service].projections(ledger).map(({ name }) => name),
    ]);
    const emptied = await hashTables(database, tables);
    for (const projection of MODELS[service].projections(ledger)) {
      await rebuildProjection({ ledger, dataSource: database, projection });
    }
    return emptied.tables;
  });
}

const tablesOf = (service: ServiceName, ledger: Ledger): readonly string[] =>
  MODELS[service].projections(ledger).flatMap(({ tables }) => [...tables]);

type Database = Awaited<ReturnType<typeof connectPostgres>>;

async function inEach(
  stack: Stack,
  act: (database: Database, service: ServiceName) => Promise<TablesHash['tables']>,
): Promise<Fingerprints> {
  const found: Record<string, TablesHash['tables']> = {};
  for (const service of SERVICES) {
    const database = await open(stack, service);
    try {
      found[service] = await act(database, service);
    } finally {
      await database.destroy();
    }
  }
  return found;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const open = (stack: Stack, service: ServiceName): Promise<Database> =>
  connectPostgres({
    url: stack.postgresUrls[service],
    schema: service.replaceAll('-', '_'),
    applicationName: 'sluice-journey',
    poolMax: 2,
    migrations: MODELS[service].migrations,
    entities: [],
    waitMs: 10_000,
    log: silent,
  });
