import { beforeEach, describe, expect, it } from '@jest/globals';
import type { alert } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { PagerChannel, Recorded } from '@sluice/ports';
import { alertStream, Decisions, type PendingEffect } from '@sluice/reactions';
import { createLogger, withCrashPoints } from '@sluice/runtime';
import {
  createInMemoryLedger,
  createInMemoryPagerChannel,
  createManualClock,
  cutOffAt,
  factsOn,
  recordFacts,
  type CutPoints,
  type InMemoryLedger,
  type InMemoryPagerChannel,
} from '@sluice/testing';
import { deliverRaisedAlerts } from './deliver-raised-alerts.js';
import { whenAlertRaised } from './when-alert-raised.js';

const { accountId, alertRaised, at } = examples;
const ATTEMPTS_MAX = 10;

describe('delivering raised alerts', () => {
  let ledger: InMemoryLedger;
  let email: InMemoryPagerChannel;
  let webhook: InMemoryPagerChannel;
  let raised: Recorded<alert.Raised>;
  const raise = async (): Promise<void> => {
    ledger = createInMemoryLedger();
    email = createInMemoryPagerChannel('email');
    webhook = createInMemoryPagerChannel('webhook');
    [raised] = await recordFacts(ledger, alertStream('alert-1', accountId), alertRaised());
  };
  beforeEach(raise);

  /** What is to be done of the raised alert, one effect for each channel. */
  const effects = async (): Promise<readonly PendingEffect[]> => {
    const context = { decisions: new Decisions(ledger) };
    const pending = whenAlertRaised(['email', 'webhook']).map((each) =>
      each.handle(context, raised),
    );
    return (await Promise.all(pending)).flat();
  };
  const delivering = async (
    channel: string,
    { attempt = 1, points = cutOffAt(), channels = [email, webhook] as PagerChannel[] } = {},
  ) => {
    const due = (await effects()).find(({ id }) => id === `alert-1/${channel}`);
    if (due === undefined) throw new Error(`nothing is to be done for ${channel}`);
    return deliverer(points, channels)({ ...due, attempt, decidedAt: at });
  };
  const deliverer = (points: CutPoints, channels: readonly PagerChannel[]) =>
    deliverRaisedAlerts({
      decisions: new Decisions(withCrashPoints(ledger, 'ledger', ['append', 'load'], points)),
      channels: channels.map((each) => withCrashPoints(each, each.name, ['deliver'], points)),
      clock: createManualClock(at),
      log: createLogger('alerting', 'silent'),
    });
  const happened = async () => (await factsOn(ledger)).slice(1);

  it('is one thing to be done for each channel, so that a dead one holds up no other', async () => {
    expect(await effects()).toMatchObject([
      { id: 'alert-1/email', partition: 'alert-1/email' },
      { id: 'alert-1/webhook', partition: 'alert-1/webhook' },
    ]);
  });

  it('puts the receipt on the ledger', async () => {
    expect(await delivering('email')).toBe('done');
    expect(email.delivered).toMatchObject([{ alertId: 'alert-1', title: 'A fill failed' }]);
    expect(webhook.delivered).toStrictEqual([]);
    expect(await happened()).toMatchObject([
      { type: 'AlertDelivered', data: { channel: 'email', receipt: 'receipt 1', attempt: 1 } },
    ]);
  });

  it('delivers once on each channel', async () => {
    await delivering('email');
    expect(await delivering('email', { attempt: 2 })).toBe('done');
    await delivering('webhook');
    expect(email.delivered).toHaveLength(1);
    expect(await happened()).toMatchObject([
      { data: { channel: 'email' } },
      { data: { channel: 'webhook' } },
    ]);
  });

  it('is said to be delivered once, with the same id, wherever the service is killed', async () => {
    const whole = cutOffAt();
    await delivering('email', { points: whole });
    for (const [step, point] of whole.passed.entries()) {
      await raise();
      await delivering('email', { points: cutOffAt(step) }).catch(() => undefined);
      await delivering('email', { attempt: 2 });
      expect({ point, facts: await happened() }).toMatchObject({
        facts: [{ type: 'AlertDelivered' }],
      });
      expect(new Set(email.delivered.map(({ alertId }) => alertId))).toStrictEqual(
        new Set(['alert-1']),
      );
    }
  });

  it('tries a failing channel again, with longer and longer pauses', async () => {
    email.setFailing('no route to host');
    const pauses: unknown[] = [];
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) {
      pauses.push(await delivering('email', { attempt }));
    }
    expect(pauses).toMatchObject(
      [1, 2, 4, 8, 16, 32, 64, 128, 256].map((seconds) => ({
        retryAfterMs: seconds * 1_000,
        error: 'no route to host',
      })),
    );
    expect(await happened()).toStrictEqual([]);
  });

  it('delivers when the channel works again', async () => {
    email.setFailing('no route to host');
    await delivering('email');
    email.setFailing();
    expect(await delivering('email', { attempt: 2 })).toBe('done');
    expect(await happened()).toMatchObject([{ type: 'AlertDelivered', data: { attempt: 2 } }]);
  });

  it('says on the ledger that nobody was reached, after the last attempt', async () => {
    email.setFailing('no route to host');
    expect(await delivering('email', { attempt: ATTEMPTS_MAX })).toBe('done');
    expect(await happened()).toMatchObject([
      {
        type: 'AlertUndelivered',
        data: { channel: 'email', detail: 'no route to host', attempts: ATTEMPTS_MAX },
      },
    ]);
    email.setFailing();
    expect(await delivering('email', { attempt: ATTEMPTS_MAX + 1 })).toBe('done');
    expect(email.delivered).toStrictEqual([]);
  });

  it('gives up a channel that breaks just as one that fails', async () => {
    const breaking = { ...email, deliver: () => Promise.reject(new Error('broken')) };
    expect(await delivering('email', { channels: [breaking] })).toMatchObject({
      retryAfterMs: 1_000,
    });
    await delivering('email', { attempt: ATTEMPTS_MAX, channels: [breaking] });
    expect(await happened()).toMatchObject([{ type: 'AlertUndelivered' }]);
  });

  it('does not forget an alert whose channel is no longer configured', async () => {
    expect(await delivering('email', { channels: [webhook] })).toMatchObject({
      error: 'no channel "email" is configured',
    });
    await delivering('email', { attempt: ATTEMPTS_MAX, channels: [webhook] });
    expect(await happened()).toMatchObject([{ type: 'AlertUndelivered' }]);
  });
});
