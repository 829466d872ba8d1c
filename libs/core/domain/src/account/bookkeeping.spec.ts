import { describe, expect, it } from '@jest/globals';
import * as account from '../account.js';
import { fold } from '../decider.js';
import { noUsd, price, ratio, shares, usd } from '../money.js';
import { examples, specify } from '../testing/index.js';

const {
  bookFill,
  bookSale,
  breakerTripped,
  equityMarked,
  exitApproved,
  exposureClosed,
  exposureOpened,
  exposureSettled,
  fillReversed,
  readyToTrade,
  releaseReservation,
  reservationReleased,
  reverseFill,
  settleFill,
  mergeSets,
  settlePosition,
  signalApproved,
} = examples;
const given = specify(account.decider);

const pending = [...readyToTrade(), signalApproved()];
const bought = [...pending, exposureOpened()];
const held = [...bought, exposureSettled()];
const selling = [...held, exitApproved()];

/** The equity that a booking leaves, when it was 10,000 before. */
const worth = (equity: string): account.EquityMarked => {
  const equityUsd = usd(equity);
  const start = usd('10000');
  return equityMarked({
    equityUsd,
    peakUsd: equityUsd > start ? equityUsd : start,
    troughUsd: equityUsd,
  });
};

describe('an account, when a buy fills', () => {
  it('turns what was reserved into a position', () => {
    given(...pending)
      .when(bookFill())
      .then(exposureOpened());
  });

  it('frees what a better price left over', () => {
    given(...pending)
      .when(bookFill({ amountUsd: usd('18') }))
      .then(exposureOpened({ costUsd: usd('18'), releasedUsd: usd('20') }));
  });

  it('keeps reserved what the rest of the order may cost', () => {
    given(...pending)
      .when(bookFill({ shares: shares('10'), amountUsd: usd('5') }))
      .then(exposureOpened({ shares: shares('10'), costUsd: usd('5'), releasedUsd: usd('5') }));
  });

  it('keeps the highest fee of the rest reserved too', () => {
    const fee = { rate: ratio('0.07'), exponent: 1 };
    given(...readyToTrade(), signalApproved({ fee, reservedUsd: usd('20.7') }))
      .when(bookFill({ shares: shares('10'), amountUsd: usd('5'), feeUsd: usd('0.175') }))
      .then(
        exposureOpened({
          shares: shares('10'),
          costUsd: usd('5.175'),
          releasedUsd: usd('5.175'),
        }),
      );
  });

  it('frees everything with the last share', () => {
    const half = { shares: shares('20'), costUsd: usd('10'), releasedUsd: usd('10') };
    given(...pending, exposureOpened(half))
      .when(bookFill({ tradeId: 'trade-2', shares: shares('20'), amountUsd: usd('9.5') }))
      .then(exposureOpened({ ...half, tradeId: 'trade-2', costUsd: usd('9.5') }));
  });

  it('counts the fee into the cost', () => {
    given(...pending)
      .when(bookFill({ feeUsd: usd('0.7') }))
      .then(exposureOpened({ costUsd: usd('20.7') }));
  });

  it('books each trade once', () => {
    given(...bought)
      .when(bookFill())
      .thenNothing();
  });

  it('books a fill that comes after its order was released, against the day that approved it', () => {
    const late = [...pending, reservationReleased()];
    given(...late)
      .when(bookFill())
      .then(exposureOpened({ releasedUsd: noUsd }));
    const state = fold(account.decider, [...late, exposureOpened({ releasedUsd: noUsd })]);
    expect(strategyOf(state).spentUsd.get('day/2026-11-22')).toBe(usd('20'));
  });
});

describe('an account, when a buy fills worse than its approval saw', () => {
  const slippage = (paid: string) =>
    account
      .decide(bookFill({ amountUsd: usd(paid) }), fold(account.decider, pending))
      .filter(({ type }) => type !== 'ExposureOpened' && type !== 'EquityMarked');

  it('says so beyond the slippage that is allowed, and not at it', () => {
    expect(slippage('20.2')).toStrictEqual([]);
    expect(slippage('20.200001')).toStrictEqual([
      examples.slippageBreached({ slippage: ratio('0.010001') }),
    ]);
  });

  it('trips the breaker with the breach that is one too many', () => {
    const twice = [examples.slippageBreached(), examples.slippageBreached()];
    const facts = account.decide(
      bookFill({ amountUsd: usd('24') }),
      fold(account.decider, [...pending, ...twice]),
    );
    expect(facts).toContainEqual(
      breakerTripped({
        kind: 'slippage',
        by: 'sluice',
        why: '3 breaches of slippage within 60000 ms',
        until: examples.later(300_000),
      }),
    );
  });

  it('says nothing when its approval saw no offer, or its order is over', () => {
    const blind = signalApproved({
      decision: { checks: [], rulesVersion: 1, quote: undefined, market: undefined },
    });
    for (const history of [
      [...readyToTrade(), blind],
      [...pending, reservationReleased()],
    ]) {
      const facts = account.decide(
        bookFill({ amountUsd: usd('40') }),
        fold(account.decider, history),
      );
      expect(facts.map(({ type }) => type)).not.toContain('SlippageBreached');
    }
  });
});

