import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { VenueChain, VenueEvent } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { followVenue } from './follow-venue.js';
import { openDesk, type Desk } from './testing/desk.js';
import { tableOf, tracked } from './testing/tracked.js';
import { until } from './testing/until.js';

const { accountId, orderRequested } = examples;

const filled: VenueEvent = {
  kind: 'fill',
  fill: {
    ...examples.fill(),
    orderHash: '0xorder',
    status: 'matched',
    transactionHash: '',
    matchedAt: examples.at,
  },
};
const cancelled: VenueEvent = {
  kind: 'order',
  update: {
    orderHash: '0xorder',
    kind: 'cancelled',
    status: 'cancelled',
    matchedShares: money.noShares,
  },
};
const resting = (orderHash: string): VenueEvent => ({
  kind: 'order',
  update: { orderHash, kind: 'placed', status: 'live', matchedShares: money.noShares },
});

describe("following the venue's user channel", () => {
  let desk: Desk;
  let following: ReturnType<typeof followVenue>;
  let reconciled: number;
  let looked: string[];
  beforeEach(async () => {
    desk = openDesk();
    reconciled = 0;
    looked = [];
    await recordFacts(desk.ledger, orderStream('order-1', accountId), orderRequested());
    begin();
  });
  afterEach(() => following.stop());

  function begin(database = tableOf(() => [tracked()]), context = desk.start()): void {
    const reconciler = {
      soon: () => void (reconciled += 1),
      one: (orderHash: string) => void looked.push(orderHash),
    };
    following = followVenue(context, { database, reconciler });
  }
  const happened = async () => (await desk.factTypes()).slice(1);

  it('records a fill and has that order looked up, and no other', async () => {
    desk.venue.report(filled);
    await until(() => looked.length > 0);
    expect({ looked, reconciled }).toEqual({ looked: ['0xorder'], reconciled: 0 });
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled']);
  });

  it('records events in the order they came', async () => {
    desk.venue.report(filled);
    desk.venue.report(cancelled);
    await until(() => looked.length > 1);
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled', 'OrderClosed']);
  });

  it('never believes silence: an interruption has everything looked up', () => {
    desk.venue.report({ kind: 'discontinuity' });
    expect(reconciled).toBe(1);
  });

  it('leaves an event of an unknown order to reconciliation', async () => {
    const { kind, fill } = filled;
    desk.venue.report({ kind, fill: { ...fill, orderHash: '0xsomebody' } });
    await until(() => looked.includes('0xsomebody'));
    expect(await happened()).toStrictEqual([]);
  });

  it('takes a new order that rests for accepted, and has nothing looked up for it', async () => {
    desk.venue.report(resting('0xsomebody'));
    desk.venue.report(resting('0xorder'));
    desk.venue.report(cancelled);
    await until(() => looked.length > 0);
    expect({ looked, reconciled }).toEqual({ looked: ['0xorder'], reconciled: 0 });
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderClosed']);
  });

  it('has a new order looked up that matched at once', async () => {
    const matchedShares = examples.fill().shares;
    desk.venue.report({
      kind: 'order',
      update: { orderHash: '0xorder', kind: 'placed', status: 'live', matchedShares },
    });
    await until(() => looked.includes('0xorder'));
    expect(await happened()).toContain('OrderAccepted');
  });

  it('goes on after an event it could not take', async () => {
    await following.stop();
    let asked = 0;
    begin(
      tableOf(() => {
        asked += 1;
        if (asked === 1) throw new Error('the database does not answer');
        return [tracked()];
      }),
    );
    desk.venue.report(cancelled);
    desk.venue.report(filled);
    await until(() => reconciled > 0 && looked.length > 0);
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled']);
  });

  it('lets no fill wait for what the chain booked for another', async () => {
    await following.stop();
    let answer = (): void => undefined;
    const chain: VenueChain = {
      collateral: () => Promise.resolve(0n),
      settledOf: () => Promise.resolve(0n),
      movedFor: () => new Promise((resolve) => (answer = () => resolve(undefined))),
    };
    begin(undefined, { ...desk.start(), chain });
    const { kind, fill } = filled;
    const settled = { status: 'confirmed', transactionHash: '0xsettled' } as const;
    desk.venue.report({ kind, fill: { ...fill, ...settled } });
    desk.venue.report({ kind, fill: { ...fill, tradeId: 'trade-2' } });
    await until(() => looked.length > 0);
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled', 'OrderFilled']);
    answer();
    await following.stop();
    expect(await happened()).toContain('FillConfirmed');
  });

  it('finishes what it has in hand before it stops, and takes nothing after', async () => {
    desk.venue.report(filled);
    await following.stop();
    desk.venue.report(cancelled);
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled']);
  });
});
