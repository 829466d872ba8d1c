import { beforeEach, describe, expect, it } from '@jest/globals';
import { examples } from '@sluice/domain/testing';
import { orderStream } from '@sluice/reactions';
import { recordFacts } from '@sluice/testing';
import { openRisk, type OpenRisk } from './testing/open-risk.js';
import { whenOrderRejected } from './when-order-ended.js';

const { accountId, orderRejected, readyToTrade, signalApproved } = examples;

describe('what an account learns of the end of an order', () => {
  let risk: OpenRisk;
  beforeEach(async () => {
    risk = openRisk();
    await risk.given(...readyToTrade(), signalApproved());
  });

  it.each([
    ['not enough balance', true],
    ['not signed: 0.505 is not on the grid of 0.01', true],
    ['not signed: approved 30001 ms ago, at most 30000 ms', true],
    ['it was killed by the venue', true],
    ["order couldn't be fully filled. FOK orders are fully filled or killed.", false],
    ['there are no matching orders', false],
    ['not signed: cancelled by ada: the event is off', false],
    ['not sent: cancelled by ada: the event is off', false],
    ['not signed: strategy copy-1 was killed at 2026-11-22 by ada: drill', false],
    ['not sent: account main was killed at 2026-11-22 by ada: drill', false],
    ['never taken, and account main was killed at 2026-11-22 by ada: drill', false],
  ])('counts "%s" as an error of ordering: %s', async (reason, isError) => {
    const { orderId } = orderRejected().data;
    const fact = orderRejected({ reason });
    const [recorded] = await recordFacts(risk.ledger, orderStream(orderId, accountId), fact);
    await whenOrderRejected.handle({ decisions: risk.decisions }, recorded);
    const [released] = await risk.written('ReservationReleased');
    expect(released !== undefined && 'rejected' in released.data).toBe(isError);
  });
});