describe('an account, when a fill is booked', () => {
  it('values what was bought at the mark that came with it', () => {
    const marks = [{ tokenId: 'token-yes', price: price('0.60') }];
    given(...pending)
      .when(bookFill({ marks }))
      .then(exposureOpened(), { ...worth('10004'), data: { ...worth('10004').data, marks } });
  });

  it('pays for it from the wallet until somebody looks at the wallet again', () => {
    const seen = [...pending, examples.collateralObserved(usd('100'))];
    const freeAfter = (...facts: readonly account.Event[]) =>
      account.freeCollateral(fold(account.decider, [...seen, ...facts]).collateral);
    expect(freeAfter()).toBe(usd('100'));
    expect(freeAfter(exposureOpened())).toBe(usd('80'));
    expect(freeAfter(exposureOpened(), exposureSettled())).toBe(usd('80'));
    expect(freeAfter(exposureOpened(), fillReversed())).toBe(usd('100'));
    // Not final yet: whoever looked may not have seen it leave.
    const looked = examples.collateralObserved(usd('100'));
    expect(freeAfter(exposureOpened(), looked)).toBe(usd('80'));
    expect(freeAfter(exposureOpened(), exposureSettled(), looked)).toBe(usd('100'));
  });
});

describe('an account, when trades end', () => {
  const round = (number: number, realizedUsd: bigint): readonly account.Event[] => {
    const ids = { signalId: `signal-${number}`, tradeId: `trade-${number}` };
    const sale = { orderId: 'exit-order-1', signalId: 'exit-1', tradeId: `sale-${number}` };
    return [
      signalApproved(ids),
      exposureOpened(ids),
      exposureSettled(ids),
      reservationReleased(ids),
      exposureClosed({ ...sale, realizedUsd }),
    ];
  };
  const saleFailed = (number: number, realizedUsd: bigint) =>
    fillReversed({
      ...{ orderId: 'exit-order-1', signalId: 'exit-1', tradeId: `sale-${number}` },
      ...{ side: 'SELL', realizedUsd },
    });
  const streakAfter = (...facts: readonly account.Event[]) =>
    strategyOf(fold(account.decider, [...readyToTrade(), ...facts])).streak;
  const [loss, win, even] = [usd('-1'), usd('1'), 0n];

  it('counts losses in a row, which a profit ends and nothing leaves', () => {
    expect(streakAfter(...round(1, loss), ...round(2, loss))).toBe(2);
    expect(streakAfter(...round(1, loss), ...round(2, even))).toBe(1);
    expect(streakAfter(...round(1, loss), ...round(2, win))).toBe(0);
    expect(streakAfter(...round(1, win), ...round(2, loss))).toBe(1);
  });

  it('judges a trade by all of its parts', () => {
    const half = { shares: shares('20'), costUsd: usd('10') };
    const [approved, opened, settled] = round(1, loss);
    const parts = [approved, opened, settled].filter((fact) => fact !== undefined);
    const first = exposureClosed({ ...half, tradeId: 'sale-1', realizedUsd: usd('-3') });
    expect(streakAfter(...parts, first)).toBe(0);
    const last = exposureClosed({ ...half, tradeId: 'sale-2', realizedUsd: usd('2') });
    expect(streakAfter(...parts, first, last)).toBe(1);
  });

  it('takes back a loss whose sale failed', () => {
    expect(streakAfter(...round(1, loss), ...round(2, loss), saleFailed(2, loss))).toBe(1);
  });

  it('brings back the streak that a profit had ended when its sale failed', () => {
    const won = [...round(1, loss), ...round(2, win)];
    expect(streakAfter(...won, saleFailed(2, win))).toBe(1);
    expect(streakAfter(...won, ...round(3, loss), saleFailed(2, win))).toBe(2);
    expect(streakAfter(...won, saleFailed(2, win), saleFailed(2, win))).toBe(1);
  });

  it('brings back nothing once the streak began anew', () => {
    const wonTwice = [...round(1, loss), ...round(2, win), ...round(3, win)];
    expect(streakAfter(...wonTwice, saleFailed(2, win))).toBe(0);
    const resumed = examples.strategyResumed({ streakReset: true });
    expect(streakAfter(...round(1, loss), ...round(2, loss), resumed, saleFailed(2, loss))).toBe(0);
  });

  it('leaves the streak alone when a sale fails that broke even or did not end its trade', () => {
    expect(streakAfter(...round(1, loss), ...round(2, even), saleFailed(2, even))).toBe(1);
  });

  it('takes up the trade again where its failed sale had left it', () => {
    const half = { shares: shares('20'), costUsd: usd('10') };
    const sold = [
      ...held,
      exposureClosed({ ...half, tradeId: 'sale-1', realizedUsd: usd('-3') }),
      exposureClosed({ ...half, tradeId: 'sale-2', realizedUsd: usd('2') }),
    ];
    const failed = fillReversed({
      ...{ ...half, orderId: 'exit-order-1', signalId: 'exit-1', tradeId: 'sale-2' },
      ...{ side: 'SELL', realizedUsd: usd('2') },
    });
    const state = fold(account.decider, [...sold, failed]);
    expect(positionOf(state)).toMatchObject({ shares: shares('20'), realizedUsd: usd('-3') });
    expect(strategyOf(state).streak).toBe(0);
  });
});

