import { beforeEach, describe, expect, it } from '@jest/globals';
import { alert, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { createInMemoryLedger, recordFacts, type InMemoryLedger } from '@sluice/testing';
import { Decisions } from './decisions.js';
import { alertStream, orderStream } from './streams.js';
import { when } from './when.js';

const { accountId, alertRaised, orderRejected, raiseAlert } = examples;

describe('a reaction to a fact', () => {
  let ledger: InMemoryLedger;
  let rejected: Recorded<Extract<Fact, { type: 'OrderRejected' }>>;
  beforeEach(async () => {
    ledger = createInMemoryLedger();
    [rejected] = await recordFacts(ledger, orderStream('order-1', accountId), orderRejected());
  });
  const alerts = alertStream('alert-1', accountId);
  const context = () => ({ decisions: new Decisions(ledger) });

  it('tells a decider, with the fact as the cause, in the same journey', async () => {
    const reaction = when('OrderRejected').tell(alert.decider)({
      name: 'alerting--when-order-rejected',
      stream: () => alerts,
      command: ({ data }) => raiseAlert({ message: data.reason }),
    });
    expect(await reaction.handle(context(), rejected)).toStrictEqual([]);
    expect((await ledger.load(alerts)).facts).toMatchObject([
      {
        ...alertRaised({ message: rejected.data.reason }),
        causeId: rejected.id,
        journeyId: rejected.journeyId,
      },
    ]);
  });

  it('writes nothing when the same fact is handled again', async () => {
    const reaction = when('OrderRejected').tell(alert.decider)({
      name: 'alerting--when-order-rejected',
      stream: () => alerts,
      command: () => raiseAlert(),
    });
    await reaction.handle(context(), rejected);
    await reaction.handle(context(), rejected);
    expect((await ledger.load(alerts)).facts).toHaveLength(1);
  });

  it('asks nobody when the fact is none of ours', async () => {
    const reaction = when('OrderRejected').tell(alert.decider)({
      name: 'alerting--when-order-rejected',
      stream: () => undefined,
      command: () => {
        throw new Error('nobody needed this');
      },
    });
    expect(await reaction.handle(context(), rejected)).toStrictEqual([]);
    expect((await ledger.load(alerts)).facts).toStrictEqual([]);
  });

  it('names the work that is to be done outside, and does none of it', async () => {
    const pending = { effect: 'call', id: 'order-1', partition: 'order-1', payload: {} };
    const reaction = when('OrderRejected').effect({
      name: 'alerting--when-order-rejected',
      effect: ({ data }) => (data.accountId === accountId ? pending : undefined),
    });
    expect(await reaction.handle(context(), rejected)).toStrictEqual([pending]);
  });

  it('names no work when there is none', async () => {
    const reaction = when('OrderRejected').effect({ name: 'idle', effect: () => undefined });
    expect(await reaction.handle(context(), rejected)).toStrictEqual([]);
  });

  it('learns without writing', async () => {
    const seen: string[] = [];
    const reaction = when('OrderRejected').learn({
      name: 'executor--learn',
      learn: ({ data }) => void seen.push(data.orderId),
    });
    expect(await reaction.handle(context(), rejected)).toStrictEqual([]);
    expect(seen).toStrictEqual(['order-1']);
  });

  it('is named by its file and by the fact it waits for', () => {
    const reaction = when('OrderRejected').effect({ name: 'idle', effect: () => undefined });
    expect(reaction).toMatchObject({ name: 'idle', on: 'OrderRejected' });
  });
});
