import { beforeEach, describe, expect, it } from '@jest/globals';
import { money, type order, type OrderType } from '@sluice/domain';
import { examples } from '@sluice/domain/testing';
import type { OrderEvidence, VenueChain, VenueFill } from '@sluice/ports';
import { orderStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import type { ExecutorContext } from './executor.context.js';
import { recordEvidence, recordFill } from './record-evidence.js';
import { openDesk, type Desk } from './testing/desk.js';
import { tracked } from './testing/tracked.js';

const { accountId, at, orderRequested } = examples;

const fill = (fields: Partial<VenueFill> = {}): VenueFill => ({
  ...examples.fill(),
  orderHash: '0xorder',
  status: 'matched',
  transactionHash: '0xsettled',
  matchedAt: at,
  ...fields,
});

type Status = Extract<OrderEvidence, { kind: 'found' }>['status'];
const found = (status: Status, matched = '0') =>
  ({ kind: 'found', status, matchedShares: money.shares(matched) }) as const;

describe('what the venue shows of an order', () => {
  let desk: Desk;
  let context: ExecutorContext;
  beforeEach(async () => {
    desk = openDesk();
    context = desk.start();
    await recordFacts(desk.ledger, orderStream('order-1', accountId), orderRequested());
  });
  const happened = async () => (await desk.factTypes()).slice(1);

  it('is a fill once, however often it is shown', async () => {
    await recordFill(context, tracked(), fill());
    await recordFill(context, tracked(), fill());
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled']);
  });

  it('is provisional until the chain has it', async () => {
    for (const status of ['matched', 'mined', 'retrying', 'confirmed', 'confirmed'] as const) {
      await recordFill(context, tracked(), fill({ status }));
    }
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled', 'FillConfirmed']);
  });

  describe('where a chain is asked as well', () => {
    const { shares } = examples.fill();
    const booked = { amountUsd: money.usd('20.000001'), feeUsd: money.usd('0.03') };
    const confirmedBy = async (movedFor: VenueChain['movedFor']) => {
      const chain = {
        collateral: () => Promise.resolve(0n),
        settledOf: () => Promise.resolve(0n),
        movedFor,
      };
      await recordFill({ ...context, chain }, tracked(), fill({ status: 'confirmed' }));
      const confirmed = (await desk.facts('FillConfirmed')) as readonly order.FillConfirmed[];
      return confirmed.map(({ data }) => data.settled);
    };

    it('tells what it booked, and asks once', async () => {
      const asked: string[] = [];
      const movedFor: VenueChain['movedFor'] = ({ orderHash }, transactionHash) => {
        asked.push(`${orderHash} ${transactionHash}`);
        return Promise.resolve({ ...booked, shares });
      };
      expect(await confirmedBy(movedFor)).toStrictEqual([booked]);
      expect(await confirmedBy(movedFor)).toStrictEqual([booked]);
      expect(asked).toStrictEqual(['0xorder 0xsettled']);
    });

    it.each<[string, VenueChain['movedFor']]>([
      ['knows nothing of it', () => Promise.resolve(undefined)],
      ['booked another size', () => Promise.resolve({ ...booked, shares: shares - 1n })],
      ['does not answer', () => Promise.reject(new Error('no answer'))],
    ])('takes the word of the venue when it %s', async (_, movedFor) => {
      expect(await confirmedBy(movedFor)).toStrictEqual([undefined]);
    });
  });

  it('undoes a fill once when its settlement failed', async () => {
    await recordFill(context, tracked(), fill());
    await recordFill(context, tracked(), fill({ status: 'failed' }));
    await recordFill(context, tracked(), fill({ status: 'failed' }));
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled', 'FillFailed']);
  });

  it('names the journey, so that every fill can be traced to its signal', async () => {
    await recordFill(context, tracked(), fill());
    expect(await desk.facts('OrderFilled')).toMatchObject([{ journeyId: examples.signalId }]);
  });

  it('accepts an order that is live and leaves it open', async () => {
    await recordEvidence(context, tracked(), found('live'));
    await recordEvidence(context, tracked(), found('delayed'));
    expect(await happened()).toStrictEqual(['OrderAccepted']);
  });

  it('closes an order only when all its fills are facts', async () => {
    await recordEvidence(context, tracked(), found('matched', '40'));
    expect(await happened()).toStrictEqual(['OrderAccepted']);

    await recordFill(context, tracked(), fill());
    await recordEvidence(context, tracked(), found('matched', '40'));
    await recordEvidence(context, tracked(), found('matched', '40'));
    expect(await happened()).toStrictEqual(['OrderAccepted', 'OrderFilled', 'OrderClosed']);
  });

  it.each<[Status, OrderType, string]>([
    ['cancelled', 'GTC', 'cancelled'],
    ['cancelled', 'FAK', 'killed'],
    ['invalid', 'FOK', 'killed'],
    ['expired', 'GTD', 'expired'],
    ['market_over', 'GTC', 'market_over'],
  ])('says why an order ended: %s %s is %s', async (status, orderType, reason) => {
    await recordEvidence(context, tracked({ orderType }), found(status));
    expect(await desk.facts('OrderClosed')).toMatchObject([{ data: { reason } }]);
  });
});