describe('an account, when a sell fills', () => {
  it('realizes the difference to what the shares cost', () => {
    given(...selling)
      .when(bookSale({ amountUsd: usd('24') }))
      .then(exposureClosed({ proceedsUsd: usd('24'), realizedUsd: usd('4') }), worth('10004'));
  });

  it('realizes a loss below zero, the fee included', () => {
    given(...selling)
      .when(bookSale({ amountUsd: usd('16'), feeUsd: usd('0.5') }))
      .then(
        exposureClosed({ proceedsUsd: usd('15.5'), realizedUsd: usd('-4.5') }),
        worth('9995.5'),
      );
  });

  it('takes out the part of the cost that belongs to the shares sold', () => {
    given(...selling)
      .when(bookSale({ shares: shares('10'), amountUsd: usd('6') }))
      .then(
        exposureClosed({
          shares: shares('10'),
          costUsd: usd('5'),
          proceedsUsd: usd('6'),
          realizedUsd: usd('1'),
        }),
      );
  });

  it('books each trade once', () => {
    given(...selling, exposureClosed())
      .when(bookSale())
      .thenNothing();
  });

  it('leaves what other orders were promised alone when it comes after its order was released', () => {
    const state = fold(account.decider, [
      ...selling,
      reservationReleased({ signalId: 'exit-1', releasedUsd: noUsd }),
      exitApproved({ signalId: 'exit-2', shares: shares('30') }),
      exposureClosed({ shares: shares('10'), costUsd: usd('5') }),
    ]);
    expect(positionOf(state)).toMatchObject({
      shares: shares('30'),
      sellingShares: shares('30'),
    });
  });
});

describe('an account, when a fill settles', () => {
  it('may sell what is final on chain', () => {
    given(...bought)
      .when(settleFill())
      .then(exposureSettled());
    expect(positionOf(fold(account.decider, held)).settledShares).toBe(shares('40'));
  });

  it('settles each fill once', () => {
    given(...held)
      .when(settleFill())
      .thenNothing();
  });

  it('settles nothing it has not booked, has undone, or has sold', () => {
    given(...pending)
      .when(settleFill())
      .thenNothing();
    given(...bought, fillReversed())
      .when(settleFill())
      .thenNothing();
    given(...selling, exposureClosed())
      .when(settleFill({ orderId: 'exit-order-1', tradeId: 'exit-trade-1', side: 'SELL' }))
      .thenNothing();
  });
});

