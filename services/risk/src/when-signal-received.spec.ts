import { beforeEach, describe, expect, it } from '@jest/globals';
import type { account, signal } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { accountStream, Decisions, marketStream, signalStream } from '@sluice/reactions';
import { factsOn, recordFacts, type InMemoryLedger } from '@sluice/testing';
import { contextOf, openRisk, type OpenRisk } from './testing/open-risk.js';
import { whenMarketChanged } from './when-market-changed.js';
import { whenSignalReceived } from './when-signal-received.js';

const { accountId, conditionId, later, marketClosed, marketListed, quote } = examples;

describe('when a signal is received', () => {
  let risk: OpenRisk;
  let ledger: InMemoryLedger;
  let context: ReturnType<typeof contextOf>;
  beforeEach(() => {
    risk = openRisk();
    risk.clock.pass(10);
    ({ ledger } = risk);
    context = contextOf(risk);
  });
  const receive = async (data: Partial<signal.Signal> = {}): Promise<Recorded<signal.Received>> => {
    const received = examples.signalReceived(data);
    const { signalId } = received.data;
    return (await recordFacts(ledger, signalStream(signalId), received))[0];
  };
  const decided = async () =>
    (await factsOn(ledger)).filter(({ type }) => /^Signal(Approved|Refused)$/.test(type));
  const register = () =>
    recordFacts<account.Event>(
      ledger,
      accountStream(accountId),
      examples.strategyRegistered(),
      examples.riskRulesSet(),
    );
  const beReady = async () => {
    await recordFacts(ledger, marketStream(conditionId), marketListed());
    await register();
    await risk.quotes.publish(quote());
  };

  it('is approved with the market, the book and the time it was decided on', async () => {
    await beReady();
    const received = await receive();
    await whenSignalReceived.handle(context, received);
    expect(await decided()).toMatchObject([
      {
        type: 'SignalApproved',
        causeId: received.id,
        journeyId: received.journeyId,
        data: { at: later(10), decision: { quote: quote(), market: { status: 'open' } } },
      },
    ]);
  });

  it('is judged on what is held today, and on how restless its token was', async () => {
    await beReady();
    await risk.given(examples.signalApproved({ signalId: 'before' }));
    await risk.given(examples.exposureOpened({ signalId: 'before' }));
    await risk.given(
      examples.riskRulesSet(
        { useVolatilityAdjustment: true, maxPositionsPerMarket: 5 },
        { version: 2 },
      ),
    );
    const mark = { tokenId: examples.yesToken, price: 600_000n };
    const asked: unknown[] = [];
    const around = {
      ...context,
      equity: {
        ...context.equity,
        of: (strategyId: string) => {
          asked.push(strategyId);
          return Promise.resolve([mark]);
        },
      },
      midpoints: { of: () => [{ hour: 1, price: 500_000n }] },
    };
    const received = await receive();
    await whenSignalReceived.handle(around, received);
    expect(asked).toStrictEqual([examples.strategyId]);
    const written = await risk.written('EquityMarked', 'SignalApproved', 'SignalRefused');
    expect(written.map(({ type }) => type)).toStrictEqual(['EquityMarked', 'SignalApproved']);
    expect(written[1]).toMatchObject({
      data: { decision: { sizing: { volatility: { points: 0 } } } },
    });
  });

  it('is decided once, however often it is handled, also by a new process', async () => {
    await beReady();
    const received = await receive();
    await whenSignalReceived.handle(context, received);
    await whenSignalReceived.handle(context, received);
    const restarted = { ...context, decisions: new Decisions(ledger.as('risk')) };
    await whenSignalReceived.handle(restarted, received);
    expect(await decided()).toHaveLength(1);
  });

  it('is refused when nobody registered its strategy', async () => {
    await whenSignalReceived.handle(context, await receive());
    expect(await decided()).toMatchObject([{ type: 'SignalRefused' }]);
  });

  it('is refused in a market that was never listed', async () => {
    await register();
    await whenSignalReceived.handle(context, await receive());
    expect(await decided()).toMatchObject([
      { type: 'SignalRefused', data: { decision: { market: undefined } } },
    ]);
  });

  it('sees that a market closed as soon as the ledger says so', async () => {
    await beReady();
    await whenSignalReceived.handle(context, await receive());
    const [closed] = await recordFacts(ledger, marketStream(conditionId), marketClosed());
    for (const reaction of whenMarketChanged) {
      if (reaction.on === closed.type) await reaction.handle(context, closed);
    }
    await whenSignalReceived.handle(context, await receive({ signalId: 'signal-2' }));
    expect(await decided()).toMatchObject([
      { type: 'SignalApproved' },
      { type: 'SignalRefused', data: { decision: { market: { status: 'closed' } } } },
    ]);
  });
});
