import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { money, redemption } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { Decisions, redemptionStream } from '@sluice/reactions';
import { cutOffAt, recordFacts } from '@sluice/testing';
import { submitRequestedRedemptions } from './submit-requested-redemptions.js';
import { effectOf, openDesk, type Desk } from './testing/desk.js';

const { accountId, conditionId, redemptionRequested, winner } = examples;
const refused = { kind: 'refused', reason: 'not_approved', detail: 'the adapter may not' } as const;

describe('carrying out a planned redemption', () => {
  let desk: Desk;
  let requested: Recorded<redemption.Requested>;
  const plan = async (): Promise<void> => {
    desk = openDesk([winner()]);
    const stream = redemptionStream(accountId, conditionId);
    [requested] = await recordFacts(desk.ledger, stream, redemptionRequested());
  };
  beforeEach(plan);
  afterEach(() => void jest.useRealTimers());

  const submitting = (attempt = 1, points = cutOffAt()) =>
    submitRequestedRedemptions(desk.start(points))(effectOf(requested, attempt));
  const happened = async () => (await desk.facts()).slice(1);
  const types = async () => (await happened()).map(({ type }) => type);
  const oneAttempt = ['RedemptionSigned', 'RedemptionSubmitted', 'RedemptionConfirmed'];

  it('puts the bytes on the ledger, sends them, and books what the chain proves', async () => {
    expect(await submitting()).toBe('done');
    expect(await types()).toStrictEqual(oneAttempt);
    expect(await desk.facts('RedemptionConfirmed')).toMatchObject([
      { data: { proof: { transactionHash: '0xsigning-1', payoutUsd: money.usd('40') } } },
    ]);
    expect(await desk.redeemer.collateral()).toBe(money.usd('40'));
  });

  it('sends only bytes that are on the ledger', async () => {
    await submitting();
    const signed = await desk.facts('RedemptionSigned');
    expect(signed).toMatchObject([{ data: { transactionHash: '0xsigning-1' } }]);
    expect(desk.redeemer.broadcasts).toStrictEqual(['0xsigning-1']);
  });

  it('does nothing more when it is asked again', async () => {
    await submitting();
    expect(await submitting(2)).toBe('done');
    expect(await types()).toStrictEqual(oneAttempt);
    expect(desk.redeemer.broadcasts).toHaveLength(1);
  });

  it('sends one transaction and books one payout, wherever the service is killed', async () => {
    const whole = cutOffAt();
    await submitting(1, whole);

    for (const [step, point] of whole.passed.entries()) {
      await plan();
      await submitting(1, cutOffAt(step)).catch(() => undefined);
      await submitting(2);
      expect({ point, types: await types() }).toStrictEqual({ point, types: oneAttempt });
      expect({ point, mined: desk.redeemer.mined }).toMatchObject({ mined: [expect.any(String)] });
      const [signed] = await desk.facts('RedemptionSigned');
      const bytes = { transactionHash: desk.redeemer.mined[0] };
      expect({ point, ...signed }).toMatchObject({ point, data: bytes });
      expect(new Set(desk.redeemer.broadcasts)).toStrictEqual(new Set(desk.redeemer.mined));
      expect(await desk.redeemer.collateral()).toBe(money.usd('40'));
    }
  });

  it('waits for a transaction that is not final, sends the same bytes again, and books later', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    desk.redeemer.setMining(false);
    const first = submitting();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await first).toMatchObject({
      retryAfterMs: 1_000,
      error: '0xsigning-1 is not final yet',
    });
    jest.useRealTimers();
    expect(desk.redeemer.broadcasts).toStrictEqual(['0xsigning-1', '0xsigning-1']);

    desk.redeemer.setMining(true);
    expect(await submitting(2)).toBe('done');
    expect(await types()).toStrictEqual(oneAttempt);
  });

  it('makes a new attempt when another transaction took the nonce', async () => {
    desk.redeemer.setMining(false);
    await submitting(1, cutOffAt(8)).catch(() => undefined);
    desk.redeemer.useNonce();
    desk.redeemer.setMining(true);

    expect(await submitting(2)).toMatchObject({ retryAfterMs: 1_000, error: 'the attempt failed' });
    expect(await desk.facts('RedemptionFailed')).toMatchObject([
      { data: { attempt: 1, reason: 'dropped', final: false } },
    ]);
    expect(await submitting(3)).toBe('done');
    expect(await desk.facts('RedemptionConfirmed')).toHaveLength(1);
    expect(desk.redeemer.mined).toStrictEqual(['0xsigning-2']);
  });

  it('makes a new attempt after one that was reverted', async () => {
    desk.redeemer.nextReverts();
    expect(await submitting()).toMatchObject({ retryAfterMs: 1_000 });
    expect(await submitting(2)).toBe('done');
    expect(await types()).toStrictEqual([
      ...['RedemptionSigned', 'RedemptionSubmitted', 'RedemptionFailed'],
      ...oneAttempt,
    ]);
  });

  it.each([
    ['nothing', 'paid_nothing', money.noUsd],
    ['less than it must', 'paid_otherwise', money.usd('39.999999')],
    ['more than it must', 'paid_otherwise', money.usd('41')],
  ])('needs a person when a transaction succeeds and pays %s', async (_, reason, paidUsd) => {
    desk.redeemer.nextPayout(paidUsd);
    expect(await submitting()).toBe('done');
    expect(await submitting(2)).toBe('done');
    expect(await desk.facts('RedemptionFailed')).toMatchObject([{ data: { reason, final: true } }]);
    expect(await desk.facts('RedemptionConfirmed')).toStrictEqual([]);
    expect(desk.redeemer.broadcasts).toHaveLength(1);
  });

  it('signs nothing while the simulation is refused, and waits longer each time', async () => {
    desk.redeemer.nextSimulations(refused, refused);
    expect(await submitting(1)).toMatchObject({
      retryAfterMs: 1_000,
      error: 'not_approved: the adapter may not',
    });
    expect(await submitting(2)).toMatchObject({ retryAfterMs: 2_000 });
    expect(await desk.facts('RedemptionSigned')).toStrictEqual([]);
    expect(await submitting(3)).toBe('done');
    expect(await desk.facts('RedemptionConfirmed')).toHaveLength(1);
  });

  it('leaves it to a person after the last attempt', async () => {
    desk.redeemer.nextSimulations(...Array.from({ length: 20 }, () => refused));
    let attempt = 1;
    while ((await submitting(attempt)) !== 'done') attempt += 1;
    const failures = await desk.facts('RedemptionFailed');
    expect(failures).toHaveLength(redemption.ATTEMPTS_MAX);
    expect(failures.at(-1)).toMatchObject({
      data: { attempt: redemption.ATTEMPTS_MAX, final: true },
    });
    expect(desk.redeemer.broadcasts).toStrictEqual([]);
  });

  it('counts an attempt once that another process has already counted', async () => {
    const context = desk.start();
    const stream = redemptionStream(accountId, conditionId);
    const other = new Decisions(desk.ledger.as('redemption'));
    const simulate = async () => {
      const data = { ...refused, attempt: 1, at: desk.clock.now() };
      await other.tell(
        redemption.decider,
        stream,
        { type: 'RecordFailure', data },
        { causeId: `${requested.id}/1/refused`, journeyId: '' },
      );
      desk.clock.pass(1);
      return refused;
    };
    const redeemer = { ...context.redeemer, simulate };
    await submitRequestedRedemptions({ ...context, redeemer })(effectOf(requested));
    expect(await desk.facts('RedemptionFailed')).toHaveLength(1);
  });
});