describe('an account, when a fill fails', () => {
  it('undoes a buy', () => {
    given(...bought)
      .when(reverseFill())
      .then(fillReversed());
    const strategy = strategyOf(fold(account.decider, [...bought, fillReversed()]));
    expect(strategy).toMatchObject({ openCostUsd: noUsd, openPositions: 0, realizedUsd: 0n });
    expect(strategy.spentUsd.size).toBe(0);
  });

  it('undoes a sell: the shares are held, settled and as dear as before', () => {
    const reverseSale = reverseFill({
      orderId: 'exit-order-1',
      signalId: 'exit-1',
      tradeId: 'exit-trade-1',
      side: 'SELL',
    });
    const undone = fillReversed({
      orderId: 'exit-order-1',
      signalId: 'exit-1',
      tradeId: 'exit-trade-1',
      side: 'SELL',
      realizedUsd: usd('4'),
    });
    const sold = [...selling, exposureClosed()];
    given(...sold)
      .when(reverseSale)
      .then(undone);

    const state = fold(account.decider, [...sold, undone]);
    expect(positionOf(state)).toMatchObject({
      shares: shares('40'),
      settledShares: shares('40'),
      costUsd: usd('20'),
    });
    expect(strategyOf(state).realizedUsd).toBe(0n);
  });

  it('counts what is back of a failed sale as it did before', () => {
    const marks = [{ tokenId: 'token-yes', price: price('0.60') }];
    const failed = fillReversed({
      ...{ orderId: 'exit-order-1', signalId: 'exit-1', tradeId: 'exit-trade-1' },
      ...{ side: 'SELL', realizedUsd: usd('4') },
    });
    const state = fold(account.decider, [
      ...held,
      equityMarked({ marks }),
      exitApproved(),
      exposureClosed(),
      failed,
    ]);
    expect(positionOf(state).mark).toBe(price('0.60'));
    expect(strategyOf(state).unrealizedUsd).toBe(usd('4'));
  });

  it('undoes it once, and does not book it again when it is told of it again', () => {
    given(...bought, fillReversed())
      .when(reverseFill())
      .thenNothing();
    given(...bought, fillReversed())
      .when(bookFill())
      .thenNothing();
  });

  it('does not undo what is final on chain', () => {
    given(...held)
      .when(reverseFill())
      .thenNothing();
  });

  it('undoes nothing it has not booked', () => {
    given(...pending)
      .when(reverseFill())
      .thenNothing();
  });

  it('gives back in profit what an average had wrongly made of it', () => {
    const dearBuy = { orderId: 'order-2', signalId: 'signal-2', tradeId: 'trade-2' };
    given(
      ...held,
      exposureOpened({ ...dearBuy, costUsd: usd('30'), releasedUsd: noUsd }),
      exitApproved(),
      // Half of 80 shares that cost 50 in all: 25, although the settled half cost 20.
      exposureClosed({ costUsd: usd('25'), realizedUsd: usd('-1') }),
    )
      .when(reverseFill(dearBuy))
      .then(
        fillReversed({ ...dearBuy, costUsd: usd('30'), realizedUsd: usd('-5') }),
        worth('10004'),
      );
  });

  it('keeps its place while the order that failed to fill is still live', () => {
    const half = { shares: shares('20'), costUsd: usd('10'), releasedUsd: usd('10') };
    const live = [...pending, exposureOpened(half), fillReversed(half)];
    expect(strategyOf(fold(account.decider, live))).toMatchObject({
      openPositions: 0,
      pendingEntries: 1,
    });
    const over = [...live, reservationReleased({ releasedUsd: usd('10') })];
    expect(strategyOf(fold(account.decider, over))).toMatchObject({
      openPositions: 0,
      pendingEntries: 0,
    });
  });
});

describe('an account, when an order is over', () => {
  it('frees what the order did not use', () => {
    given(...pending)
      .when(releaseReservation())
      .then(reservationReleased());
    expect(strategyOf(fold(account.decider, [...pending, reservationReleased()]))).toMatchObject({
      reservedUsd: noUsd,
      pendingEntries: 0,
    });
  });

  it('frees the rest of a part fill', () => {
    const part = { shares: shares('30'), costUsd: usd('15'), releasedUsd: usd('15') };
    given(...pending, exposureOpened(part))
      .when(releaseReservation())
      .then(reservationReleased({ releasedUsd: usd('5'), releasedShares: shares('10') }));
  });

  it('frees shares that were promised to a sell', () => {
    given(...selling)
      .when(releaseReservation('exit-1'))
      .then(reservationReleased({ signalId: 'exit-1', releasedUsd: noUsd }));
  });

  it('frees it once', () => {
    given(...pending, reservationReleased())
      .when(releaseReservation())
      .thenNothing();
  });
});

