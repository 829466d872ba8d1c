import { beforeEach, describe, expect, it } from '@jest/globals';
import { money, type Fact } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import { LedgerUnavailableError, type Ledger } from '@sluice/ports';
import { Decisions } from '@sluice/reactions';
import { signalIdOf } from '@sluice/runtime';
import { createInMemoryLedger, createManualClock, factsOn } from '@sluice/testing';
import { receiveSignal, type SignalReceiver } from './receive-signal.js';
import type { SignalRequest } from './signal-request.js';

const { accountId, at, conditionId, later, strategyId, yesToken } = examples;

const request: SignalRequest = {
  externalId: 'external-1',
  strategyId,
  conditionId,
  tokenId: yesToken,
  side: 'BUY',
  sizeUsd: money.usd('20'),
  limitPrice: money.price('0.50'),
  orderType: 'FAK',
  reduceOnly: false,
};

describe('receiving a signal', () => {
  const clock = createManualClock(at);
  let ledger: Ledger;
  let registered: boolean;
  let offered: Awaited<ReturnType<SignalReceiver['offers']>>;
  beforeEach(() => {
    ledger = createInMemoryLedger();
    registered = true;
    offered = 'yes';
  });
  const receive = (fields: Partial<SignalRequest> = {}, { on = ledger, sender = 'model' } = {}) =>
    receiveSignal(
      {
        decisions: new Decisions(on),
        clock,
        accountOf: () => Promise.resolve(registered ? accountId : undefined),
        offers: () => Promise.resolve(offered),
      },
      { ...request, ...fields },
      sender,
    );
  const facts = async (type: Fact['type']) =>
    (await factsOn(ledger)).filter((fact) => fact.type === type);

  it('puts it on the ledger in a journey of its own, for the account of its strategy', async () => {
    const signalId = signalIdOf('model', 'external-1');
    expect(await receive()).toStrictEqual({ kind: 'received', signalId });
    expect(await facts('SignalReceived')).toMatchObject([
      { journeyId: signalId, data: { signalId, source: 'model', accountId, receivedAt: at } },
    ]);
  });

  it('takes the same source and external id once, whatever else it says', async () => {
    const { signalId } = await receive();
    expect(await receive()).toStrictEqual({ kind: 'already_received', signalId });
    expect(await receive({ sizeUsd: money.usd('5000') })).toMatchObject({ signalId });
    expect(await facts('SignalReceived')).toMatchObject([{ data: { sizeUsd: money.usd('20') } }]);
  });

  it('takes the same external id of another source', async () => {
    await receive();
    await receive({ source: 'tape' });
    await receive({}, { sender: 'another model' });
    expect(await facts('SignalReceived')).toHaveLength(3);
  });

  it('was observed when its sender says so, or else when it came', async () => {
    await receive();
    await receive({ externalId: 'external-2', observedAt: later(-250) });
    expect(await facts('SignalReceived')).toMatchObject([
      { data: { observedAt: at } },
      { data: { observedAt: later(-250) } },
    ]);
  });

  it('keeps until when its order may rest, and that it may only rest', async () => {
    const resting = { orderType: 'GTD', expiresAt: later(600_000), postOnly: true } as const;
    await receive(resting);
    expect(await facts('SignalReceived')).toMatchObject([{ data: resting }]);
  });

  it('is received once when the first answer of the ledger was lost', async () => {
    const silent: Ledger = {
      ...ledger,
      append: async (appending) => {
        await ledger.append(appending);
        throw new LedgerUnavailableError('no answer within the deadline');
      },
    };
    await expect(receive({}, { on: silent })).rejects.toThrow(LedgerUnavailableError);
    expect(await receive()).toMatchObject({ kind: 'already_received' });
    expect(await facts('SignalReceived')).toHaveLength(1);
  });

  it('ignores a strategy that nobody registered, and says so on the ledger', async () => {
    registered = false;
    expect(await receive()).toMatchObject({
      kind: 'ignored',
      fault: { field: 'strategyId', detail: `no strategy "${strategyId}" is registered` },
    });
    expect(await facts('SignalIgnored')).toMatchObject([{ data: { reason: 'unknown_strategy' } }]);
    expect(await facts('SignalReceived')).toStrictEqual([]);
  });

  it.each([
    ['no_market', 'conditionId'],
    ['no_token', 'tokenId'],
  ] as const)(
    'ignores what the venue does not offer: %s is a fault of %s',
    async (answer, field) => {
      offered = answer;
      expect(await receive()).toMatchObject({ kind: 'ignored', fault: { field } });
      expect(await facts('SignalIgnored')).toMatchObject([{ data: { reason: 'unknown_market' } }]);
    },
  );

  it('says once on the ledger that it ignored a signal, and every time to its sender', async () => {
    registered = false;
    await receive();
    expect(await receive()).toMatchObject({ kind: 'ignored' });
    expect(await facts('SignalIgnored')).toHaveLength(1);
  });

  it('takes the same signal when the reason was mended', async () => {
    registered = false;
    const { signalId } = await receive();
    registered = true;
    expect(await receive()).toStrictEqual({ kind: 'received', signalId });
    expect(await facts('SignalReceived')).toHaveLength(1);
  });
});
