/** The desk on a ledger in memory, with a table of strategies that is always level. */
import type { AccountId, StrategyId } from '@sluice/domain';
import { factsOn } from '@sluice/testing';
import type { Call, Role } from '@sluice/runtime';
import type { DataSource } from 'typeorm';
import type { DeskParts } from '../desk/desk-parts.js';
import { RiskDesk } from '../desk/risk-desk.js';
import { RiskReads } from '../desk/risk-reads.js';
import type { StrategyDirectory } from '../desk/strategy-directory.js';
import { openRisk } from './open-risk.js';

export function openDesk() {
  const risk = openRisk();
  /** The first on the ledger has a name. */
  const places = async (): Promise<ReadonlyMap<StrategyId, AccountId>> => {
    const found = new Map<StrategyId, AccountId>();
    for (const { type, data } of await factsOn(risk.ledger)) {
      if (type !== 'StrategyRegistered' || found.has(data.strategyId)) continue;
      found.set(data.strategyId, data.accountId);
    }
    return found;
  };
  const directory: StrategyDirectory = {
    accountOf: async (strategyId) => (await places()).get(strategyId),
    list: async ({ accountId, after, limit }) =>
      [...(await places())]
        .map(([strategyId, owner]) => ({ strategyId, accountId: owner }))
        .filter((one) => one.strategyId > after && (accountId ?? one.accountId) === one.accountId)
        .sort((one, other) => (one.strategyId < other.strategyId ? -1 : 1))
        .slice(0, limit),
  };
  const known = new Set<AccountId>();
  const parts: DeskParts = {
    decisions: risk.decisions,
    clock: risk.clock,
    directory,
    accounts: {
      all: () => [...known],
      learn: (accountId) => void known.add(accountId),
      refresh: async () => {
        for (const accountId of (await places()).values()) known.add(accountId);
      },
    },
    database: undefined as unknown as DataSource,
    readThrough: () => Promise.resolve(),
    readLevel: () => Promise.resolve(),
  };
  return {
    ...risk,
    parts,
    desk: new RiskDesk(() => parts),
    reads: new RiskReads(() => parts),
  };
}

export type OpenDesk = ReturnType<typeof openDesk>;

export const by = (name: string, role: Role = 'admin'): Call => ({
  caller: { name, role },
  idempotencyKey: undefined,
  transport: 'http',
});
