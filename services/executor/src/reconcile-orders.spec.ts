import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { VenueFill } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { reconcileOrders, type Reconciler } from './reconcile-orders.js';
import { openDesk, type Desk } from './testing/desk.js';
import { tableOf, tracked } from './testing/tracked.js';
import type { TrackedOrder } from './tracked-orders.js';
import { until } from './testing/until.js';

const { accountId, orderRequested, yesToken } = examples;
const INTERVAL_MS = 60_000;

const fill = (fields: Partial<VenueFill> = {}): VenueFill => ({
  ...examples.fill(),
  orderHash: '0xorder',
  status: 'confirmed',
  transactionHash: '0xsettled',
  matchedAt: examples.later(50),
  ...fields,
});

describe('reconciling orders with the venue', () => {
  let desk: Desk;
  let reconciler: Reconciler | undefined;
  beforeEach(async () => {
    desk = openDesk();
    await recordFacts(desk.ledger, orderStream('order-1', accountId), orderRequested());
  });
  afterEach(() => reconciler?.stop());

  const begin = (rows: readonly TrackedOrder[] = [tracked()]): Reconciler => {
    const database = tableOf(() => rows);
    reconciler = reconcileOrders(desk.start(), { database, accountId, intervalMs: INTERVAL_MS });
    return reconciler;
  };
  const completed = async (): Promise<void> =>
    until(() => reconciler?.completedAtMs() !== undefined);
  const happened = async () => (await desk.factTypes()).slice(1);

  it('records fills before the end of their order, so that nothing filled is missing', async () => {
    desk.venue.setStatus('0xorder', 'matched', 40_000_000n);
    desk.venue.trade(yesToken, fill());
    begin();
    await completed();
    expect(await happened()).toStrictEqual([
      'OrderAccepted',
      'OrderFilled',
      'FillConfirmed',
      'OrderClosed',
    ]);
  });

  it('leaves an order open that the venue shows as filled while a fill is missing', async () => {
    desk.venue.setStatus('0xorder', 'matched', 40_000_000n);
    begin();
    await completed();
    expect(await happened()).toStrictEqual(['OrderAccepted']);
  });

  it('takes the absence of an order for no end', async () => {
    begin();
    await completed();
    expect(await happened()).toStrictEqual([]);
  });

  it('asks only for the fills of an order that has ended', async () => {
    desk.venue.setStatus('0xorder', 'live');
    desk.venue.trade(yesToken, fill());
    begin([tracked({ open: false })]);
    await completed();
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled', 'FillConfirmed']);
  });

  it("leaves others' fills of the same token alone", async () => {
    desk.venue.trade(yesToken, fill({ orderHash: '0xsomebody' }));
    begin();
    await completed();
    expect(await happened()).toStrictEqual([]);
  });

  it('is not complete while the venue is down, and is after it came back', async () => {
    desk.venue.setStatus('0xorder', 'live');
    desk.venue.setDown(true);
    const { soon, completedAtMs } = begin();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(completedAtMs()).toBeUndefined();

    desk.venue.setDown(false);
    soon();
    await completed();
    expect(await happened()).toStrictEqual(['OrderAccepted']);
  });

  it('looks at once when asked, long before its time', async () => {
    const { soon } = begin();
    await completed();
    desk.venue.setStatus('0xorder', 'live');
    soon();
    await until(async () => (await happened()).length > 0);
    expect(await happened()).toStrictEqual(['OrderAccepted']);
  });

  describe('when the stream reports on one order', () => {
    const others = Array.from({ length: 20 }, (_, n) => tracked({ orderHash: `0xother-${n}` }));
    let rows: readonly TrackedOrder[];
    let lookedUp: string[];
    beforeEach(async () => {
      rows = [tracked(), ...others];
      lookedUp = [];
      const context = desk.start();
      const lookUp = (orderHash: string) => {
        lookedUp.push(orderHash);
        return desk.venue.lookUp(orderHash);
      };
      const venue = { ...context.venue, lookUp };
      const database = tableOf(() => rows);
      const reconciling = { database, accountId, intervalMs: INTERVAL_MS };
      reconciler = reconcileOrders({ ...context, venue }, reconciling);
      await completed();
      lookedUp.splice(0);
    });

    it('asks the venue for that order and no other', async () => {
      desk.venue.setStatus('0xorder', 'live');
      reconciler?.one('0xorder');
      await until(async () => (await happened()).length > 0);
      expect(lookedUp).toStrictEqual(['0xorder']);
    });

    it('waits for one that our table does not know yet', async () => {
      rows = others;
      desk.venue.setStatus('0xorder', 'live');
      reconciler?.one('0xorder');
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(lookedUp).toStrictEqual([]);
      rows = [tracked(), ...others];
      await until(async () => (await happened()).length > 0);
      expect(lookedUp).toStrictEqual(['0xorder']);
    });

    it('compares all when it stays unknown', async () => {
      reconciler?.one('0xsomebody');
      await until(() => lookedUp.length > others.length);
    });

    it('compares all when it could not be asked for', async () => {
      desk.venue.setDown(true);
      reconciler?.one('0xorder');
      await until(() => lookedUp.length > others.length);
    });
  });

  it('takes what a list of the venue says of many orders, and asks for the rest', async () => {
    const rows = Array.from({ length: 10 }, (_, n) => tracked({ orderHash: `0xmany-${n}` }));
    const { conditionId, tokenId, side } = tracked();
    const size = { price: examples.fill().price, shares: examples.fill().shares };
    for (const { orderHash } of rows.slice(1)) {
      const order = { orderHash, conditionId, tokenId, side, ...size };
      desk.venue.list({ ...order, matchedShares: money.noShares, status: 'live' });
    }
    const context = desk.start();
    const lookedUp: string[] = [];
    const lookUp = (orderHash: string) => {
      lookedUp.push(orderHash);
      return desk.venue.lookUp(orderHash);
    };
    const reconciling = { database: tableOf(() => rows), accountId, intervalMs: INTERVAL_MS };
    reconciler = reconcileOrders({ ...context, venue: { ...context.venue, lookUp } }, reconciling);
    await completed();
    expect(lookedUp).toStrictEqual(['0xmany-0']);
    expect(await happened()).toStrictEqual(['OrderAccepted']);
  });
});
