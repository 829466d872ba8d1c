import { describe, expect, it } from '@jest/globals';
import { examples } from '../testing/index.js';
import { eventSideOf } from './event-side.js';

const { marketView, noToken, yesToken } = examples;
const market = marketView({ negRiskEvent: 'event-1' });

describe('the side of an event', () => {
  it('is YES for the first outcome of its market, and NO for the second', () => {
    expect(eventSideOf(market, yesToken)).toStrictEqual({ event: 'event-1', isYes: true });
    expect(eventSideOf(market, noToken)).toStrictEqual({ event: 'event-1', isYes: false });
  });

  it('is none for a market of no event, and for none at all', () => {
    expect(eventSideOf(marketView(), yesToken)).toBeUndefined();
    expect(eventSideOf(undefined, yesToken)).toBeUndefined();
  });
});
