/**
 * A redemption service on a real chain, with its ledger and its tables in memory: what it plans, signs,
 * sends and books for one wallet, driven as its reactions and effects drive it.
 */
import type { ConnectedRedeemer } from '@sluice/chain';
import type { Fact, market } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { OwnedWallet, VenueWithWallets } from '@sluice/paper-venue/testing';
import type { Recorded } from '@sluice/ports';
import { Decisions, marketStream } from '@sluice/reactions';
import { createLogger, packFact, type EffectHandler } from '@sluice/runtime';
import { createInMemoryLedger, factsOn, recordFacts } from '@sluice/testing';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { backOffMs } from '../carry-out.js';
import { knownMarket } from '../known-market.js';
import { performRequestedActions } from '../perform-requested-actions.js';
import type { RedemptionContext, RedemptionSettings } from '../redemption.context.js';
import { settleResolvedMarkets } from '../settle-resolved-markets.js';
import { submitRequestedRedemptions } from '../submit-requested-redemptions.js';
import { openReal, type VenueMarket, type Way } from './real-wallet.js';

const { accountId } = examples;

export type RealDesk = Awaited<ReturnType<typeof openRealDesk>>;

export async function openRealDesk(
  on: VenueWithWallets,
  wallet: OwnedWallet,
  {
    way,
    more = {},
    settings = {},
  }: {
    readonly way: Way;
    readonly more?: Readonly<Record<string, string>>;
    readonly settings?: Partial<RedemptionSettings>;
  },
) {
  const clock = { now: () => new Date().toISOString() };
  const ledger = createInMemoryLedger({ now: clock.now });
  const redeemer: ConnectedRedeemer = await openReal(on, wallet, { way, more });
  const decisions = new Decisions(ledger.as('redemption'));
  const bought = new Map<string, readonly { token_id: string; shares: string }[]>();
  const database = {
    query: (sql: string, [, conditionId]: readonly string[] = []) => {
      const rows = bought.get(conditionId ?? '') ?? [];
      return Promise.resolve(rows.map((row) => ({ ...row, unsettled: '0' })));
    },
  } as unknown as DataSource;
  const context: RedemptionContext = {
    ...{ decisions, redeemer, database, clock, accountId },
    log: createLogger('redemption', 'silent'),
    readThrough: () => Promise.resolve(),
    marketOf: (conditionId) => knownMarket(decisions, conditionId),
    settings: {
      ...{ lookEveryMs: 50, burnsLosers: false },
      ...{ replaceAfterMs: 60_000, delayedAfterMs: 600_000, backOffMs: 10 },
      ...settings,
    },
  };
  const handlers: Readonly<Partial<Record<Fact['type'], EffectHandler>>> = {
    MarketResolved: settleResolvedMarkets(context),
    RedemptionRequested: submitRequestedRedemptions(context),
    RedemptionFailed: submitRequestedRedemptions(context, 'RedemptionFailed'),
    WalletActionRequested: performRequestedActions(context),
    WalletActionFailed: performRequestedActions(context, 'WalletActionFailed'),
  };
  const done = new Set<string>();
  const errors: string[] = [];
  const facts = async (...types: readonly Fact['type'][]): Promise<readonly Recorded[]> =>
    (await factsOn(ledger)).filter(({ type }) => types.length === 0 || types.includes(type));

  /** One effect as it is tried again and again; false when there is none. */
  const step = async (until: number): Promise<boolean> => {
    const next = (await facts()).find(({ id, type }) => handlers[type] && !done.has(id));
    const handle = next === undefined ? undefined : handlers[next.type];
    if (next === undefined || handle === undefined) return false;
    const { data } = next as { readonly data: { readonly attempt?: number } };
    if (next.type.endsWith('Failed')) await pause(backOffMs(context, data.attempt ?? 1));
    const payload = packFact(next);
    const about = { effect: next.type, id: next.id, payload, decidedAt: next.at };
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await handle({ ...about, attempt }).catch((error: unknown) => String(error));
      if (outcome === 'done') break;
      errors.push(typeof outcome === 'string' ? outcome : (outcome.error ?? ''));
      if (Date.now() > until) throw new Error(`Still ${next.type}: ${errors.slice(-5).join('; ')}`);
      await pause(100);
    }
    done.add(next.id);
    return true;
  };

  return {
    ...{ wallet, redeemer, decisions, ledger, context, facts, errors },
    list: async ({ conditionId, tokenIds }: VenueMarket, { negRisk = false } = {}) => {
      const outcomes = tokenIds.map((tokenId, index) => ({ tokenId, name: `outcome ${index}` }));
      const listed = examples.marketListed({ conditionId, outcomes, negRisk });
      await recordFacts(ledger, marketStream(conditionId), listed);
    },
    /** What our own fills say. */
    remember: ({ conditionId, tokenIds }: VenueMarket, shares: readonly bigint[]) => {
      const rows = tokenIds.map((token_id, index) => ({
        ...{ token_id, shares: decimal(shares[index] ?? 0n) },
      }));
      bought.set(conditionId, rows);
    },
    resolved: async (
      { conditionId }: VenueMarket,
      payout: readonly [bigint, bigint],
    ): Promise<Recorded<market.Resolved>> => {
      const report = await on.chain.resolve(conditionId, payout);
      const [resolved] = await recordFacts(
        ledger,
        marketStream(conditionId),
        examples.marketResolved({
          ...{ conditionId, payoutNumerators: payout, payoutDenominator: payout[0] + payout[1] },
          ...report,
        }),
      );
      return resolved;
    },
    /** Everything that follows from the facts, until nothing does. */
    work: async (patienceMs = 20_000): Promise<void> => {
      const until = Date.now() + patienceMs;
      while (await step(until));
    },
  };
}

const decimal = (micro: bigint): string => `${micro / 1_000_000n}.${pad(micro % 1_000_000n)}`;
const pad = (fraction: bigint): string => fraction.toString().padStart(6, '0');
