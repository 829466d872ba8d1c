import { beforeEach, describe, expect, it } from '@jest/globals';
import type { account, signal } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { accountStream, Decisions, marketStream, signalStream } from '@sluice/reactions';
import {
  createInMemoryLedger,
  createInMemoryQuotes,
  createManualClock,
  factsOn,
  recordFacts,
} from '@sluice/testing';
import { whenMarketChanged } from './when-market-changed.js';
import { whenSignalReceived } from './when-signal-received.js';

const { accountId, conditionId, later, marketClosed, marketListed, quote } = examples;

describe('when a signal is received', () => {
  let ledger: ReturnType<typeof createInMemoryLedger>;
  let context: Parameters<typeof whenSignalReceived.handle>[0];
  beforeEach(() => {
    ledger = createInMemoryLedger();
    context = {
      decisions: new Decisions(ledger.as('risk')),
      quotes: createInMemoryQuotes(),
      clock: createManualClock(later(10)),
    };
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
    await context.quotes.publish(quote());
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
