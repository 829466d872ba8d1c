/** Risk with ledger, quotes and clock in memory. */
import { account, type AccountId, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, Decisions, marketStream } from '@sluice/reactions';
import {
  createInMemoryLedger,
  createInMemoryQuotes,
  createManualClock,
  factsOn,
  recordFacts,
} from '@sluice/testing';
import type { RiskContext } from '../risk.context.js';

const { accountId, at, conditionId } = examples;

export const silentLog = { info: () => undefined, warn: () => undefined };

export function openRisk() {
  const clock = createManualClock(at);
  const ledger = createInMemoryLedger({ now: () => clock.now() });
  const quotes = createInMemoryQuotes();
  const decisions = new Decisions(ledger.as('risk'));
  const written = async (...types: readonly Fact['type'][]): Promise<readonly Fact[]> =>
    (await factsOn(ledger)).filter(
      ({ type, source }) => source === 'risk' && (types.length === 0 || types.includes(type)),
    );
  return {
    clock,
    ledger,
    quotes,
    decisions,
    /** What risk itself wrote, or only of these types. */
    written,
    writtenTypes: async () => (await written()).map(({ type }) => type),
    state: (id: AccountId = accountId) =>
      new Decisions(ledger).state(account.decider, accountStream(id)),
    /** What happened to the account before. */
    given: async (...facts: readonly account.Event[]) => {
      for (const fact of facts) await recordFacts(ledger, accountStream(accountId), fact);
      decisions.forget(accountStream(accountId));
    },
    list: () => recordFacts(ledger, marketStream(conditionId), examples.marketListed()),
  };
}

export type OpenRisk = ReturnType<typeof openRisk>;

/** A context whose listeners know nothing and hear nothing, but for those that are named. */
export const contextOf = (
  { clock, quotes, decisions }: OpenRisk,
  around: Partial<RiskContext> = {},
): RiskContext & { readonly decisions: Decisions } => ({
  ...{ clock, quotes, decisions },
  midpoints: { of: () => [] },
  equity: {
    of: () => Promise.resolve([]),
    touch: () => undefined,
    touchMarket: () => undefined,
  },
  accounts: { learn: () => undefined },
  ...around,
});
