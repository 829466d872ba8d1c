import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, Decisions } from '@sluice/reactions';
import { createInMemoryLedger, factsOn, recordFacts, type InMemoryLedger } from '@sluice/testing';
import { whenFactMatters } from './when-fact-matters.js';

const { accountId, strategyId } = examples;

describe('what a person must learn of', () => {
  let ledger: InMemoryLedger;
  beforeEach(() => {
    ledger = createInMemoryLedger();
  });
  const happen = async (fact: Fact) => {
    const [trigger] = await recordFacts(ledger, accountStream(accountId), fact);
    const handle = async () => {
      const context = { decisions: new Decisions(ledger.as('alerting')) };
      for (const reaction of whenFactMatters) {
        if (reaction.on === trigger.type) await reaction.handle(context, trigger);
      }
    };
    await handle();
    return { trigger, handle };
  };
  const alerts = async () =>
    (await factsOn(ledger)).flatMap((fact) => (fact.type === 'AlertRaised' ? [fact] : []));

  it.each<[Fact, string, string]>([
    [examples.orderRejected(), 'order_rejected', 'WARNING'],
    [examples.orderUnconfirmed(), 'order_unconfirmed', 'WARNING'],
    [examples.fillFailed(), 'fill_failed', 'CRITICAL'],
    [examples.redemptionConfirmed(), 'redemption_confirmed', 'INFO'],
    [examples.redemptionFailed(), 'redemption_failed', 'WARNING'],
    [examples.redemptionFailed({ final: true }), 'redemption_failed', 'CRITICAL'],
    [examples.lossConfirmed(), 'loss_confirmed', 'INFO'],
    [examples.accountKilled(), 'account_killed', 'CRITICAL'],
  ])('is told as what it is, and how urgent: %#', async (fact, kind, severity) => {
    await happen(fact);
    expect(await alerts()).toMatchObject([{ data: { kind, severity, accountId } }]);
  });

  it.each<[Fact, RegExp]>([
    [examples.orderRejected({ reason: 'tick size' }), /order-1: tick size/],
    [examples.fillFailed(), /^40 shares of order order-1/],
    [examples.redemptionConfirmed(), /paid \$40, proven by transaction 0xattempt-1/],
    [examples.lossConfirmed(), /pays nothing for 10 shares/],
    [examples.accountKilled(), /^ana killed trading on account account-1: the feed is wrong/],
  ])('is told in words with its numbers: %#', async (fact, words) => {
    await happen(fact);
    expect((await alerts())[0]?.data.message).toMatch(words);
  });

  it('is raised once for each fact, however often it is handled', async () => {
    const { handle } = await happen(examples.orderRejected());
    await handle();
    expect(await alerts()).toHaveLength(1);
    await happen(examples.orderRejected({ orderId: 'order-2' }));
    expect(await alerts()).toHaveLength(2);
  });

  it('says which strategy it is about, and follows from its fact in the same journey', async () => {
    const { trigger } = await happen(examples.orderRejected());
    expect(await alerts()).toMatchObject([
      {
        causeId: trigger.id,
        journeyId: trigger.journeyId,
        data: { strategyId, at: trigger.at },
      },
    ]);
  });

  it('leaves people alone when all is well', async () => {
    await happen(examples.orderAccepted());
    await happen(examples.fillConfirmed());
    expect(await alerts()).toStrictEqual([]);
  });
});
