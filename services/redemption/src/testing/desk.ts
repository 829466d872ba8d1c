/** A redemption service with ledger, wallet and clock in memory; each start is a new process. */
import type { redemption } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { Decisions } from '@sluice/reactions';
import { createLogger, packFact, withCrashPoints, type EffectHandler } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createInMemoryRedeemer,
  createManualClock,
  cutOffAt,
  factsOn,
  type CutPoints,
} from '@sluice/testing';
import type { DataSource } from 'typeorm';
import type { KnownPayout, RedemptionContext } from '../redemption.context.js';

const { accountId, at, conditionId, noToken, winner, yesToken } = examples;

/** What the service's own tables say was bought of one token of the condition. */
export type HeldRow = {
  readonly token_id: string;
  readonly unsettled: string;
  readonly shares?: string;
};

const YES_WON: KnownPayout = {
  ...{ payoutNumerators: [1n, 0n], payoutDenominator: 1n, blockNumber: 80_000_000n },
};

export function openDesk(holdings: readonly redemption.Holding[] = [winner()]) {
  const clock = createManualClock(at);
  const ledger = createInMemoryLedger({ now: () => clock.now() });
  const redeemer = createInMemoryRedeemer({ [conditionId]: holdings });
  const log = createLogger('redemption', 'silent');
  let rows: readonly HeldRow[] = [];
  let payout: KnownPayout | undefined = YES_WON;
  const database = {
    query: (sql: string) => {
      if (sql.includes('from held_orders')) return Promise.resolve(rows);
      if (!sql.includes('from redeemable_orders')) return Promise.resolve([]);
      return Promise.resolve(rows.map((row) => ({ shares: '0', ...row })));
    },
  } as unknown as DataSource;
  const start = (points: CutPoints = cutOffAt()): RedemptionContext => ({
    decisions: new Decisions(
      withCrashPoints(ledger.as('redemption'), 'ledger', ['append', 'load'], points),
    ),
    redeemer: withCrashPoints(
      redeemer,
      'chain',
      ['holdings', 'simulate', 'sign', 'replace', 'submit', 'outcome', 'takings'],
      points,
    ),
    readThrough: () => Promise.resolve(),
    marketOf: () => {
      const market = { conditionId, tokenIds: [yesToken, noToken], negRisk: false };
      return Promise.resolve({ market, payout });
    },
    settings: {
      ...{
        lookEveryMs: 1,
        burnsLosers: false,
        replaceAfterMs: 60_000,
        delayedAfterMs: 600_000,
        backOffMs: 1_000,
      },
    },
    ...{ database, clock, log, accountId },
  });
  const facts = async (...types: readonly Recorded['type'][]): Promise<readonly Recorded[]> =>
    (await factsOn(ledger)).filter(({ type }) => types.length === 0 || types.includes(type));
  return {
    ...{ clock, ledger, redeemer, start, facts },
    setRows: (next: typeof rows) => void (rows = next),
    setPayout: (next: typeof payout) => void (payout = next),
  };
}

export type Desk = ReturnType<typeof openDesk>;

/** The effect a fact gives, at its first attempt or a later one. */
export const effectOf = (fact: Recorded, attempt = 1): Parameters<EffectHandler>[0] => ({
  ...{ effect: 'any', id: fact.id, payload: packFact(fact), attempt, decidedAt: fact.at },
});
