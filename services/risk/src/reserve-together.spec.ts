/** Two strategies on one wallet, a thousand signals at once: never a cent more than there is. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { account, money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, Decisions } from '@sluice/reactions';
import { createInMemoryLedger, factsOn, recordFacts, type InMemoryLedger } from '@sluice/testing';

const { accountId } = examples;
const FREE_USD = money.usd('1234.56');
const strategyIds = ['strategy-1', 'strategy-2'];
const wide: account.RiskRules = {
  dailyBudgetUsd: money.usd('1000000'),
  maxTotalExposureUsd: money.usd('1000000'),
  maxPositionSizeUsd: money.usd('1000'),
  maxConcurrentPositions: 10_000,
  maxPositionsPerMarket: 10_000,
};

describe('a thousand signals at once on one wallet', () => {
  let ledger: InMemoryLedger;
  beforeEach(async () => {
    ledger = createInMemoryLedger();
    const beginning = strategyIds.flatMap((strategyId): Fact[] => [
      examples.strategyRegistered({ strategyId }),
      examples.riskRulesSet(wide, { strategyId }),
    ]);
    const observed = examples.collateralObserved(FREE_USD);
    await recordFacts<Fact>(ledger, accountStream(accountId), observed, ...beginning);
  });

  it('reserve no more than the wallet has, whoever decides them', async () => {
    // A second process believes to be the one: the ledger lets one of them win each place.
    const deciders = [new Decisions(ledger.as('risk')), new Decisions(ledger.as('risk'))];
    const asked = Array.from({ length: 1_000 }, (_, index) => {
      const strategyId = strategyIds[index % 2] ?? '';
      const sizeUsd = money.usd(`${3 + (index % 17)}.00`);
      const command = examples.assessSignal({ signalId: `signal-${index}`, strategyId, sizeUsd });
      return { index, command };
    });
    const tell = async ({ index, command }: (typeof asked)[number]): Promise<void> => {
      const cause = { causeId: `cause-${index}`, journeyId: `signal-${index}` };
      for (;;) {
        const decisions = deciders[index % 50 === 0 ? 1 : 0];
        try {
          await decisions?.tell(account.decider, accountStream(accountId), command, cause);
          return;
        } catch (error) {
          // Told again by whoever hands over signals, as long as the other one is faster.
          if (!(error instanceof Error && error.name === 'ContendedStreamError')) throw error;
        }
      }
    };
    await Promise.all(asked.map(tell));

    const facts = (await factsOn(ledger)) as readonly account.Event[];
    let state = account.initialState;
    let most = 0n;
    for (const fact of facts) {
      state = account.evolve(state, fact);
      if (state.reservedUsd > most) most = state.reservedUsd;
      expect(state.reservedUsd <= FREE_USD).toBe(true);
    }
    const decided = facts.filter(({ type }) => /^Signal(Approved|Refused)$/.test(type));
    expect(decided).toHaveLength(1_000);
    const refused = facts.flatMap((fact) => (fact.type === 'SignalRefused' ? [fact.data] : []));
    expect(new Set(refused.map(({ code }) => code))).toStrictEqual(new Set(['account_balance']));
    // What is left is less than the smallest of them asked for.
    expect(FREE_USD - most < money.usd('3')).toBe(true);
    const reserved = [...state.strategies.entries()].map(([, strategy]) => strategy.reservedUsd);
    expect(money.sum(reserved)).toBe(state.reservedUsd);
    // Ample for a machine that is busy with other things.
  }, 60_000);
});
