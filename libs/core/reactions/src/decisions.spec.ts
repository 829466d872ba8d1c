import { beforeEach, describe, expect, it } from '@jest/globals';
import { order, signal, type Decider } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { LedgerUnavailableError, type Ledger, type Recorded, type StreamId } from '@sluice/ports';
import { createInMemoryLedger, recordFacts, type InMemoryLedger } from '@sluice/testing';
import { ContendedStreamError, Decisions } from './decisions.js';
import { orderStream, signalStream } from './streams.js';

const { accountId, acceptOrder, doubtOrder, orderRequested, requestOrder } = examples;

const stream = orderStream('order-1', accountId);
const because = (causeId: string) => ({ causeId, journeyId: 'signal-1' });

describe('putting commands to deciders', () => {
  let ledger: InMemoryLedger;
  beforeEach(() => {
    ledger = createInMemoryLedger();
  });

  it('writes what the decider answers, with its cause and its journey', async () => {
    const recorded: Recorded[] = [];
    const decisions = new Decisions(ledger, (facts) => void recorded.push(...facts));
    const facts = await decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    expect(facts).toMatchObject([
      { type: 'OrderRequested', causeId: 'approval', journeyId: 'signal-1', version: 1 },
    ]);
    expect(recorded).toStrictEqual(facts);
  });

  it('writes nothing when nothing follows', async () => {
    const decisions = new Decisions(ledger);
    expect(
      await decisions.tell(order.decider, stream, acceptOrder(), because('answer')),
    ).toStrictEqual([]);
    expect((await ledger.load(stream)).facts).toStrictEqual([]);
  });

  it('writes nothing the second time for the same cause', async () => {
    const decisions = new Decisions(ledger);
    await decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    await decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    await new Decisions(ledger).tell(order.decider, stream, requestOrder(), because('approval'));
    expect((await ledger.load(stream)).facts).toHaveLength(1);
  });

  describe('to a stream that is presumed new', () => {
    const tell = (cause: string, command: order.Command = requestOrder()) =>
      new Decisions(ledger).tell(order.decider, stream, command, because(cause), 'presumed_new');

    it('writes without looking', async () => {
      const load = () => Promise.reject(new Error('looked'));
      const decisions = new Decisions({ ...ledger, load });
      const asked = [order.decider, stream, requestOrder(), because('approval')] as const;
      expect(await decisions.tell(...asked, 'presumed_new')).toHaveLength(1);
      await expect(new Decisions({ ...ledger, load }).tell(...asked)).rejects.toThrow('looked');
    });

    it('decides on what stands there when it is not new', async () => {
      await tell('approval');
      expect(await tell('another')).toHaveLength(0);
      expect((await ledger.load(stream)).facts).toHaveLength(1);
    });

    it('looks before it believes that nothing follows', async () => {
      await tell('approval');
      expect(await tell('answer', acceptOrder())).toMatchObject([{ type: 'OrderAccepted' }]);
    });
  });

  it('answers a repeat with what stands on the ledger, though its decider would say it again', async () => {
    const forgetful: Decider<signal.State, signal.Command, signal.Event> = {
      ...signal.decider,
      evolve: (state) => state,
    };
    const signals = signalStream('signal-1');
    const decisions = new Decisions(ledger);
    const tell = () =>
      decisions.tell(forgetful, signals, examples.receiveSignal(), because('request'));
    const first = await tell();
    expect(await tell()).toStrictEqual(first);
    expect((await ledger.load(signals)).facts).toHaveLength(1);
  });

  it('decides again on what somebody else wrote meanwhile', async () => {
    const decisions = new Decisions(ledger);
    await decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    await recordFacts(ledger.as('another'), stream, examples.orderAccepted());
    expect(
      await decisions.tell(order.decider, stream, doubtOrder(), because('lost answer')),
    ).toStrictEqual([]);
    expect((await decisions.state(order.decider, stream)).kind).toBe('live');
  });

  it('gives up on a stream that never stops changing, and says which', async () => {
    const contended: Ledger = { ...ledger, append: () => Promise.resolve({ kind: 'conflict' }) };
    const telling = new Decisions(contended).tell(
      ...([order.decider, stream, requestOrder(), because('approval')] as const),
    );
    await expect(telling).rejects.toThrow(new ContendedStreamError('order.order-1'));
  });

  it('takes commands to one stream one after the other', async () => {
    let inHand = 0;
    let atOnce = 0;
    const slow: Ledger = {
      ...ledger,
      append: async (appending) => {
        inHand += 1;
        atOnce = Math.max(atOnce, inHand);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inHand -= 1;
        return ledger.append(appending);
      },
    };
    const decisions = new Decisions(slow);
    await Promise.all([
      decisions.tell(order.decider, stream, requestOrder(), because('approval')),
      decisions.tell(order.decider, stream, doubtOrder(), because('lost answer')),
      decisions.tell(order.decider, stream, acceptOrder(), because('evidence')),
    ]);
    expect(atOnce).toBe(1);
    const { facts } = await ledger.load(stream);
    expect(facts.map(({ type }) => type)).toStrictEqual([
      'OrderRequested',
      'OrderUnconfirmed',
      'OrderAccepted',
    ]);
  });

  it('takes the next command though the one before it failed', async () => {
    let failing = true;
    const flaky: Ledger = {
      ...ledger,
      append: (appending) =>
        failing ? Promise.reject(new LedgerUnavailableError('down')) : ledger.append(appending),
    };
    const decisions = new Decisions(flaky);
    const lost = decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    const next = lost.catch(() => {
      failing = false;
      return decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    });
    await expect(lost).rejects.toThrow(LedgerUnavailableError);
    expect(await next).toHaveLength(1);
  });
});

