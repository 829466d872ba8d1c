import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { accountStream, Decisions } from '@sluice/reactions';
import { createInMemoryLedger, factsOn, recordFacts, type InMemoryLedger } from '@sluice/testing';
import { whenFactMatters } from './when-fact-matters.js';

const { accountId, later, strategyId } = examples;

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
    [examples.redemptionDelayed(), 'redemption_delayed', 'CRITICAL'],
    [examples.redemptionFoundElsewhere(), 'redemption_found_elsewhere', 'INFO'],
    [
      examples.redemptionFoundElsewhere({ by: 'somebody' }),
      'redemption_found_elsewhere',
      'CRITICAL',
    ],
    [examples.walletActionConfirmed(), 'wallet_action_confirmed', 'INFO'],
    [examples.walletActionFailed(), 'wallet_action_failed', 'WARNING'],
    [examples.walletActionFailed({ final: true }), 'wallet_action_failed', 'CRITICAL'],
    [examples.accountKilled(), 'account_killed', 'CRITICAL'],
    [examples.strategyPaused(), 'strategy_paused', 'WARNING'],
    [examples.strategyResumed(), 'strategy_resumed', 'INFO'],
    [examples.breakerTripped(), 'breaker_tripped', 'WARNING'],
    [examples.breakerTripped({ strategyId: undefined }), 'breaker_tripped', 'CRITICAL'],
    [examples.breakerCleared(), 'breaker_cleared', 'INFO'],
    [examples.rulesUnevaluated(), 'rules_unevaluated', 'WARNING'],
    [examples.strategyKilled(), 'strategy_killed', 'CRITICAL'],
    [examples.killVerified(), 'kill_verified', 'INFO'],
    [examples.killUnverified(), 'kill_unverified', 'CRITICAL'],
    [examples.venueUnreconciled({ reason: 'overdue' }), 'venue_unreconciled', 'CRITICAL'],
    [examples.driftFound(), 'drift_found', 'WARNING'],
    [examples.driftFound({ kind: 'order_unknown' }), 'drift_found', 'INFO'],
    [examples.driftFound({ kind: 'fill_unknown' }), 'drift_found', 'INFO'],
    [examples.positionUnprotected(), 'position_unprotected', 'CRITICAL'],
    [examples.attemptEnded({ outcome: 'refused', refusals: 1 }), 'exit_refused', 'CRITICAL'],
  ])('is told as what it is, and how urgent: %#', async (fact, kind, severity) => {
    await happen(fact);
    expect(await alerts()).toMatchObject([{ data: { kind, severity, accountId } }]);
  });

  it.each<[Fact, string, string, RegExp]>([
    [
      examples.marketDisputed({ since: later(-60_000), expectedSettlementAt: later(3_600_000) }),
      'market_disputed',
      'WARNING',
      /is disputed since 2026-11-22T11:59:00.000Z\. .* waits, to about 2026-11-22T13:00:00.000Z\.$/,
    ],
    [examples.marketDisputed(), 'market_disputed', 'WARNING', /is disputed\. .* payout waits\.$/],
    [examples.marketDisputeEnded(), 'market_dispute_ended', 'INFO', /is reproposed now/],
  ])('is told of a market, whoever holds it: %#', async (fact, kind, severity, words) => {
    await happen(fact);
    const message = expect.stringMatching(words);
    expect(await alerts()).toMatchObject([{ data: { kind, severity, message, accountId: '' } }]);
  });

  it.each<[Fact]>([
    [examples.marketProgressed({ status: 'disputed' })],
    [examples.attemptEnded({ outcome: 'refused', refusals: 2 })],
    [examples.attemptEnded({ outcome: 'unfilled' })],
  ])('is not told again and again: %#', async (fact) => {
    await happen(fact);
    expect(await alerts()).toStrictEqual([]);
  });

  it.each<[Fact, RegExp]>([
    [examples.orderRejected({ reason: 'tick size' }), /order-1: tick size/],
    [examples.fillFailed(), /^40 shares of order order-1/],
    [examples.redemptionConfirmed(), /paid \$40, proven by transaction 0xattempt-1/],
    [examples.lossConfirmed(), /pays nothing for 10 shares/],
    [
      examples.accountKilled(),
      /^ana killed trading on account account-1: the feed is wrong\. Exits are stopped as well\.$/,
    ],
    [examples.accountKilled({ flatten: true }), /Exits may still sell what is held\.$/],
    [
      examples.strategyKilled({ flatten: true }),
      /^ana killed trading of strategy strategy-1 on account account-1: .* may still sell/,
    ],
    [examples.killVerified({ inDoubt: 3 }), /of account account-1 .* outcome of 3 more/],
    [examples.killUnverified({ strategyId: 'momentum' }), /^Orders of strategy momentum may/],
    [examples.strategyKilled({ flatten: false }), /Exits are stopped as well\.$/],
    [examples.strategyPaused(), /^ana paused strategy strategy-1 by hand: the feed is wrong\. /],
    [
      examples.strategyPaused({
        ...{ kind: 'drawdown', by: 'sluice', why: 'equity fell from $10,000 to $9,200' },
        inputs: [
          { name: 'drawdown', value: '0.08' },
          { name: 'max_drawdown_pct', value: '0.07' },
        ],
      }),
      /for its drawdown: equity fell .*9,200 \(drawdown 0\.08, max_drawdown_pct 0\.07\)\. It enters/,
    ],
    [
      examples.strategyResumed({ kind: 'streak', streakReset: true }),
      /^ana resumed strategy strategy-1, .* for its losses in a row: .*Its losses are counted anew\.$/,
    ],
    [
      examples.strategyResumed({ inputs: [{ name: 'equity', value: '9000' }] }),
      /which was paused by hand: the feed is wrong \(equity 9000\)\.$/,
    ],
    [
      examples.breakerTripped({ kind: 'spread', until: later(300_000) }),
      /the breaker "spread" of strategy strategy-1: .* until 20.*Z; exits still pass\.$/,
    ],
    [
      examples.breakerTripped({ strategyId: undefined, kind: 'user_stream' }),
      /the breaker "user_stream" of account account-1: .*until it is cleared; exits/,
    ],
    [
      examples.breakerCleared({ strategyId: undefined, why: 'its time has passed' }),
      /^ana cleared the breaker "operator" of account account-1: its time has passed\.$/,
    ],
    [
      examples.rulesUnevaluated({ at: later(90_000_000) }),
      /^Signals of strategy strategy-1 have come for 25 hours, since 20/,
    ],
    [examples.driftFound(), /^Account account-1, token-yes: ours 40, the venue's 35, since 20/],
    [
      examples.venueUnreconciled({ reason: 'overdue', why: 'not compared for 300 s' }),
      /^Account account-1: not compared for 300 s\. No entry passes until it is; exits still/,
    ],
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
    await happen(examples.venueUnreconciled({ reason: 'started' }));
    await happen(examples.breakerTripped({ strategyId: undefined, kind: 'venue_unreconciled' }));
    await happen(examples.breakerCleared({ strategyId: undefined, kind: 'venue_unreconciled' }));
    expect(await alerts()).toStrictEqual([]);
  });
});
