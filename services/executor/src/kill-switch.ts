/**
 * What is killed, in memory: asked before anything is signed or sent, so that an order which was
 * approved already goes no further. Filled from the table at the start, kept true by the facts.
 */
import type { account, AccountId, Instant, Side, StrategyId } from '@sluice/domain';
import type { Ledger, Position, Recorded } from '@sluice/ports';
import type { Logger } from '@sluice/runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { standingKills } from './projections/kills.js';
import type { KillRow } from './projections/rows/kill-row.js';

export type KillSwitch = {
  /** Why this may not be traded, in words; undefined when it may. */
  stopping(wish: { readonly strategyId: StrategyId; readonly side: Side }): string | undefined;
  /** Whether this kill is neither released nor replaced by another. */
  stands(killId: string): boolean;
  learn(fact: Recorded<KillFact>): void;
};

export type KillFact =
  | account.AccountKilled
  | account.StrategyKilled
  | account.AccountReleased
  | account.StrategyReleased;

/** One kill of this account or of one of its strategies. */
export type Kill = {
  /** The id of the fact that killed. */
  readonly killId: string;
  readonly accountId: AccountId;
  /** Empty when the whole account was killed. */
  readonly strategyId: StrategyId;
  readonly by: string;
  readonly why: string;
  readonly at: Instant;
  /** Exits may still sell what is held. */
  readonly flatten: boolean;
  readonly position: Position;
};

/** `through` is how much of the ledger `standing` was made from. */
export function killSwitch({
  accountId,
  standing,
  through,
}: {
  readonly accountId: AccountId;
  readonly standing: readonly KillRow[];
  readonly through: Position;
}): KillSwitch {
  const kills = new Map<StrategyId, Kill>(standing.map((row) => [row.strategy_id, killIn(row)]));

  return {
    stopping: ({ strategyId, side }) => {
      for (const scope of [WHOLE_ACCOUNT, strategyId]) {
        const kill = kills.get(scope);
        // A SELL is an exit: only what is held is sold.
        if (kill === undefined || (kill.flatten && side === 'SELL')) continue;
        return `${nameOf(kill)} was killed at ${kill.at} by ${kill.by}: ${kill.why}`;
      }
      return undefined;
    },
    stands: (killId) => [...kills.values()].some((kill) => kill.killId === killId),
    learn: (fact) => {
      if (fact.data.accountId !== accountId || fact.position <= through) return;
      switch (fact.type) {
        case 'AccountKilled':
        case 'StrategyKilled': {
          const kill = killOf(fact);
          return void kills.set(kill.strategyId, kill);
        }
        case 'AccountReleased':
          return void kills.delete(WHOLE_ACCOUNT);
        case 'StrategyReleased':
          return void kills.delete(fact.data.strategyId);
      }
    },
  };
}

const LOOK_AGAIN_MS = 500;

/** Resolves when every kill on the ledger is known: nothing may be signed or sent before. */
export async function openKillSwitch({
  accountId,
  ledger,
  database,
  readThrough,
  log,
}: {
  readonly accountId: AccountId;
  readonly ledger: Pick<Ledger, 'extent'>;
  readonly database: DataSource;
  readonly readThrough: (position: Position) => Promise<void>;
  readonly log: Logger;
}): Promise<KillSwitch> {
  for (;;) {
    try {
      const through = (await ledger.extent()).last;
      await readThrough(through);
      const standing = await standingKills(database, accountId);
      return killSwitch({ accountId, standing, through });
    } catch (error) {
      log.warn({ error: String(error) }, 'waits until every kill is known');
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

export const WHOLE_ACCOUNT: StrategyId = '';

export const killOf = ({
  id: killId,
  position,
  data,
}: Recorded<account.AccountKilled | account.StrategyKilled>): Kill => ({
  ...{ killId, position, accountId: data.accountId },
  strategyId: 'strategyId' in data ? data.strategyId : WHOLE_ACCOUNT,
  ...{ by: data.by, why: data.why, at: data.at, flatten: data.flatten ?? false },
});

const nameOf = ({ accountId, strategyId }: Kill): string =>
  strategyId === WHOLE_ACCOUNT ? `account ${accountId}` : `strategy ${strategyId}`;

const killIn = (row: KillRow): Kill => ({
  killId: row.kill_id,
  accountId: row.account_id,
  strategyId: row.strategy_id,
  by: row.killed_by,
  why: row.why,
  at: new Date(row.killed_at).toISOString(),
  flatten: row.flatten,
  position: Number(row.position) as Position,
});
