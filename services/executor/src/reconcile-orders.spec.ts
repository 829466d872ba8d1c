import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
});
