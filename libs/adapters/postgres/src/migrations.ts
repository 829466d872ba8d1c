/** Brings a service's schema to the state its code expects, once, however many instances start. */
import { MigrationExecutor, type DataSource, type MigrationInterface } from 'typeorm';
import type { Log } from './log.js';
import { CreateProgress1767225600000 } from './migrations/1767225600000-create-progress.js';
import { CreateAdminCalls1767225600002 } from './migrations/1767225600002-create-admin-calls.js';

/** A class whose name ends in the 13 digits of its epoch milliseconds. */
export type Migration = new () => MigrationInterface;

/** Tables of the adapter itself, in every service's schema. */
export const ownMigrations: readonly Migration[] = [
  CreateProgress1767225600000,
  CreateAdminCalls1767225600002,
];

/**
 * Makes the schema and runs what is pending, each migration in its own transaction. A lock per
 * schema makes a second instance wait, then find nothing to do.
 */
export async function migrate(dataSource: DataSource, schema: string, log: Log): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock(hashtext($1), hashtext($2))', ['sluice', schema]);
    const [found] = (await runner.query('select 1 from pg_namespace where nspname = $1', [
      schema,
    ])) as readonly unknown[];
    if (found === undefined) await runner.query(`create schema "${schema}"`);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    const applied = await executor.executePendingMigrations();
    const names = applied.map(({ name }) => name);
    if (names.length > 0) log.info({ schema, names }, 'schema migrated');
    await runner.query('select pg_advisory_unlock(hashtext($1), hashtext($2))', ['sluice', schema]);
  } catch (error) {
    // The connection ends with the error, and the lock with the connection.
    await runner.query('select pg_advisory_unlock_all()').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}
