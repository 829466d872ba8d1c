/** Exits on a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { money, type account, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { openTables, recorded, type Tables } from '@sluice/postgres/testing';
import { exitView } from '../exits/open-exit.js';
import { migrations } from '../migrations/index.js';
import { exits, openExits } from './exits.js';
import { exit } from './testing/orders.js';

const { accountId, attemptEnded, exitAttempted, exitFinished, exitTriggered, later } = examples;
const { exitApproved, fillConfirmed, fillFailed, marketClosed, marketListed } = examples;
const { orderClosed, orderFilled, positionUnprotected, redemptionConfirmed } = examples;
const { riskRulesSet, rulesTookEffect, trailingHighRaised } = examples;

let tables: Tables;
beforeAll(async () => {
  tables = await openTables(migrations);
});
beforeEach(() => tables.empty(exits));
afterAll(() => tables.drop());

const take = (...facts: readonly Fact[]) => tables.take(exits, recorded(...facts));
const views = async () => (await openExits(tables.database, accountId)).map(exitView);
const rules: account.RiskRules = {
  enableStopLoss: true,
  stopLossPct: money.ratio('0.1'),
  enableTakeProfit: true,
  takeProfitPct: money.ratio('1'),
  trailingStopPct: money.ratio('0.05'),
  timeStopMs: 3_600_000,
};
const bought = [marketListed(), riskRulesSet(rules), orderFilled(), fillConfirmed()];
const tenSold = { ...exit, shares: money.shares('10'), amountUsd: money.usd('6') };

describe('exits', () => {
  it('show what is held, at which prices it would be left, and the cap of the target', async () => {
    await take(...bought, trailingHighRaised());
    expect(await views()).toStrictEqual([
      {
        strategyId: 'strategy-1',
        tokenId: 'token-yes',
        conditionId: 'condition-1',
        settledShares: '40',
        provisionalShares: '0',
        enteredAt: examples.at,
        entryPrice: '0.5',
        stopLoss: '0.45',
        takeProfit: '0.99',
        trailingStop: '0.57',
        trailingHigh: '0.6',
        timeStopAt: later(3_600_000),
        state: 'idle',
        attempts: 0,
        dust: false,
      },
    ]);
  });

  it('count as entry the average cost of what is settled, and arm nothing before', async () => {
    const dearer = { tradeId: 'trade-2', shares: money.shares('10'), amountUsd: money.usd('8') };
    await take(marketListed(), riskRulesSet(rules), orderFilled(), orderFilled(dearer));
    expect(await views()).toMatchObject([{ provisionalShares: '50', settledShares: '0' }]);
    expect((await views())[0]).not.toHaveProperty('stopLoss');
    await take(fillConfirmed(), fillConfirmed(dearer));
    expect(await views()).toMatchObject([{ entryPrice: '0.56', stopLoss: '0.504' }]);
  });

  it('keep what is promised to open sales apart, and give it back with their end', async () => {
    await take(...bought, exitApproved({ shares: money.shares('30') }), orderFilled(tenSold));
    const [open] = await openExits(tables.database, accountId);
    expect(open?.held.position).toMatchObject({
      settledShares: money.shares('30'),
      promisedShares: money.shares('20'),
    });
    await take(orderClosed({ ...exit, reason: 'killed' }));
    const [after] = await openExits(tables.database, accountId);
    expect(after?.held.position.promisedShares).toBe(0n);
  });

  it('bring back what a failed sale had taken, at its cost and of the same entry', async () => {
    const allSold = { ...exit, amountUsd: money.usd('24'), at: later(5_000) };
    await take(...bought, orderFilled(allSold));
    expect(await views()).toStrictEqual([]);
    await take(fillFailed(allSold));
    expect(await views()).toMatchObject([
      { settledShares: '40', entryPrice: '0.5', enteredAt: examples.at },
    ]);
  });

  it('begin a new entry after everything was sold for good', async () => {
    const allSold = { ...exit, amountUsd: money.usd('24') };
    await take(...bought, orderFilled(allSold), fillConfirmed(allSold));
    await take(orderFilled({ tradeId: 'trade-2', at: later(9_000) }));
    expect(await views()).toMatchObject([{ enteredAt: later(9_000) }]);
  });

  it('show how far the way out is, and that it is unprotected', async () => {
    await take(...bought, exitTriggered(), exitAttempted(), attemptEnded(), positionUnprotected());
    expect(await views()).toMatchObject([
      {
        state: 'exiting',
        kind: 'stop_loss',
        attempts: 1,
        lastOutcome: 'unfilled: killed',
        unprotectedSince: later(60_000),
      },
    ]);
    await take(exitFinished({ reason: 'disarmed', leftShares: money.shares('40') }));
    const [ended] = await views();
    expect(ended).toMatchObject({ state: 'idle', lastOutcome: 'disarmed' });
    expect(ended).not.toHaveProperty('unprotectedSince');
  });

  it('show dust as such', async () => {
    const few = { shares: money.shares('4.99'), amountUsd: money.usd('2.495') };
    await take(marketListed(), riskRulesSet(rules), orderFilled(few), fillConfirmed(few));
    expect(await views()).toMatchObject([{ dust: true }]);
  });

  it('follow rules, kills and markets as they come into force', async () => {
    const next = { ...rules, stopLossPct: money.ratio('0.2') };
    await take(...bought, riskRulesSet(next, { version: 2, effectiveAt: later(1_000) }));
    expect(await views()).toMatchObject([{ stopLoss: '0.45' }]);
    await take(rulesTookEffect({ version: 2 }), examples.strategyKilled(), marketClosed());
    const [open] = await openExits(tables.database, accountId);
    expect(open?.held).toMatchObject({
      rulesVersion: 2,
      kill: { flatten: false },
      market: { open: false },
    });
    expect(await views()).toMatchObject([{ stopLoss: '0.4' }]);
    await take(examples.strategyReleased(), examples.accountKilled({ flatten: true }));
    const [flattened] = await openExits(tables.database, accountId);
    expect(flattened?.held.kill).toMatchObject({ flatten: true });
    await take(examples.marketReopened());
    const [reopened] = await openExits(tables.database, accountId);
    expect(reopened?.held).toMatchObject({ market: { open: true } });
  });

  it('are the same after a lost transaction and in batches of any size', async () => {
    const facts = recorded(
      ...bought,
      exitTriggered(),
      exitAttempted(),
      exitApproved(),
      orderFilled(tenSold),
      orderClosed(exit),
      attemptEnded(),
      redemptionConfirmed(),
      exitFinished(),
      orderFilled({ strategyId: 'strategy-2', tradeId: 'trade-2' }),
    );
    const whole = await tables.rebuild(exits, facts, 100);

    await tables.empty(exits);
    await tables.take(exits, facts.slice(0, 5));
    await tables.lose(exits, facts.slice(5));
    await tables.take(exits, facts.slice(5));
    expect(await tables.hash(exits)).toEqual(whole);
    expect(await tables.rebuild(exits, facts, 1)).toEqual(whole);
    expect(await tables.rebuild(exits, facts, 3)).toEqual(whole);
  });
});
