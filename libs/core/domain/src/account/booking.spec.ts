import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { noShares, noUsd, ratio, shares, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';

const {
  at,
  bookSale,
  breakerTripped,
  exitApproved,
  exposureClosed,
  exposureOpened,
  exposureSettled,
  fillReversed,
  later,
  readyToTrade,
  reservationReleased,
  reverseFill,
  signalApproved,
} = examples;
const given = specify(account.decider);
const pending = [...readyToTrade(), signalApproved()];
const bought = [...pending, exposureOpened()];
const held = [...bought, exposureSettled()];
const half = { shares: shares('20'), costUsd: usd('10'), releasedUsd: usd('10') };
const secondHalf = { ...half, tradeId: 'trade-2' };
const over = reservationReleased({ releasedUsd: noUsd, releasedShares: noShares });
const failedSale = {
  ...{ signalId: 'exit-1', orderId: 'exit-order-1', tradeId: 'exit-trade-1' },
  side: 'SELL' as const,
};

const stateAfter = (...facts: readonly account.Event[]) => fold(account.decider, facts);
const strategyAfter = (...facts: readonly account.Event[]) =>
  stateAfter(...facts).strategies.get('strategy-1');
const positionAfter = (...facts: readonly account.Event[]) =>
  stateAfter(...facts).positions.get('strategy-1/token-yes');

describe('a position', () => {
  it('takes the place of the order that filled, once, however often that fills', () => {
    const places = (...facts: readonly account.Event[]) => {
      const { openPositions, pendingEntries, heldInMarket } =
        strategyAfter(...pending, ...facts) ?? {};
      return [openPositions, pendingEntries, heldInMarket?.get('condition-1')];
    };
    expect(places()).toEqual([0, 1, 1]);
    expect(places(exposureOpened(half))).toEqual([1, 0, 1]);
    expect(places(exposureOpened(half), exposureOpened(secondHalf))).toEqual([1, 0, 1]);
    expect(places(exposureOpened(), over, exposureClosed())).toEqual([0, 0, undefined]);
  });

  it('is known by its outcome while it is held, and gone with its last share', () => {
    expect(stateAfter(...held).holders.get('token-yes')).toEqual(['strategy-1']);
    const sold = stateAfter(...held, over, exitApproved(), exposureClosed());
    expect([sold.positions.size, sold.holders.size]).toEqual([0, 0]);
  });

  it('is known to all that hold it', () => {
    const other = { strategyId: 'strategy-2', tradeId: 'trade-2' };
    const both = [...held, examples.strategyRegistered(other), exposureOpened(other)];
    expect(stateAfter(...both).holders.get('token-yes')).toEqual(['strategy-1', 'strategy-2']);
    const one = stateAfter(...both, over, exposureClosed());
    expect(one.holders.get('token-yes')).toEqual(['strategy-2']);
  });

  it('that was paid out stays known while a sell of it may still end', () => {
    const paid = exposureClosed({ signalId: '', orderId: '', tradeId: '', reason: 'redeemed' });
    const history = [...held, over, exitApproved(), paid];
    expect(positionAfter(...history)).toMatchObject({ shares: 0n, sellingShares: shares('40') });
    const ended = reservationReleased({ signalId: 'exit-1', releasedUsd: noUsd });
    expect(positionAfter(...history, ended)).toBeUndefined();
  });

  it('has no more settled than it has', () => {
    const sold = exposureClosed({ shares: shares('10'), costUsd: usd('5') });
    const settled = [...bought, sold, exposureSettled()];
    expect(positionAfter(...settled)).toMatchObject({
      ...{ shares: shares('30'), settledShares: shares('30'), costUsd: usd('15') },
    });
  });

  it('of a strategy nobody registered moves no total', () => {
    expect(stateAfter(exposureOpened()).strategies.size).toBe(0);
  });
});

describe('a sell that is over', () => {
  it('frees what it did not sell, and leaves what others were promised', () => {
    const twenty = { shares: shares('20') };
    const two = [exitApproved(twenty), exitApproved({ ...twenty, signalId: 'exit-2' })];
    const part = exposureClosed({ shares: shares('10'), costUsd: usd('5') });
    expect(positionAfter(...held, ...two, part)?.sellingShares).toBe(shares('30'));
    const ended = reservationReleased({ signalId: 'exit-1', releasedUsd: noUsd });
    expect(positionAfter(...held, ...two, part, ended)?.sellingShares).toBe(shares('20'));
  });

  it('is not promised anew by a fill that comes after it', () => {
    const late = stateAfter(...held, over, exposureClosed({ shares: shares('10') }));
    expect(late.reservations.size).toBe(0);
  });

  it('changes nothing when nobody knows of it', () => {
    const state = stateAfter(...held);
    expect(account.evolve(state, reservationReleased({ signalId: 'exit-9' }))).toBe(state);
  });
});

describe('a sale of more than is held', () => {
  it('has the whole cost, and counts what came in', () => {
    given(...held)
      .when(bookSale({ shares: shares('50'), amountUsd: usd('30') }))
      .thenMatching(
        { type: 'ExposureClosed', data: { costUsd: usd('20'), realizedUsd: usd('10') } },
        { type: 'EquityMarked' },
      );
    given(...readyToTrade())
      .when(bookSale({ amountUsd: usd('0.5') }))
      .thenMatching({ type: 'ExposureClosed', data: { costUsd: noUsd, realizedUsd: usd('0.5') } });
  });

  it('brings back only what was held should it fail', () => {
    const sale = { shares: shares('50'), costUsd: usd('20') };
    const sold = [...held, over, exitApproved(), exposureClosed(sale)];
    given(...sold)
      .when(reverseFill(failedSale))
      .thenMatching({ type: 'FillReversed', data: { shares: shares('40'), costUsd: usd('20') } });
    const unsettled = [...bought, exposureSettled({ shares: shares('15') })];
    const failed = fillReversed({ ...failedSale, realizedUsd: usd('4') });
    expect(positionAfter(...unsettled, exposureClosed(sale), failed)).toMatchObject({
      ...{ shares: shares('40'), settledShares: shares('15') },
    });
  });

  it('brings back as settled only what left as settled', () => {
    const more = exposureOpened({ tradeId: 'trade-2', releasedUsd: noUsd });
    const ten = { shares: shares('10'), costUsd: usd('5') };
    const failed = fillReversed({ ...failedSale, ...ten });
    expect(positionAfter(...held, more, exposureClosed(ten), failed)).toMatchObject({
      ...{ shares: shares('80'), settledShares: shares('40') },
    });
  });

  it('ends no trade where nothing is held', () => {
    const lost = exposureClosed({ realizedUsd: usd('-5') });
    expect(strategyAfter(...readyToTrade(), lost)).toMatchObject({
      ...{ realizedUsd: usd('-5'), streak: 0 },
    });
  });
});

describe('a trade that is judged by all of its parts', () => {
  const part = (tradeId: string, realized: string) =>
    exposureClosed({ ...{ tradeId, ...half }, realizedUsd: usd(realized) });

  it('forgets the profit of a part whose sale failed', () => {
    const won = part('exit-trade-1', '5');
    const failed = fillReversed({ ...failedSale, ...half, realizedUsd: usd('5') });
    const after = [...held, over, won, failed];
    expect(positionAfter(...after)?.realizedUsd).toBe(0n);
    const lost = exposureClosed({ tradeId: 'exit-trade-2', realizedUsd: usd('-3') });
    expect(strategyAfter(...after, lost)).toMatchObject({ realizedUsd: usd('-3'), streak: 1 });
  });

  it('keeps that of the parts before the one that failed', () => {
    const after = [
      ...[...held, over, part('exit-trade-2', '5'), part('exit-trade-1', '-3')],
      fillReversed({ ...failedSale, ...half, realizedUsd: usd('-3') }),
    ];
    expect(positionAfter(...after)?.realizedUsd).toBe(usd('5'));
    expect(strategyAfter(...after, part('exit-trade-3', '-6'))?.streak).toBe(1);
    expect(strategyAfter(...after, part('exit-trade-3', '-5'))?.streak).toBe(0);
  });

  it('is corrected by what a failed buy had made of it', () => {
    const dear = { ...half, tradeId: 'trade-2', costUsd: usd('20'), releasedUsd: noUsd };
    const history = [...held, exposureOpened(dear), part('exit-trade-1', '-1')];
    const failed = fillReversed({ ...dear, realizedUsd: usd('-3') });
    expect(positionAfter(...history)?.realizedUsd).toBe(usd('-1'));
    expect(positionAfter(...history, failed)?.realizedUsd).toBe(usd('2'));
    expect(strategyAfter(...history, failed)?.realizedUsd).toBe(usd('2'));
  });
});

describe('a buy that fails after its shares were sold or paid out', () => {
  const buy = (tradeId: string, size: string, cost: string) =>
    exposureOpened({
      ...{ tradeId, shares: shares(size), costUsd: usd(cost), releasedUsd: noUsd },
    });
  const sale = (size: string, cost: string) =>
    exposureClosed({ shares: shares(size), costUsd: usd(cost), realizedUsd: 0n });

  it.each([
    ['all of it', [buy('trade-1', '40', '20'), sale('40', '20')], '-20'],
    [
      'more than the rest',
      [buy('trade-0', '20', '10'), buy('trade-1', '20', '12'), sale('30', '16.5')],
      '-6.5',
    ],
    [
      'as much as the rest, which cost more',
      [buy('trade-0', '20', '12'), buy('trade-1', '20', '10'), sale('20', '11')],
      '1',
    ],
    [
      'less than the rest, which cost less',
      [buy('trade-0', '40', '4'), buy('trade-1', '20', '18'), sale('20', '7.333333')],
      '-3.333333',
    ],
    [
      'less than the rest, which cost more',
      [buy('trade-0', '40', '24'), buy('trade-1', '20', '10'), sale('20', '11.333333')],
      '0',
    ],
  ])('corrects the profit by what its average had made of it: %s', (_, facts, realizedUsd) => {
    const [failed] = account.decide(reverseFill(), stateAfter(...readyToTrade(), ...facts));
    expect(failed).toMatchObject({ type: 'FillReversed', data: { realizedUsd: usd(realizedUsd) } });
  });
});

describe('a fill worse than is allowed', () => {
  it('is held to 1 % while no rules are set', () => {
    const { strategyRegistered } = examples;
    given(strategyRegistered(), signalApproved())
      .when(examples.bookFill({ amountUsd: usd('20.3') }))
      .thenMatching(
        { type: 'ExposureOpened' },
        { type: 'SlippageBreached', data: { slippage: ratio('0.015'), limit: ratio('0.01') } },
      );
    given(signalApproved())
      .when(examples.bookFill({ amountUsd: usd('20.3') }))
      .thenMatching({ type: 'ExposureOpened' });
  });
});

describe('orders that were rejected', () => {
  const ended = (from: number, ...rejections: readonly boolean[]) =>
    rejections.flatMap((rejected, index) => {
      const signalId = `order-${from + index}`;
      return [signalApproved({ signalId }), reservationReleased({ signalId, rejected })];
    });
  const last = [...readyToTrade(), signalApproved()];
  const rejection = (at: string) =>
    ({ type: 'ReleaseReservation', data: { signalId: 'signal-1', rejected: true, at } }) as const;
  const released = { type: 'ReservationReleased', data: { rejected: true } } as const;
  const [yes, no] = [true, false];

  it('are forgotten after ten more', () => {
    given(...last, ...ended(1, yes, no, no, no, no, no, yes, yes, yes, yes))
      .when(rejection(at))
      .thenMatching(released, {
        type: 'BreakerTripped',
        data: { kind: 'order_errors', why: '5 of the last 10 orders were rejected' },
      });
    given(...last, ...ended(1, yes, no, no, no, no, no, no, yes, yes, yes))
      .when(rejection(at))
      .thenMatching(released);
  });

  it('trip their breaker again only when its time has passed', () => {
    const until = later(5);
    const tripped = breakerTripped({ strategyId: undefined, kind: 'order_errors', until });
    const again = [...last, tripped, ...ended(1, ...Array.from({ length: 9 }, () => yes))];
    given(...again)
      .when(rejection(later(4)))
      .thenMatching(released);
    given(...again)
      .when(rejection(later(5)))
      .thenMatching(released, { type: 'BreakerTripped', data: { until: later(300_005) } });
    const other = breakerTripped({ strategyId: undefined, kind: 'ledger_lag' });
    given(...again.filter((fact) => fact !== tripped), other)
      .when(rejection(at))
      .thenMatching(released, { type: 'BreakerTripped', data: { kind: 'order_errors' } });
  });
});

describe('the wallet', () => {
  const collateralAfter = (...facts: readonly account.Event[]) => stateAfter(...facts).collateral;
  const looked = examples.collateralObserved();

  it('waits for the settlement of what was bought', () => {
    const waits = { paidUsd: usd('20'), unsettledUsd: usd('20') };
    expect(collateralAfter(...bought)).toEqual({ observedUsd: undefined, ...waits });
    expect(collateralAfter(...bought, looked)).toEqual({ observedUsd: usd('100'), ...waits });
    const settled = collateralAfter(...bought, looked, exposureSettled());
    expect(settled).toMatchObject({ paidUsd: usd('20'), unsettledUsd: noUsd });
    expect(collateralAfter(...held, looked)).toMatchObject({ paidUsd: noUsd, unsettledUsd: noUsd });
  });

  it('does not wait for a buy that failed', () => {
    const none = { paidUsd: noUsd, unsettledUsd: noUsd };
    expect(collateralAfter(...bought, looked, fillReversed())).toMatchObject(none);
  });

  it('settles a trade once, and no sale', () => {
    const state = stateAfter(...held);
    expect(account.evolve(state, exposureSettled())).toBe(state);
    const sold = [...bought, exposureClosed(half)];
    const settled = exposureSettled({ orderId: 'exit-order-1', tradeId: 'exit-trade-1' });
    expect(collateralAfter(...sold, settled)).toEqual(collateralAfter(...sold));
    const unknown = exposureSettled({ tradeId: 'trade-9' });
    expect(collateralAfter(...bought, unknown)).toEqual(collateralAfter(...bought));
  });

  it('undoes no trade that it does not know', () => {
    const state = stateAfter(...held);
    expect(account.evolve(state, fillReversed({ tradeId: 'trade-9' }))).toBe(state);
  });
});
