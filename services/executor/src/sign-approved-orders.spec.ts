import { beforeEach, describe, expect, it } from '@jest/globals';
import type { account } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { accountStream } from '@sluice/reactions';
import { orderIdOf } from '@sluice/runtime';
import { cutOffAt, recordFacts } from '@sluice/testing';
import type { EntryGate } from './entry-gate.js';
import type { ExecutorContext } from './executor.context.js';
import { openPlacing } from './place-requested-orders.js';
import { signApprovedOrders } from './sign-approved-orders.js';
import { effectOf, limits, openDesk, type Desk } from './testing/desk.js';

const { accountId, signalApproved, signalId } = examples;

describe('signing approved orders', () => {
  let desk: Desk;
  let approved: Recorded<account.SignalApproved>;
  beforeEach(async () => {
    desk = openDesk();
    [approved] = await recordFacts(desk.ledger, accountStream(accountId), signalApproved());
  });
  const signer = (context: ExecutorContext, gate?: EntryGate) =>
    signApprovedOrders(context, openPlacing(context), gate);
  const signing = (attempt = 1) => signer(desk.start())(effectOf(approved, attempt));

  it('puts the signed bytes and their hash on the ledger and then sends them', async () => {
    expect(await signing()).toBe('done');
    expect(await desk.facts('OrderRequested', 'OrderAccepted')).toMatchObject([
      {
        causeId: approved.id,
        journeyId: approved.journeyId,
        data: { orderId: orderIdOf(signalId), signalId, orderHash: '0xorder-1' },
      },
      { type: 'OrderAccepted' },
    ]);
    expect(desk.venue.taken).toStrictEqual(['0xorder-1']);
  });

  it('is owed until the fate of the order is known', async () => {
    desk.venue.nextSendings('lost', 'lost');
    expect(await signing()).toMatchObject({ retryAfterMs: 1_000 });
    expect(await signing(2)).toMatchObject({ retryAfterMs: 1_000 });
    expect(await signing(3)).toBe('done');
    expect(await desk.factTypes()).toStrictEqual([
      ...['SignalApproved', 'OrderRequested', 'OrderUnconfirmed', 'OrderAccepted'],
    ]);
    expect(desk.venue.signed()).toBe(1);
  });

  it('signs an approval once, however often it is asked', async () => {
    await signing();
    expect(await signing(2)).toBe('done');
    expect(await desk.facts('OrderRequested')).toHaveLength(1);
    expect(desk.venue.signed()).toBe(1);
  });

  it('keeps one order of each approval, wherever the executor is killed', async () => {
    const whole = cutOffAt();
    await signer(desk.start(whole))(effectOf(approved));
    expect(whole.passed).not.toHaveLength(0);

    for (const [step, point] of whole.passed.entries()) {
      desk = openDesk();
      [approved] = await recordFacts(desk.ledger, accountStream(accountId), signalApproved());
      const killed = signer(desk.start(cutOffAt(step)))(effectOf(approved));
      await killed.catch(() => undefined);
      const requests = await desk.facts('OrderRequested');
      const sent = requests.length === 0 ? [] : expect.anything();
      expect({ point, sent: desk.venue.sent }).toEqual({ point, sent });
      await signing(2);
      const orders = await desk.facts('OrderRequested', 'OrderRejected');
      expect({ point, orders }).toMatchObject({ point, orders: [{ type: 'OrderRequested' }] });
    }
  });

  it('gives an approval back that is too old, so that its reservation returns', async () => {
    desk.clock.pass(limits.approvalAgeMaxMs + 1);
    expect(await signing()).toBe('done');
    expect(await desk.facts('OrderRequested', 'OrderRejected')).toMatchObject([
      {
        type: 'OrderRejected',
        data: { signalId, reason: 'not signed: approved 30001 ms ago, at most 30000 ms' },
      },
    ]);
    expect(desk.venue.signed()).toBe(0);
  });

  it('gives back what was killed after its approval', async () => {
    const stream = accountStream(accountId);
    const [killed] = await recordFacts(desk.ledger, stream, examples.strategyKilled());
    desk.kills.learn(killed);
    expect(await signing()).toBe('done');
    const reason: unknown = expect.stringMatching(/^not signed: strategy strategy-1 was killed/);
    expect(await desk.facts('OrderRejected')).toMatchObject([{ data: { reason } }]);
    expect(desk.venue.signed()).toBe(0);
  });

  it('signs an approval that is exactly as old as it may be', async () => {
    desk.clock.pass(limits.approvalAgeMaxMs);
    await signing();
    expect(await desk.facts('OrderRequested')).toHaveLength(1);
  });

  it('gives back what can never be signed as approved', async () => {
    desk.venue.refuseToSign('0.505 is not on the grid of 0.01');
    expect(await signing()).toBe('done');
    expect(await desk.facts('OrderRejected')).toMatchObject([
      { data: { reason: 'not signed: 0.505 is not on the grid of 0.01' } },
    ]);
  });

  it('tries again while the venue is down, and writes nothing meanwhile', async () => {
    desk.venue.setDown(true);
    expect(await signing()).toMatchObject({ retryAfterMs: 500 });
    expect(await desk.factTypes()).toStrictEqual(['SignalApproved']);

    desk.venue.setDown(false);
    expect(await signing(2)).toBe('done');
    expect(await desk.facts('OrderRequested')).toHaveLength(1);
  });

  it('gives an approval back when the venue was down for too long', async () => {
    desk.venue.setDown(true);
    await signing();
    desk.clock.pass(limits.approvalAgeMaxMs + 1);
    expect(await signing(2)).toBe('done');
    expect(await desk.facts('OrderRejected')).toHaveLength(1);
  });

  it('gives back what the venue does not take, with the reason', async () => {
    const gate = () => Promise.resolve({ kind: 'refused', why: 'the venue is disabled' } as const);
    const sign = signer(desk.start(), gate);
    expect(await sign(effectOf(approved))).toBe('done');
    expect(await desk.facts('OrderRejected')).toMatchObject([
      { data: { signalId, reason: 'not signed: the venue is disabled' } },
    ]);
    expect(desk.venue.signed()).toBe(0);
  });

  it('holds what must wait until it is too old, and then says what it waited for', async () => {
    const gate = () => Promise.resolve({ kind: 'waits', why: 'nothing was compared' } as const);
    const sign = signer(desk.start(), gate);
    expect(await sign(effectOf(approved))).toMatchObject({ error: 'nothing was compared' });
    expect(await desk.factTypes()).toStrictEqual(['SignalApproved']);
    desk.clock.pass(limits.approvalAgeMaxMs + 1);
    expect(await sign(effectOf(approved, 2))).toBe('done');
    expect(await desk.facts('OrderRejected')).toMatchObject([
      { data: { reason: expect.stringMatching(/30001 ms ago.*for nothing was compared$/) } },
    ]);
  });

  it('never signs after it gave back', async () => {
    desk.clock.pass(limits.approvalAgeMaxMs + 1);
    await signing();
    expect(await signing(2)).toBe('done');
    expect(await desk.factTypes()).toStrictEqual(['SignalApproved', 'OrderRejected']);
    expect(desk.venue.signed()).toBe(0);
  });
});
