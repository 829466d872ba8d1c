/** What the desk works with, once the service is connected. */
import { ServiceUnavailableException } from '@nestjs/common';
import type { Clock, Position } from '@sluice/ports';
import type { Decisions } from '@sluice/reactions';
import type { Running } from '@sluice/runtime';
import type { DataSource } from 'typeorm';
import type { KnownAccounts } from '../known-accounts.js';
import { strategyDirectory, type StrategyDirectory } from './strategy-directory.js';

export type DeskParts = {
  readonly decisions: Decisions;
  readonly clock: Clock;
  readonly directory: StrategyDirectory;
  readonly accounts: Pick<KnownAccounts, 'all' | 'learn' | 'refresh'>;
  readonly database: DataSource;
  /** Resolves when this service's tables hold everything up to a place of the ledger. */
  readonly readThrough: (position: Position) => Promise<void>;
  /** Resolves when they hold everything that is on the ledger now. */
  readonly readLevel: () => Promise<void>;
};

export function deskParts(
  { decisions, clock, database, ledger, readThrough }: Running,
  accounts: KnownAccounts,
): DeskParts {
  const levelWith = async (position: Position): Promise<void> => {
    try {
      await readThrough(position);
    } catch {
      const detail = 'the tables of this service are behind the ledger; try again in a moment';
      throw new ServiceUnavailableException({ error: 'behind', field: '', detail });
    }
  };
  const readLevel = async (): Promise<void> => levelWith((await ledger.extent()).last);
  const directory = strategyDirectory(database, readLevel);
  const tables = { database, directory, readThrough: levelWith, readLevel };
  return { decisions, clock, accounts, ...tables };
}
