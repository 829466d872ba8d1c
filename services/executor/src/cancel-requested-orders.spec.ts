import { beforeEach, describe, expect, it } from '@jest/globals';
import type { order } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { Recorded } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { cancelRequestedOrders } from './cancel-requested-orders.js';
import { effectOf, openDesk, type Desk } from './testing/desk.js';
import { whenOrderCancelRequested } from './when-order-cancel-requested.js';

const { accountId, orderCancelRequested, orderRequested } = examples;
const { orderHash } = orderRequested().data;
const stream = orderStream('order-1', accountId);

describe('cancelling orders that somebody wants to end', () => {
  let desk: Desk;
  let wanted: Recorded<order.CancelRequested>;
  let reconciled: number;
  const open = async (...before: readonly order.Event[]): Promise<void> => {
    desk = openDesk();
    reconciled = 0;
    await recordFacts(desk.ledger, stream, orderRequested(), ...before);
    [wanted] = await recordFacts(desk.ledger, stream, orderCancelRequested());
  };
  beforeEach(() => open(examples.orderAccepted()));
  const cancelling = (attempt = 1) =>
    cancelRequestedOrders(desk.start(), { soon: () => void (reconciled += 1) })(
      effectOf(wanted, attempt),
    );
  const atVenue = async () => (await desk.venue.lookUp(orderHash)) as { readonly status?: string };

  it('takes it from the venue and has its end proven, writing nothing itself', async () => {
    desk.venue.setStatus(orderHash, 'live');
    const before = await desk.factTypes();
    expect(await cancelling()).toStrictEqual({ retryAfterMs: 500 });
    expect(await atVenue()).toMatchObject({ status: 'cancelled' });
    expect(reconciled).toBe(1);
    expect(await desk.factTypes()).toStrictEqual(before);
  });

  it('is done when the end is a fact, however it ended', async () => {
    for (const reason of ['cancelled', 'filled', 'expired'] as const) {
      await open(examples.orderAccepted(), examples.orderClosed({ reason }));
      desk.venue.setStatus(orderHash, 'live');
      expect(await cancelling()).toBe('done');
      expect(await atVenue()).toMatchObject({ status: 'live' });
    }
  });

  it('goes on while an order on its way is not found, and gets it when it lands', async () => {
    await open(examples.orderUnconfirmed());
    const notYet = { retryAfterMs: 500, error: 'not cancelled: not found' };
    expect(await cancelling()).toStrictEqual(notYet);
    expect(await cancelling(9)).toStrictEqual(notYet);
    desk.venue.setStatus(orderHash, 'live');
    expect(await cancelling(10)).toMatchObject({ retryAfterMs: 15_000 });
    expect(await atVenue()).toMatchObject({ status: 'cancelled' });
  });

  it('leaves it to the fills when the venue matched it first', async () => {
    desk.venue.setStatus(orderHash, 'matched', 40_000_000n);
    expect(await cancelling()).toMatchObject({ error: 'not cancelled: matched' });
    expect(reconciled).toBe(1);
  });

  it('asks the venue less and less often', async () => {
    desk.venue.setStatus(orderHash, 'matched', 40_000_000n);
    expect(await cancelling(2)).toMatchObject({ retryAfterMs: 1_000 });
    expect(await cancelling(3)).toMatchObject({ retryAfterMs: 2_000 });
    expect(await cancelling(99)).toMatchObject({ retryAfterMs: 15_000 });
  });

  it('is no work for the executor of another account', async () => {
    const handle = (mine: string) =>
      whenOrderCancelRequested.handle({ accountId: mine } as never, wanted);
    expect(await handle('another')).toStrictEqual([]);
    // Its placing, which may take minutes, does not hold it up.
    expect(await handle(accountId)).toMatchObject([
      { effect: 'cancel_requested_order', id: 'order-1', partition: 'cancel/order-1' },
    ]);
  });
});
