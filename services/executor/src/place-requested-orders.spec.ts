import { beforeEach, describe, expect, it } from '@jest/globals';
import type { order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded, VenueFill } from '@sluice/ports';
import { accountStream, orderStream } from '@sluice/reactions';
import { cutOffAt, recordFacts, type Sending } from '@sluice/testing';
import { ABSENCE_LOOKS_MIN } from './executor.context.js';
import { openPlacing, type Placing } from './place-requested-orders.js';
import { limits, openDesk, type Desk } from './testing/desk.js';

const { accountId, orderRequested, yesToken } = examples;
const { orderHash, signedBody } = orderRequested().data;

const ourFill: VenueFill = {
  ...examples.fill(),
  orderHash,
  status: 'matched',
  transactionHash: '',
  matchedAt: examples.later(50),
};

describe('placing requested orders', () => {
  let desk: Desk;
  let requested: Recorded<order.Requested>;
  let placing: Placing;
  const request = async (): Promise<void> => {
    desk = openDesk();
    const stream = orderStream('order-1', accountId);
    [requested] = await recordFacts(desk.ledger, stream, orderRequested());
    placing = openPlacing(desk.start());
  };
  beforeEach(request);
  const wanted = () => ({
    ...{ orderId: 'order-1', accountId },
    ...{ causeId: requested.causeId, journeyId: requested.journeyId },
  });
  const first = () => placing.first(wanted());
  const again = () => placing.again(wanted());
  const outcome = async () => (await desk.facts()).slice(1);

  describe('when the venue answers', () => {
    it('accepts what the venue took, once', async () => {
      expect(await first()).toBe('done');
      expect(await again()).toBe('done');
      expect(await outcome()).toMatchObject([
        { type: 'OrderAccepted', data: { venueStatus: 'live' } },
      ]);
      expect(desk.venue.sent).toStrictEqual([signedBody]);
    });

    it('passes on what the answer says of the venue', async () => {
      const heard: string[] = [];
      const hear = (condition: string, detail: string) =>
        Promise.resolve(void heard.push(`${condition}: ${detail}`));
      placing = openPlacing(desk.start(), { heard: hear });
      desk.venue.nextSendings(
        { notTaken: 'restarting' },
        { refused: 'not from here', condition: 'geoblocked' },
      );
      await first();
      desk.clock.pass(1_000);
      await again();
      expect(heard).toStrictEqual(['restarting: restarting', 'geoblocked: not from here']);
    });

    it('rejects what the venue refused at the first sending', async () => {
      desk.venue.nextSendings({ refused: 'not enough balance' });
      expect(await first()).toBe('done');
      expect(await outcome()).toMatchObject([
        { type: 'OrderRejected', data: { reason: 'not enough balance' } },
      ]);
    });
  });

  describe('when the answer is lost', () => {
    it('accepts the order when the venue shows it', async () => {
      desk.venue.nextSendings('unanswered');
      expect(await first()).toBe('done');
      expect(await outcome()).toMatchObject([{ type: 'OrderAccepted' }]);
      expect(desk.venue.sent).toHaveLength(1);
    });

    it('accepts the order when only its fills show that it was taken', async () => {
      desk.venue.nextSendings('lost');
      desk.venue.trade(yesToken, ourFill);
      expect(await first()).toBe('done');
      expect(await outcome()).toMatchObject([
        { type: 'OrderAccepted', data: { venueStatus: 'matched' } },
      ]);
    });

    it('takes the fill of another order for no evidence', async () => {
      desk.venue.nextSendings('lost');
      desk.venue.trade(yesToken, { ...ourFill, orderHash: '0xsomebody' });
      expect(await first()).toMatchObject({ retryAfterMs: 1_000 });
      expect(await outcome()).toMatchObject([{ type: 'OrderUnconfirmed' }]);
    });

    it('is in doubt, says so once, and looks again', async () => {
      desk.venue.nextSendings('lost', 'lost');
      expect(await first()).toMatchObject({ retryAfterMs: 1_000, error: 'no answer' });
      expect(await again()).toMatchObject({ retryAfterMs: 1_000 });
      expect(await outcome()).toMatchObject([
        { type: 'OrderUnconfirmed', data: { detail: 'no answer' } },
      ]);
    });

    it('is in doubt while the venue cannot even be asked', async () => {
      desk.venue.setDown(true);
      await expect(first()).rejects.toThrow('the venue does not answer');
      expect(await outcome()).toMatchObject([{ type: 'OrderUnconfirmed' }]);

      desk.venue.setDown(false);
      expect(await again()).toBe('done');
      expect(await outcome()).toMatchObject([
        { type: 'OrderUnconfirmed' },
        { type: 'OrderAccepted' },
      ]);
    });

    it('sends the stored bytes again and nothing else', async () => {
      desk.venue.nextSendings('lost');
      await first();
      expect(await again()).toBe('done');
      expect(desk.venue.sent).toStrictEqual([signedBody, signedBody]);
      expect(desk.venue.signed()).toBe(0);
      expect(desk.venue.taken).toStrictEqual([orderHash]);
    });
  });

  describe('when a later sending is refused', () => {
    it('accepts the order when the refusal only followed from an earlier sending', async () => {
      await desk.venue.place(requested.data);
      desk.venue.nextSendings({ refused: 'not enough balance' });
      expect(await again()).toBe('done');
      expect(await outcome()).toMatchObject([{ type: 'OrderAccepted' }]);
    });

    it('does not believe the refusal without evidence', async () => {
      desk.venue.nextSendings('lost', { refused: 'not enough balance' });
      await first();
      expect(await again()).toMatchObject({
        error: 'refused when sent again: not enough balance',
      });
      expect(await outcome()).toMatchObject([{ type: 'OrderUnconfirmed' }]);
    });

    it('does not believe it of an attempt that began in a process that died', async () => {
      desk.venue.nextSendings({ refused: 'not enough balance' });
      expect(await again()).toMatchObject({ retryAfterMs: 1_000 });
      expect(await outcome()).toMatchObject([{ type: 'OrderUnconfirmed' }]);
    });
  });

  describe('when the venue proves that it did not take the order', () => {
    const restarting = { notTaken: 'restarting' } as const;

    it('sends the same bytes again while the order is young', async () => {
      desk.venue.nextSendings(restarting, { ...restarting, retryAfterMs: 2_000 });
      expect(await first()).toMatchObject({ retryAfterMs: 1_000, error: 'restarting' });
      expect(await again()).toMatchObject({ retryAfterMs: 1_000, error: 'not taken yet' });
      desk.clock.pass(1_000);
      expect(await again()).toMatchObject({ retryAfterMs: 2_000 });
      desk.clock.pass(2_000);
      expect(await again()).toBe('done');
      expect((await outcome()).map(({ type }) => type)).toStrictEqual(['OrderAccepted']);
      expect(desk.venue.sent).toStrictEqual([signedBody, signedBody, signedBody]);
    });

    it('rejects at once when the order would be too old by then', async () => {
      desk.venue.nextSendings({ notTaken: 'post_only', retryAfterMs: 120_000 });
      expect(await first()).toBe('done');
      expect(await outcome()).toMatchObject([
        { type: 'OrderRejected', data: { reason: 'not taken: post_only' } },
      ]);
    });

    it('rejects when the order grew too old meanwhile', async () => {
      desk.venue.nextSendings(restarting);
      await first();
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toHaveLength(1);
      expect(desk.venue.sent).toHaveLength(1);
    });

    it('believes a refusal after it, for no sending is left in doubt', async () => {
      desk.venue.nextSendings(restarting, { refused: 'not enough balance' });
      await first();
      desk.clock.pass(1_000);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toHaveLength(1);
    });

    it('proves nothing once an answer was lost, before it or after it', async () => {
      desk.venue.nextSendings('lost', restarting, { refused: 'not enough balance' });
      await first();
      expect(await again()).toMatchObject({ error: 'restarting' });
      expect(await again()).toMatchObject({ retryAfterMs: 1_000 });
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await again();
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });

    it('proves nothing to a process that does not know of the sendings before', async () => {
      desk.venue.nextSendings(restarting, restarting);
      await first();
      placing = openPlacing(desk.start());
      expect(await again()).toMatchObject({ error: 'restarting' });
      expect(await outcome()).toMatchObject([{ type: 'OrderUnconfirmed' }]);
    });
  });

  describe('when the order is too old to be sent', () => {
    const absent = async (looks: number): Promise<void> => {
      for (let look = 0; look < looks; look += 1) await again();
    };

    it('is never sent', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await again();
      expect(desk.venue.sent).toStrictEqual([]);
      expect(await outcome()).toMatchObject([
        { type: 'OrderUnconfirmed', data: { detail: 'too old to be sent' } },
      ]);
    });

    it('is not rejected by many looks in a short time', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await absent(10 * ABSENCE_LOOKS_MIN);
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });

    it('is not rejected by few looks over a long time', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await again();
      desk.clock.pass(10 * limits.absenceProofMs);
      await again();
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });

    it('is rejected when it was absent look after look for long enough', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await absent(ABSENCE_LOOKS_MIN - 1);
      desk.clock.pass(limits.absenceProofMs);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toMatchObject([
        { data: { reason: 'absent at the venue for 120000 ms in 4 looks; too old to be sent' } },
      ]);
      expect(desk.venue.sent).toStrictEqual([]);
    });

    it('counts no absence from the time in which it could still be sent', async () => {
      desk.venue.nextSendings('lost', 'lost', 'lost', 'lost');
      await absent(ABSENCE_LOOKS_MIN);
      desk.clock.pass(10 * limits.absenceProofMs);
      await again();
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });

    it('counts no look that the venue did not answer', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await again();
      desk.venue.setDown(true);
      for (let look = 0; look < ABSENCE_LOOKS_MIN; look += 1) {
        await expect(again()).rejects.toThrow();
      }
      desk.venue.setDown(false);
      desk.clock.pass(limits.absenceProofMs);
      expect(await again()).toMatchObject({ retryAfterMs: 1_000 });
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });

    it('is accepted when it appears before that', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await absent(ABSENCE_LOOKS_MIN - 1);
      desk.clock.pass(limits.absenceProofMs);
      desk.venue.setStatus(orderHash, 'live');
      expect(await again()).toBe('done');
      expect((await outcome()).map(({ type }) => type)).toStrictEqual([
        'OrderUnconfirmed',
        'OrderAccepted',
      ]);
    });

    it('is rejected by a process that started since, after looks of its own', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await again();
      desk.clock.pass(limits.absenceProofMs);
      placing = openPlacing(desk.start());
      await absent(ABSENCE_LOOKS_MIN - 1);
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toMatchObject([
        { data: { reason: 'absent at the venue for 120000 ms in 4 looks; too old to be sent' } },
      ]);
    });

    it('counts after a restart only since it could be sent no longer', async () => {
      desk.venue.nextSendings('lost');
      await again();
      desk.clock.pass(limits.resendAgeMaxMs + limits.absenceProofMs - 1);
      placing = openPlacing(desk.start());
      await absent(2 * ABSENCE_LOOKS_MIN);
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
      desk.clock.pass(1);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toHaveLength(1);
    });

    it('stays while the chain settled fills of it, or cannot be asked', async () => {
      let settled: () => Promise<bigint> = () => Promise.reject(new Error('no answer'));
      const chain = {
        collateral: () => Promise.resolve(0n),
        settledOf: async () => settled(),
        movedFor: () => Promise.resolve(undefined),
      };
      placing = openPlacing({ ...desk.start(), chain });
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await again();
      desk.clock.pass(limits.absenceProofMs);
      await absent(ABSENCE_LOOKS_MIN);
      settled = () => Promise.resolve(1_000_000n);
      await again();
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
      settled = () => Promise.resolve(0n);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toHaveLength(1);
    });

    it('is left alone when somebody else found it meanwhile', async () => {
      desk.clock.pass(limits.resendAgeMaxMs + 1);
      await absent(ABSENCE_LOOKS_MIN);
      const stream = orderStream('order-1', accountId);
      await recordFacts(desk.ledger, stream, examples.orderFilled());
      placing = openPlacing(desk.start());
      desk.clock.pass(limits.absenceProofMs);
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });
  });

  describe('when somebody wants it cancelled', () => {
    const wantCancelled = async () => {
      const stream = orderStream('order-1', accountId);
      await recordFacts(desk.ledger, stream, examples.orderCancelRequested());
      placing = openPlacing(desk.start());
    };

    it('is never sent when it was not sent yet', async () => {
      await wantCancelled();
      expect(await first()).toBe('done');
      expect(await desk.facts('OrderRejected')).toMatchObject([
        { data: { reason: 'not sent: cancelled by ada: the event is off' } },
      ]);
      expect(desk.venue.sent).toStrictEqual([]);
    });

    it('is not sent again, and in doubt until the venue shows what became of it', async () => {
      desk.venue.nextSendings('lost');
      await first();
      await wantCancelled();
      expect(await again()).toMatchObject({
        error: 'cancelled by ada: the event is off',
      });
      expect(desk.venue.sent).toHaveLength(1);
      expect(await desk.facts('OrderRejected')).toStrictEqual([]);
    });
  });

  describe('when it was killed after it was signed', () => {
    const kill = async () => {
      const stream = accountStream(accountId);
      const [killed] = await recordFacts(desk.ledger, stream, examples.accountKilled());
      desk.kills.learn(killed);
    };

    it('is never sent when it was not sent yet', async () => {
      await kill();
      expect(await first()).toBe('done');
      const reason: unknown = expect.stringMatching(/^not sent: account account-1 was killed/);
      expect(await desk.facts('OrderRejected')).toMatchObject([{ data: { reason } }]);
      expect(desk.venue.sent).toStrictEqual([]);
    });

    it('is not sent again, and found when it landed all the same', async () => {
      desk.venue.nextSendings('lost');
      await first();
      await kill();
      await again();
      expect(desk.venue.sent).toHaveLength(1);
      desk.venue.setStatus(orderHash, 'live');
      expect(await again()).toBe('done');
      expect(await desk.facts('OrderAccepted')).toHaveLength(1);
    });
  });

  it.each<Sending>(['taken', 'unanswered', 'lost'])(
    'makes one order at the venue, wherever the executor is killed: %p',
    async (sending) => {
      const whole = cutOffAt();
      desk.venue.nextSendings(sending);
      await openPlacing(desk.start(whole)).first(wanted());

      for (const [step, point] of whole.passed.entries()) {
        await request();
        desk.venue.nextSendings(sending);
        const killed = openPlacing(desk.start(cutOffAt(step))).first(wanted());
        await killed.catch(() => undefined);
        while ((await again()) !== 'done');
        const accepted = await desk.facts('OrderAccepted', 'OrderRejected');
        expect({ point, taken: desk.venue.taken }).toStrictEqual({ point, taken: [orderHash] });
        expect({ point, accepted }).toMatchObject({ accepted: [{ type: 'OrderAccepted' }] });
        expect(new Set(desk.venue.sent)).toStrictEqual(new Set([signedBody]));
      }
    },
  );
});
