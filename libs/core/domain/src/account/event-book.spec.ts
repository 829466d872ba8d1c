import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { noUsd, shares, usd } from '../money.js';
import { emptyMap } from '../persistent-map.js';
import { examples } from '../testing/index.js';
import { emptyEvent, isEmptyEvent, withHolding, worstLoss, type EventBook } from './event-book.js';

const { exitApproved, exposureClosed, exposureOpened, exposureSettled, fillReversed } = examples;
type Holding = Parameters<typeof withHolding>[1];
const yes = (market: string, size: string, cost: string): Holding => ({
  ...{ conditionId: market, isYes: true, shares: shares(size), costUsd: usd(cost) },
});
const no = (...holding: Parameters<typeof yes>): Holding => ({ ...yes(...holding), isYes: false });
const book = (...holdings: readonly Holding[]) => holdings.reduce(withHolding, emptyEvent);

describe('the most that can be lost on an event', () => {
  it.each([
    ['nothing, while nothing is held', book(), '0'],
    ['what YES cost, for no market that it is of may win', book(yes('a', '100', '30')), '30'],
    [
      'what YES of several markets cost together',
      book(yes('a', '100', '30'), yes('b', '100', '40')),
      '70',
    ],
    ['what NO cost, for its market may win', book(no('a', '100', '70')), '70'],
    [
      'what NO of two markets cost less what one of them pays',
      book(no('a', '100', '70'), no('b', '100', '80')),
      '50',
    ],
    [
      'what the win of the market with most NO leaves',
      book(no('a', '100', '70'), no('b', '40', '30')),
      '60',
    ],
    [
      'nothing, once the NO of others pay for all',
      book(no('a', '100', '60'), no('b', '100', '30')),
      '0',
    ],
    [
      'what both sides of one market cost beyond a dollar',
      book(yes('a', '10', '6'), no('a', '10', '5')),
      '1',
    ],
    [
      'less by what more YES than NO of the winner pays',
      book(yes('a', '30', '6'), no('a', '10', '5'), no('b', '10', '9')),
      '10',
    ],
  ])('is %s', (_, held, most) => {
    expect(worstLoss(held)).toBe(usd(most));
  });

  it('counts what is promised to open orders as lost', () => {
    const held = { ...book(no('a', '100', '70')), reservedUsd: usd('20.000001') };
    expect(worstLoss(held)).toBe(usd('90.000001'));
  });
});

describe('the book of an event', () => {
  it('adds up cost, NO shares and where each market leans', () => {
    const held = book(yes('a', '30', '6'), no('a', '10', '5'), no('b', '10', '9'));
    expect(held).toMatchObject({ costUsd: usd('20'), reservedUsd: 0n, noShares: shares('20') });
    expect([...held.leaning.entries()].sort()).toEqual([
      ['a', shares('20')],
      ['b', shares('-10')],
    ]);
  });

  it('forgets a market that leans nowhere', () => {
    expect(book(yes('a', '10', '6'), no('a', '10', '5')).leaning.size).toBe(0);
  });

  it.each<[string, Partial<EventBook>]>([
    ['cost', { costUsd: 1n }],
    ['promise', { reservedUsd: 1n }],
    ['NO share', { noShares: 1n }],
    ['leaning market', { leaning: emptyMap<bigint>().with('a', 1n) }],
  ])('is not empty with any %s', (_, part) => {
    expect(isEmptyEvent(emptyEvent)).toBe(true);
    expect(isEmptyEvent({ ...emptyEvent, ...part })).toBe(false);
  });
});

describe('the book of an event, as a strategy trades in it', () => {
  const { data } = examples.signalApproved();
  const market = examples.marketView({ negRiskEvent: 'event-1' });
  const decision = { ...data.decision, market };
  const approved = [...examples.readyToTrade(), examples.signalApproved({ decision })];
  const part = { shares: shares('30'), costUsd: usd('14'), releasedUsd: usd('15') };
  const over = examples.reservationReleased({
    releasedUsd: usd('5'),
    releasedShares: shares('10'),
  });
  const held = [...approved, exposureOpened(part), over, exposureSettled({ shares: shares('30') })];
  const sale = { shares: shares('30'), costUsd: usd('14') };
  const sold = [...held, exitApproved({ shares: shares('30') }), exposureClosed(sale)];
  const soldOff = examples.reservationReleased({ signalId: 'exit-1', releasedUsd: noUsd });
  const eventOf = (facts: readonly account.Event[]) =>
    fold(account.decider, facts).strategies.get('strategy-1')?.events.get('event-1');
  const ofHeld = { costUsd: usd('14'), reservedUsd: 0n, noShares: 0n };

  it('holds what is promised, then what fills, and nothing once it is sold', () => {
    expect(eventOf(approved)).toMatchObject({ costUsd: 0n, reservedUsd: usd('20') });
    expect(eventOf(held.slice(0, 4))).toMatchObject({ ...ofHeld, reservedUsd: usd('5') });
    expect(eventOf(held)).toMatchObject(ofHeld);
    expect(eventOf(held)?.leaning.get('condition-1')).toBe(shares('30'));
    expect(eventOf(sold)).toBeUndefined();
  });

  it('knows the second outcome for NO', () => {
    const tokenId = examples.noToken;
    const approval = examples.signalApproved({ decision, tokenId });
    const bought = [...examples.readyToTrade(), approval, exposureOpened({ tokenId })];
    expect(eventOf(bought)).toMatchObject({ costUsd: usd('20'), noShares: shares('40') });
    expect(eventOf(bought)?.leaning.get('condition-1')).toBe(shares('-40'));
  });

  it('is as before when the sale fails, even after the last share was gone', () => {
    const failed = fillReversed({
      ...{ signalId: 'exit-1', orderId: 'exit-order-1', tradeId: 'exit-trade-1' },
      ...{ side: 'SELL', ...sale, realizedUsd: usd('4') },
    });
    expect(eventOf([...sold, failed])).toMatchObject(ofHeld);
    const after = eventOf([...sold, soldOff, failed]);
    expect(after).toMatchObject(ofHeld);
    expect(after?.leaning.get('condition-1')).toBe(shares('30'));
  });
});
