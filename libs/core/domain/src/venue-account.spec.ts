import { describe, expect, it } from '@jest/globals';
import { examples, specify } from './testing/index.js';
import * as venueAccount from './venue-account.js';
import { decider, treatmentOf, TRADES_OVERLAP_MS } from './venue-account.js';

const { later } = examples;
const given = specify(decider);
const HOUR_MS = 3_600_000;

describe("the venue's condition", () => {
  it('is a fact when it changes, with what it was', () => {
    given()
      .when(examples.seeCondition({ condition: 'post_only' }))
      .then(examples.venueConditionChanged({ before: 'open', condition: 'post_only' }));
  });

  it('is none while it stays as it is', () => {
    given()
      .when(examples.seeCondition({ condition: 'open' }))
      .thenNothing();
    given(examples.venueConditionChanged())
      .when(examples.seeCondition({ detail: 'in other words' }))
      .thenNothing();
  });

  it.each([
    ['open', 'sent', 'sent'],
    ['closed_only', 'refused', 'sent'],
    ['restarting', 'refused', 'waits'],
    ['post_only', 'refused', 'waits'],
    ['cancel_only', 'refused', 'waits'],
    ['disabled', 'refused', 'waits'],
    ['geoblocked', 'refused', 'waits'],
    ['version_changed', 'refused', 'waits'],
    ['unauthorized', 'refused', 'waits'],
  ] as const)('%s: an entry is %s, an exit is %s', (condition, entry, exit) => {
    expect(treatmentOf(condition, { reduceOnly: false })).toBe(entry);
    expect(treatmentOf(condition, { reduceOnly: true })).toBe(exit);
  });
});

describe('the heartbeat', () => {
  it('is lost once, however often that is noticed', () => {
    given().when(examples.loseHeartbeat()).then(examples.heartbeatLost());
    given(examples.heartbeatLost())
      .when(examples.loseHeartbeat({ at: later(5_000) }))
      .thenNothing();
  });

  it('is restored once, and says since when it was lost', () => {
    given(examples.heartbeatLost())
      .when(examples.restoreHeartbeat({ at: later(9_000) }))
      .then(examples.heartbeatRestored({ since: examples.at, at: later(9_000) }));
    given(examples.heartbeatLost(), examples.heartbeatRestored())
      .when(examples.restoreHeartbeat())
      .thenNothing();
    given().when(examples.restoreHeartbeat()).thenNothing();
  });
});

describe('the user stream', () => {
  it('is lost and restored once each', () => {
    given().when(examples.loseUserStream()).then(examples.userStreamLost());
    given(examples.userStreamLost()).when(examples.loseUserStream()).thenNothing();
    given(examples.userStreamLost())
      .when(examples.restoreUserStream({ at: later(9_000) }))
      .then(examples.userStreamRestored({ since: examples.at, at: later(9_000) }));
    given().when(examples.restoreUserStream()).thenNothing();
  });
});

describe('the comparison of everything', () => {
  it('is due from the first start on', () => {
    given().when(examples.requireReconciliation()).then(examples.venueUnreconciled());
    given(examples.venueUnreconciled()).when(examples.requireReconciliation()).thenNothing();
  });

  it('is told of once more when it takes too long, and not again at a start', () => {
    given(examples.venueUnreconciled())
      .when(examples.requireReconciliation({ reason: 'overdue' }))
      .then(examples.venueUnreconciled({ reason: 'overdue' }));
    given(examples.venueUnreconciled({ reason: 'overdue' }))
      .when(examples.requireReconciliation())
      .thenNothing();
    given(examples.venueUnreconciled({ reason: 'overdue' }))
      .when(examples.requireReconciliation({ reason: 'overdue' }))
      .thenNothing();
  });

  it('is due again at every start', () => {
    given(examples.venueUnreconciled(), examples.venueReconciled())
      .when(examples.requireReconciliation())
      .then(examples.venueUnreconciled());
  });

  it('is told when it completes what was due', () => {
    given(examples.venueReconciled(), examples.venueUnreconciled())
      .when(examples.completeReconciliation())
      .then(examples.venueReconciled());
  });

  it('is told once an hour after that, so that the next start knows how far it looked', () => {
    given(examples.venueReconciled())
      .when(examples.completeReconciliation({ at: later(HOUR_MS - 1) }))
      .thenNothing();
    const hourly = { at: later(HOUR_MS), through: later(HOUR_MS) };
    given(examples.venueReconciled())
      .when(examples.completeReconciliation(hourly))
      .then(examples.venueReconciled(hourly));
  });
});

describe('a difference between us and the venue', () => {
  it('is found once and resolved once', () => {
    given().when(examples.reportDrift()).then(examples.driftFound());
    given(examples.driftFound())
      .when(examples.reportDrift({ venues: 1n }))
      .thenNothing();
    given(examples.driftFound())
      .when(examples.resolveDrift({ at: later(1) }))
      .then(examples.driftResolved({ at: later(1) }));
    given(examples.driftFound(), examples.driftResolved())
      .when(examples.resolveDrift())
      .thenNothing();
  });

  it('can come back after it was resolved', () => {
    given(examples.driftFound(), examples.driftResolved())
      .when(examples.reportDrift())
      .then(examples.driftFound());
  });

  it('of one kind is no difference of another', () => {
    given(examples.driftFound())
      .when(examples.reportDrift({ kind: 'order_missing' }))
      .then(examples.driftFound({ kind: 'order_missing' }));
    given(examples.driftFound())
      .when(examples.resolveDrift({ subject: 'another' }))
      .thenNothing();
  });

  it('is told of no more once there are too many', () => {
    const many = Array.from({ length: venueAccount.DRIFTS_MAX }, (_, index) =>
      examples.driftFound({ subject: `token-${index}` }),
    );
    given(...many)
      .when(examples.reportDrift())
      .thenNothing();
    given(...many.slice(1))
      .when(examples.reportDrift())
      .then(examples.driftFound());
  });
});

describe('a trade that no order of ours made', () => {
  const foreign = { kind: 'fill_unknown', subject: 'trade-9/0xforeign' } as const;

  it('is told once, and is never open', () => {
    given().when(examples.reportDrift(foreign)).then(examples.driftFound(foreign));
    given(examples.driftFound(foreign)).when(examples.reportDrift(foreign)).thenNothing();
    given(examples.driftFound(foreign)).when(examples.resolveDrift(foreign)).thenNothing();
  });

  it('is remembered as long as it can be met again', () => {
    const met = examples.venueReconciled({ through: later(2 * TRADES_OVERLAP_MS) });
    given(examples.driftFound(foreign), met).when(examples.reportDrift(foreign)).thenNothing();
    const past = examples.venueReconciled({ through: later(2 * TRADES_OVERLAP_MS + 1) });
    const state = [examples.driftFound(foreign), past].reduce(
      venueAccount.evolve,
      venueAccount.initialState,
    );
    expect(state.foreignTrades.size).toBe(0);
  });

  it('is told of no more once there are too many', () => {
    const many = Array.from({ length: venueAccount.FOREIGN_TRADES_MAX }, (_, index) =>
      examples.driftFound({ ...foreign, subject: `trade-${index}/0xforeign` }),
    );
    given(...many)
      .when(examples.reportDrift({ ...foreign, subject: 'one-more' }))
      .thenNothing();
  });
});