describe('when the ledger does not say whether it stored', () => {
  it('passes the doubt on, forgets the stream, and finds out when asked again', async () => {
    const ledger = createInMemoryLedger();
    let lost = true;
    const decisions = new Decisions({
      ...ledger,
      append: async (appending) => {
        const outcome = await ledger.append(appending);
        if (lost) throw new LedgerUnavailableError('no answer within the deadline');
        return outcome;
      },
    });
    const tell = () => decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    await expect(tell()).rejects.toThrow(LedgerUnavailableError);

    lost = false;
    expect((await decisions.state(order.decider, stream)).kind).toBe('requested');
    expect(await tell()).toStrictEqual([]);
    expect((await ledger.load(stream)).facts).toHaveLength(1);
  });
});

describe('what is remembered of streams', () => {
  const counted = () => {
    const ledger = createInMemoryLedger();
    const loads: string[] = [];
    const load = (of: StreamId) => {
      loads.push(of.id);
      return ledger.load(of);
    };
    return { ledger, loads, decisions: new Decisions({ ...ledger, load }) };
  };

  it('is loaded once while nobody else writes', async () => {
    const { decisions, loads } = counted();
    await decisions.tell(order.decider, stream, requestOrder(), because('approval'));
    await decisions.tell(order.decider, stream, acceptOrder(), because('answer'));
    expect((await decisions.state(order.decider, stream)).kind).toBe('live');
    expect(loads).toStrictEqual(['order-1']);
  });

  it('is loaded anew after it was forgotten', async () => {
    const { decisions, ledger, loads } = counted();
    await decisions.state(order.decider, stream);
    await recordFacts(ledger.as('another'), stream, orderRequested());
    expect((await decisions.state(order.decider, stream)).kind).toBe('none');
    decisions.forget(stream);
    expect((await decisions.state(order.decider, stream)).kind).toBe('requested');
    expect(loads).toHaveLength(2);
  });

  it('is bounded: of very many streams the one not asked for longest is let go', async () => {
    const { decisions, loads } = counted();
    const ask = (n: number) => decisions.state(order.decider, orderStream(`order-${n}`, accountId));
    for (let n = 0; n <= 20_000; n += 1) await ask(n);
    loads.length = 0;
    await ask(20_000);
    expect(loads).toStrictEqual([]);
    await ask(0);
    expect(loads).toStrictEqual(['order-0']);
  });

  it('keeps a stream that is in use while others come and go', async () => {
    const { decisions, loads } = counted();
    const ask = (n: number) => decisions.state(order.decider, orderStream(`order-${n}`, accountId));
    await ask(0);
    for (let n = 1; n <= 20_000; n += 1) {
      await ask(n);
      if (n % 1_000 === 0) await ask(0);
    }
    expect(loads.filter((id) => id === 'order-0')).toHaveLength(1);
  });
});
