import { describe, expect, it } from '@jest/globals';
import { usd } from '../../money.js';
import { emptyMap } from '../../persistent-map.js';
import { examples } from '../../testing/index.js';
import { emptyEvent, type EventBook } from '../event-book.js';
import { eventLoss } from './event-loss.js';

const { evidence, proposal, strategy } = examples;
const eventSide = { event: 'event-1', isYes: true };
const holding = (event = 'event-1') =>
  strategy({
    events: emptyMap<EventBook>().with(event, {
      ...emptyEvent,
      ...{ costUsd: usd('50'), reservedUsd: usd('30') },
    }),
  });
const order = (amount: string) => proposal({ eventSide, reservedUsd: usd(amount) });

describe('the loss on an event', () => {
  const rules = { maxEventLossUsd: usd('100') };

  it('counts what can be lost already and this order, up to its limit', () => {
    const around = evidence({ rules, strategy: holding(), proposal: order('20') });
    expect(eventLoss(around)).toStrictEqual({
      ...{ code: 'event_loss_exceeded', unit: 'usd', value: usd('100'), limit: usd('100') },
      ...{ margin: 0n, passed: true, near: true },
      detail: 'most that can be lost on the event with this order',
    });
  });

  it('refuses a millionth more', () => {
    const around = evidence({ rules, strategy: holding(), proposal: order('20.000001') });
    expect(eventLoss(around)).toMatchObject({
      ...{ code: 'event_loss_exceeded', margin: -1n, passed: false },
      detail:
        'up to $80.00 can be lost on this event, this adds $20.000001, and $100.00 are allowed',
    });
  });

  it('does not count another event', () => {
    const around = evidence({ rules, strategy: holding('event-2'), proposal: order('20') });
    expect(eventLoss(around)).toMatchObject({ value: usd('20'), near: false });
  });

  it.each([
    ['unless set', {}, eventSide, 'no limit set'],
    ['for a market of no event', rules, undefined, 'no neg-risk event'],
  ])('is off %s', (_, limits, side, detail) => {
    const huge = proposal({ eventSide: side, reservedUsd: usd('1000000') });
    expect(eventLoss(evidence({ rules: limits, proposal: huge }))).toStrictEqual({
      ...{ code: 'event_loss_exceeded', unit: 'usd', value: 0n, limit: undefined },
      ...{ passed: true, near: false, detail },
    });
  });
});
