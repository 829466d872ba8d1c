import { describe, expect, it } from '@jest/globals';
import { fold } from './decider.js';
import { shares } from './money.js';
import * as order from './order.js';
import { examples, specify } from './testing/index.js';

const {
  acceptOrder,
  closeOrder,
  confirmFill,
  doubtOrder,
  failFill,
  fillConfirmed,
  fillFailed,
  orderAccepted,
  orderCancelRequested,
  orderClosed,
  orderFilled,
  orderRejected,
  orderRequested,
  orderUnconfirmed,
  recordFill,
  rejectOrder,
  requestCancel,
  requestOrder,
} = examples;
const given = specify(order.decider);

describe('an order, when it is signed', () => {
  it('is on the ledger with its bytes and its hash', () => {
    given().when(requestOrder()).then(orderRequested());
  });

  it('is signed once: other bytes for the same order are never kept', () => {
    given(orderRequested())
      .when(requestOrder({ signedBody: 'other' }))
      .thenNothing();
  });

  it('is nothing before that', () => {
    given().when(acceptOrder()).thenNothing();
    given().when(recordFill()).thenNothing();
    given().when(closeOrder()).thenNothing();
  });
});

describe('an order, when the venue answers', () => {
  it('is accepted once', () => {
    given(orderRequested()).when(acceptOrder()).then(orderAccepted());
    given(orderRequested(), orderAccepted()).when(acceptOrder()).thenNothing();
  });

  it('is rejected once, with the reason', () => {
    given(orderRequested())
      .when(rejectOrder({ reason: 'tick size' }))
      .then(orderRejected({ reason: 'tick size' }));
    given(orderRequested(), orderRejected()).when(rejectOrder()).thenNothing();
  });

  it('is in doubt, not rejected, when the answer was lost', () => {
    given(orderRequested()).when(doubtOrder()).then(orderUnconfirmed());
    given(orderRequested(), orderUnconfirmed()).when(doubtOrder()).thenNothing();
  });

  it('leaves doubt by evidence of either kind', () => {
    given(orderRequested(), orderUnconfirmed()).when(acceptOrder()).then(orderAccepted());
    given(orderRequested(), orderUnconfirmed()).when(rejectOrder()).then(orderRejected());
  });

  it('is not doubted or rejected once it was accepted', () => {
    given(orderRequested(), orderAccepted()).when(doubtOrder()).thenNothing();
    given(orderRequested(), orderAccepted()).when(rejectOrder()).thenNothing();
  });

  it('is not rejected against the evidence of a fill', () => {
    given(orderRequested(), orderFilled()).when(rejectOrder()).thenNothing();
  });
});

describe('an order, when it fills', () => {
  it('keeps each trade once', () => {
    given(orderRequested(), orderAccepted()).when(recordFill()).then(orderFilled());
    given(orderRequested(), orderFilled())
      .when(recordFill({ shares: shares('1') }))
      .thenNothing();
  });

  it('is accepted by its fill when that arrives before the answer', () => {
    given(orderRequested(), orderUnconfirmed())
      .when(recordFill())
      .then(orderAccepted({ venueStatus: 'matched' }), orderFilled());
  });

  it('confirms a fill once, with all that is known of it', () => {
    given(orderRequested(), orderFilled()).when(confirmFill()).then(fillConfirmed());
    given(orderRequested(), orderFilled(), fillConfirmed()).when(confirmFill()).thenNothing();
  });

  it('fails a fill once', () => {
    given(orderRequested(), orderFilled()).when(failFill()).then(fillFailed());
    given(orderRequested(), orderFilled(), fillFailed()).when(failFill()).thenNothing();
  });

  it('does not take back what is final on chain', () => {
    given(orderRequested(), orderFilled(), fillConfirmed()).when(failFill()).thenNothing();
    given(orderRequested(), orderFilled(), fillFailed()).when(confirmFill()).thenNothing();
  });

  it('knows no trade it has not recorded', () => {
    given(orderRequested()).when(confirmFill()).thenNothing();
    given(orderRequested()).when(failFill()).thenNothing();
  });

  it('records a fill that comes after its end', () => {
    given(orderRequested(), orderClosed()).when(recordFill()).then(orderFilled());
  });

  it('was not rejected after all when a fill turns up', () => {
    const state = fold(order.decider, [orderRequested(), orderRejected(), orderFilled()]);
    expect(state).toMatchObject({ kind: 'live' });
    expect(order.isOpen(state)).toBe(true);
  });
});

describe('an order, when it ends', () => {
  it('closes with what it filled', () => {
    given(orderRequested(), orderFilled()).when(closeOrder()).then(orderClosed());
  });

  it('waits for fills the venue claims and we do not hold', () => {
    given(orderRequested(), orderAccepted()).when(closeOrder()).thenNothing();
    given(orderRequested(), orderFilled({ shares: shares('39.99') }))
      .when(closeOrder({ venueFilledShares: shares('40') }))
      .thenNothing();
  });

  it('does not wait for a difference below the venue’s dust', () => {
    given(orderRequested(), orderFilled({ shares: shares('39.990001') }))
      .when(closeOrder({ venueFilledShares: shares('40') }))
      .then(orderClosed({ filledShares: shares('39.990001') }));
  });

  it('counts a failed fill as matched, because the venue does', () => {
    given(orderRequested(), orderFilled(), fillFailed()).when(closeOrder()).then(orderClosed());
  });

  it('closes once, and never after a rejection', () => {
    const unfilled = closeOrder({ reason: 'cancelled', venueFilledShares: shares('0') });
    given(orderRequested(), orderClosed()).when(unfilled).thenNothing();
    given(orderRequested(), orderRejected()).when(unfilled).thenNothing();
  });

  it('stays closed when the venue’s first answer comes late', () => {
    given(orderRequested(), orderClosed()).when(acceptOrder()).thenNothing();
    const state = fold(order.decider, [orderRequested(), orderClosed(), orderAccepted()]);
    expect(order.isOpen(state)).toBe(false);
  });
});

describe('an order, when somebody wants its end', () => {
  it('says once who and why, while the venue may hold it', () => {
    const wish = { by: 'ada', why: 'the event is off' };
    for (const before of [[], [orderUnconfirmed()], [orderAccepted()], [orderFilled()]]) {
      given(orderRequested(), ...before)
        .when(requestCancel(wish))
        .then(orderCancelRequested(wish));
    }
    given(orderRequested(), orderCancelRequested())
      .when(requestCancel({ by: 'grace' }))
      .thenNothing();
  });

  it('needs no cancel before it is signed or when it is over', () => {
    given().when(requestCancel()).thenNothing();
    given(orderRequested(), orderRejected()).when(requestCancel()).thenNothing();
    given(orderRequested(), orderClosed()).when(requestCancel()).thenNothing();
  });

  it('is as open as before until the venue shows its end', () => {
    const state = fold(order.decider, [orderRequested(), orderAccepted(), orderCancelRequested()]);
    expect(order.isOpen(state)).toBe(true);
  });

  it('ends as filled when its last fill overtook the cancel', () => {
    given(orderRequested(), orderAccepted(), orderCancelRequested(), orderFilled())
      .when(closeOrder())
      .then(orderClosed());
  });

  it('keeps what filled before the cancel arrived', () => {
    const part = { shares: shares('15') };
    given(orderRequested(), orderAccepted(), orderCancelRequested(), orderFilled(part))
      .when(closeOrder({ reason: 'cancelled', venueFilledShares: shares('15') }))
      .then(orderClosed({ reason: 'cancelled', filledShares: shares('15') }));
  });
});
