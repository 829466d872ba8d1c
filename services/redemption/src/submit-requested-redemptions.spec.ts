import { beforeEach, describe, expect, it } from '@jest/globals';
import { money, redemption } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded, Taking } from '@sluice/ports';
import { redemptionStream } from '@sluice/reactions';
import { cutOffAt, recordFacts } from '@sluice/testing';
import { submitRequestedRedemptions } from './submit-requested-redemptions.js';
import { effectOf, openDesk, type Desk } from './testing/desk.js';

const { accountId, conditionId, found, redemptionRequested, winner } = examples;
const refused = { kind: 'refused', reason: 'not_approved', detail: 'the adapter may not' } as const;
const waits = { kind: 'waits', detail: 'wallet busy' } as const;
/** The venue's sweeper takes what the plan holds. */
const swept: Taking = {
  taken: [{ tokenId: winner().tokenId, shares: winner().shares }],
  ...{ proof: found().proof, by: 'auto_redeemer', sender: '0xsweeper' },
};

describe('carrying out a planned redemption', () => {
  let desk: Desk;
  let requested: Recorded<redemption.Requested>;
  const plan = async (): Promise<void> => {
    desk = openDesk([winner()]);
    const stream = redemptionStream(accountId, conditionId);
    [requested] = await recordFacts(desk.ledger, stream, redemptionRequested());
  };
  beforeEach(plan);

  /** The effect of the request, or of the last failure: what the service would do next. */
  const submitting = async (attempt = 1, points = cutOffAt()) => {
    const failed = (await desk.facts('RedemptionFailed')).at(-1);
    return failed === undefined
      ? submitRequestedRedemptions(desk.start(points))(effectOf(requested, attempt))
      : submitRequestedRedemptions(
          desk.start(points),
          'RedemptionFailed',
        )(effectOf(failed, attempt));
  };
  const happened = async () => (await desk.facts()).slice(1);
  const types = async () => (await happened()).map(({ type }) => type);
  const oneAttempt = ['RedemptionSigned', 'RedemptionSubmitted', 'RedemptionConfirmed'];

  it('puts the bytes on the ledger, sends them, and books what the chain proves', async () => {
    expect(await submitting()).toBe('done');
    expect(await types()).toStrictEqual(oneAttempt);
    expect(await desk.facts('RedemptionConfirmed')).toMatchObject([
      { data: { proof: { transactionHash: '0xsigning-1', payoutUsd: money.usd('40') } } },
    ]);
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
    expect(whole.passed.length).toBeGreaterThan(12);

    for (const [step, point] of whole.passed.entries()) {
      await plan();
      await submitting(1, cutOffAt(step)).catch(() => undefined);
      await submitting(2);
      expect({ point, types: await types() }).toStrictEqual({ point, types: oneAttempt });
      const [signed] = await desk.facts('RedemptionSigned');
      expect({ point, ...signed }).toMatchObject({
        ...{ point, data: { transactionHash: desk.redeemer.mined[0] } },
      });
      expect({ point, mined: desk.redeemer.mined.length }).toStrictEqual({ point, mined: 1 });
      expect(new Set(desk.redeemer.broadcasts)).toStrictEqual(new Set(desk.redeemer.mined));
      expect(await desk.redeemer.collateral()).toBe(money.usd('40'));
    }
  });

  it('waits for what is not mined, sends the same bytes again, and books later', async () => {
    desk.redeemer.setMining(false);
    expect(await submitting()).toMatchObject({ retryAfterMs: 1_000 });
    expect(desk.redeemer.broadcasts).toStrictEqual(['0xsigning-1', '0xsigning-1']);
    desk.redeemer.setMining(true);
    expect(await submitting(2)).toBe('done');
    expect(await types()).toStrictEqual(oneAttempt);
  });

  it('sends a stuck transaction again under its nonce, and books whichever is mined', async () => {
    desk.redeemer.setMining(false);
    await submitting();
    desk.clock.pass(61_000);
    await submitting(2);
    const [first, second] = await desk.facts('RedemptionSigned', 'RedemptionReplaced');
    expect(second).toMatchObject({ type: 'RedemptionReplaced', data: { attempt: 1, nonce: 7 } });
    expect(first).toMatchObject({ data: { nonce: 7 } });
    desk.clock.pass(600_000);
    await submitting(3);
    expect(await desk.facts('RedemptionDelayed')).toHaveLength(1);
    desk.redeemer.setMining(true);
    expect(await submitting(4)).toBe('done');
    expect(await desk.facts('RedemptionConfirmed')).toHaveLength(1);
    expect(desk.redeemer.mined).toHaveLength(1);
  });

  it('sees a block come and go, and sends the same bytes again', async () => {
    desk.redeemer.setFinal(false);
    await submitting();
    expect((await types()).at(-1)).toBe('RedemptionMined');
    desk.redeemer.setMining(false);
    desk.redeemer.reorganise();
    await submitting(2);
    expect((await types()).at(-1)).toBe('RedemptionUndone');
    desk.redeemer.setMining(true);
    desk.redeemer.setFinal(true);
    expect(await submitting(3)).toBe('done');
    expect(await desk.facts('RedemptionSigned')).toHaveLength(1);
    expect(await desk.facts('RedemptionConfirmed')).toHaveLength(1);
    expect(new Set(desk.redeemer.broadcasts)).toStrictEqual(new Set(['0xsigning-1']));
    expect(await desk.redeemer.collateral()).toBe(money.usd('40'));
  });

  it('makes a new attempt when another transaction took the nonce', async () => {
    desk.redeemer.setMining(false);
    await submitting();
    desk.redeemer.useNonce();
    desk.redeemer.setMining(true);
    expect(await submitting(2)).toBe('done');
    expect(await desk.facts('RedemptionFailed')).toMatchObject([
      { data: { attempt: 1, reason: 'dropped', final: false } },
    ]);
    expect(await submitting()).toBe('done');
    expect(await desk.facts('RedemptionConfirmed')).toHaveLength(1);
    expect(desk.redeemer.mined).toStrictEqual(['0xsigning-2']);
  });

  it('leaves the next attempt after one that was reverted to whoever listens', async () => {
    desk.redeemer.nextReverts();
    expect(await submitting()).toBe('done');
    expect((await types()).at(-1)).toBe('RedemptionFailed');
    expect(await submitting()).toBe('done');
    expect((await types()).at(-1)).toBe('RedemptionConfirmed');
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

  it('signs nothing while the simulation is refused, and leaves it to a person at last', async () => {
    desk.redeemer.nextSimulations(...Array.from({ length: 20 }, () => refused));
    for (let turn = 0; turn < 20; turn += 1) await submitting();
    const failures = await desk.facts('RedemptionFailed');
    expect(failures).toHaveLength(redemption.ATTEMPTS_MAX);
    expect(failures.at(-1)).toMatchObject({
      data: { attempt: redemption.ATTEMPTS_MAX, reason: 'not_approved', final: true },
    });
    expect(desk.redeemer.broadcasts).toStrictEqual([]);
  });

  it('is final at once when the relayer lets the target through never', async () => {
    const detail = 'not in the allowed list';
    desk.redeemer.nextSubmissions({ kind: 'refused', reason: 'not_allowed', detail });
    expect(await submitting()).toBe('done');
    expect(await desk.facts('RedemptionFailed')).toMatchObject([
      { data: { reason: 'not_allowed', detail, final: true } },
    ]);
  });

  it('sends the same bytes again while the relayer waits for something of the wallet', async () => {
    desk.redeemer.nextSubmissions(waits, waits);
    expect(await submitting()).toMatchObject({ retryAfterMs: 1_000 });
    expect(await submitting(2)).toMatchObject({ error: expect.stringContaining('wallet busy') });
    expect(await types()).toStrictEqual(['RedemptionSigned']);
    expect(await submitting(3)).toBe('done');
    expect(await types()).toStrictEqual(oneAttempt);
  });

  it('signs under a new nonce only when the one that was not taken is used', async () => {
    desk.redeemer.nextSubmissions(waits, waits);
    await submitting();
    desk.redeemer.useNonce();
    expect(await submitting(2)).toBe('done');
    expect(await desk.facts('RedemptionFailed')).toMatchObject([
      { data: { attempt: 1, reason: 'dropped', final: false } },
    ]);
    expect(await submitting()).toBe('done');
    expect(desk.redeemer.mined).toStrictEqual(['0xsigning-2']);
  });

  it('has no other way around what the chain itself refuses', async () => {
    const detail = 'zero position balance';
    desk.redeemer.nextSubmissions({ kind: 'refused', reason: 'simulation_failed', detail });
    expect(await submitting()).toBe('done');
    expect(await desk.facts('RedemptionFailed')).toMatchObject([
      { data: { reason: 'simulation_failed', final: false } },
    ]);
  });

  it('plans anew when less is held right before signing', async () => {
    const less = winner({ shares: money.shares('15'), payoutUsd: money.usd('15') });
    desk = openDesk([less]);
    const stream = redemptionStream(accountId, conditionId);
    [requested] = await recordFacts(desk.ledger, stream, redemptionRequested());
    expect(await submitting()).toBe('done');
    expect(await types()).toStrictEqual(['RedemptionRequested', ...oneAttempt]);
    expect(await desk.facts('RedemptionConfirmed')).toMatchObject([{ data: { holdings: [less] } }]);
  });

  it('books what the venue’s sweeper redeemed before, and sends nothing', async () => {
    desk.redeemer.takenElsewhere(swept);
    expect(await submitting()).toBe('done');
    expect(await happened()).toMatchObject([
      {
        type: 'RedemptionFoundElsewhere',
        data: { by: 'auto_redeemer', holdings: [winner()], proof: { transactionHash: '0xswept' } },
      },
    ]);
    expect(desk.redeemer.broadcasts).toStrictEqual([]);
  });

  it('books what the sweeper took while ours was on its way, which then took nothing', async () => {
    desk.redeemer.setMining(false);
    await submitting();
    desk.redeemer.takenElsewhere(swept);
    desk.redeemer.setMining(true);
    expect(await submitting(2)).toBe('done');
    expect((await types()).at(-1)).toBe('RedemptionFoundElsewhere');
    expect(await desk.facts('RedemptionFoundElsewhere')).toMatchObject([
      { data: { idle: { transactionHash: '0xsigning-1', payoutUsd: money.noUsd } } },
    ]);
    expect(await desk.facts('RedemptionFailed', 'RedemptionConfirmed')).toStrictEqual([]);
  });

  it('calls a person when the shares are gone and nothing shows where to', async () => {
    desk.redeemer.takenElsewhere({ ...swept, proof: { ...swept.proof, blockNumber: 1n } });
    await expect(submitting(1)).rejects.toThrow('nothing shows where the shares went');
    expect(await submitting(5)).toBe('done');
    expect(await desk.facts('RedemptionFailed')).toMatchObject([
      { data: { reason: 'vanished', final: true } },
    ]);
  });
});