describe('an account, when orders are rejected', () => {
  const ended = (count: number, rejected: boolean): readonly account.Event[] =>
    Array.from({ length: count }, (_, index) => {
      const ids = { signalId: `${rejected ? 'bad' : 'good'}-${index}` };
      return [signalApproved(ids), reservationReleased({ ...ids, ...(rejected && { rejected }) })];
    }).flat();
  const rejectOne = releaseReservation(undefined, { rejected: true });
  const tooMany = breakerTripped({
    strategyId: undefined,
    kind: 'order_errors',
    by: 'sluice',
    why: '5 of the last 10 orders were rejected',
    until: examples.later(300_000),
  });

  it('says that the order was rejected', () => {
    given(...pending)
      .when(rejectOne)
      .then(reservationReleased({ rejected: true }));
  });

  it('trips the breaker of the whole account when half of the last ten were', () => {
    const history = [...readyToTrade(), ...ended(5, false), ...ended(4, true), signalApproved()];
    given(...history)
      .when(rejectOne)
      .then(reservationReleased({ rejected: true }), tooMany);
    given(...history)
      .when(releaseReservation())
      .then(reservationReleased());
  });

  it('does not while there were fewer than ten orders, or fewer errors', () => {
    const few = [...readyToTrade(), ...ended(4, false), ...ended(4, true), signalApproved()];
    const rare = [...readyToTrade(), ...ended(3, true), ...ended(6, false), signalApproved()];
    const old = [...readyToTrade(), ...ended(4, true), ...ended(9, false), signalApproved()];
    for (const history of [few, rare, old]) {
      given(...history)
        .when(rejectOne)
        .then(reservationReleased({ rejected: true }));
    }
  });

  it('trips it once, and counts anew after that', () => {
    const history = [...readyToTrade(), ...ended(5, false), ...ended(5, true), tooMany];
    given(...history, signalApproved())
      .when(rejectOne)
      .then(reservationReleased({ rejected: true }));
    const cleared = examples.breakerCleared({ strategyId: undefined, kind: 'order_errors' });
    given(...history, cleared, signalApproved())
      .when(rejectOne)
      .then(reservationReleased({ rejected: true }));
  });
});

describe('an account, when a market pays', () => {
  const settled = { signalId: '', orderId: '', tradeId: '' };

  it('realizes the payout of what it held', () => {
    given(...held)
      .when(settlePosition())
      .then(
        exposureClosed({
          ...settled,
          reason: 'redeemed',
          proceedsUsd: usd('40'),
          realizedUsd: usd('20'),
        }),
        worth('10020'),
      );
  });

  it('realizes the loss of what paid nothing', () => {
    const worthless = { tokenId: 'token-yes', shares: shares('40'), payoutUsd: noUsd };
    given(...held)
      .when(settlePosition({ holdings: [worthless] }))
      .then(
        exposureClosed({
          ...settled,
          reason: 'lost',
          proceedsUsd: noUsd,
          realizedUsd: usd('-20'),
        }),
        worth('9980'),
      );
  });

  it('settles a position once', () => {
    given(...held, exposureClosed({ ...settled, reason: 'redeemed' }))
      .when(settlePosition())
      .thenNothing();
  });

  it('shares a payout among strategies by what each holds, to the millionth', () => {
    const one = { shares: shares('10'), costUsd: usd('5'), releasedUsd: noUsd };
    const three = ['strategy-1', 'strategy-2', 'strategy-3'].flatMap((strategyId) => [
      examples.strategyRegistered({ strategyId }),
      exposureOpened({ ...one, strategyId, tradeId: strategyId }),
    ]);
    const payoutUsd = usd('10');
    const facts = account.decide(
      settlePosition({ holdings: [{ tokenId: 'token-yes', shares: shares('30'), payoutUsd }] }),
      fold(account.decider, three),
    );
    const parts = facts.flatMap((fact) =>
      fact.type === 'ExposureClosed' ? [fact.data.proceedsUsd] : [],
    );
    expect(parts).toEqual([usd('3.333333'), usd('3.333333'), usd('3.333334')]);
  });
});

describe('an account, when a part of a position is paid', () => {
  const part = { signalId: '', orderId: '' };
  const bothHeld = [
    ...held,
    exposureOpened({
      ...{ tokenId: 'token-no', orderId: 'order-2', tradeId: 'trade-2', releasedUsd: noUsd },
      ...{ shares: shares('10'), costUsd: usd('3') },
    }),
  ];
  const closedBy = (command: account.Command, facts: readonly account.Event[]) =>
    account
      .decide(command, fold(account.decider, facts))
      .flatMap((fact) => (fact.type === 'ExposureClosed' ? [fact.data] : []));

  it('closes what one transaction took, and keeps the rest', () => {
    const took = settlePosition({
      holdings: [{ tokenId: 'token-yes', shares: shares('10'), payoutUsd: usd('10') }],
      transactionHash: '0xsweep',
    });
    const closed = exposureClosed({
      ...{ ...part, tradeId: '0xsweep', reason: 'redeemed', shares: shares('10') },
      ...{ costUsd: usd('5'), proceedsUsd: usd('10'), realizedUsd: usd('5') },
    });
    given(...held)
      .when(took)
      .then(closed, worth('10005'));
    given(...held, closed)
      .when(took)
      .thenNothing();
    expect(positionOf(fold(account.decider, [...held, closed]))).toMatchObject({
      ...{ shares: shares('30'), costUsd: usd('15'), settledShares: shares('30') },
    });
  });

  it('leaves no dust of what was taken whole', () => {
    const holdings = [{ tokenId: 'token-yes', shares: shares('39.995'), payoutUsd: usd('39.995') }];
    const taken = settlePosition({ holdings, transactionHash: '0xsweep' });
    expect(closedBy(taken, held)).toMatchObject([
      { shares: shares('40'), proceedsUsd: usd('39.995') },
    ]);
  });

  it('shares the dollar of a merged set among its outcomes as they cost', () => {
    expect(closedBy(mergeSets(), bothHeld)).toMatchObject([
      {
        ...{ ...part, tokenId: 'token-yes', tradeId: '0xmerge', reason: 'redeemed' },
        ...{ shares: shares('10'), costUsd: usd('5'), proceedsUsd: usd('6.25') },
      },
      {
        ...{ tokenId: 'token-no', shares: shares('10'), costUsd: usd('3') },
        ...{ proceedsUsd: usd('3.75'), realizedUsd: usd('0.75') },
      },
    ]);
  });

  it('books only the part of a merge that strategies held, and that once', () => {
    const closed = closedBy(mergeSets(), held);
    expect(closed).toMatchObject([
      { tokenId: 'token-yes', costUsd: usd('5'), proceedsUsd: usd('5'), realizedUsd: 0n },
    ]);
    const after = [...held, ...closed.map((data) => exposureClosed(data))];
    given(...after)
      .when(mergeSets())
      .thenNothing();
    expect(closedBy(mergeSets({ transactionHash: '0xanother' }), after)).toHaveLength(1);
  });

  it('takes sets from all who hold an outcome, alike', () => {
    const strategyId = 'strategy-2';
    const facts = [
      ...bothHeld,
      examples.strategyRegistered({ strategyId }),
      exposureOpened({
        ...{ strategyId, orderId: 'order-3', tradeId: 'trade-3', releasedUsd: noUsd },
        ...{ shares: shares('40'), costUsd: usd('20') },
      }),
    ];
    expect(closedBy(mergeSets(), facts)).toMatchObject([
      { strategyId: 'strategy-1', tokenId: 'token-yes', shares: shares('5') },
      { strategyId: 'strategy-2', tokenId: 'token-yes', shares: shares('5') },
      { strategyId: 'strategy-1', tokenId: 'token-no', shares: shares('10') },
    ]);
  });
});

describe('an account, when it measures a strategy', () => {
  it('exposes what is held and what is promised', () => {
    const state = fold(account.decider, [
      ...bought,
      signalApproved({ signalId: 'signal-2', limitPrice: price('0.30'), reservedUsd: usd('12') }),
    ]);
    expect(account.exposure(strategyOf(state))).toBe(usd('32'));
  });

  it('adds realized profit to the capital, and never falls below zero', () => {
    const strategy = examples.strategy({ capitalUsd: usd('100') });
    expect(account.equity({ ...strategy, realizedUsd: usd('-30') })).toBe(usd('70'));
    expect(account.equity({ ...strategy, realizedUsd: usd('-130') })).toBe(noUsd);
  });
});

function strategyOf(state: account.State): account.Strategy {
  const strategy = state.strategies.get('strategy-1');
  if (strategy === undefined) throw new Error('strategy-1 is not registered in this history');
  return strategy;
}

function positionOf(state: account.State) {
  const position = state.positions.get(account.positionKey('strategy-1', 'token-yes'));
  if (position === undefined) throw new Error('strategy-1 holds no token-yes in this history');
  return position;
}
