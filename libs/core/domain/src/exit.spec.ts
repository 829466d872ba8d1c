import { describe, expect, it } from '@jest/globals';
import * as exit from './exit.js';
import { price, ratio, shares } from './money.js';
import { examples, specify } from './testing/index.js';

const { attemptEnded, bids, endExitAttempt, exitAttempted, exitFinished, exitTriggered } = examples;
const { flattenPosition, heldPosition, later, lookAtPosition, trailingHighRaised } = examples;
const given = specify(exit.decider);

const at = later(60_000);
const fallen = bids(at, '0.44', '0.44');
const profit = { enableTakeProfit: true, takeProfitPct: ratio('0.2') };
const trailing = { trailingStopPct: ratio('0.1') };
const kill = { by: 'anna', why: 'out', flatten: true };

describe('a stop loss', () => {
  it('sells what is settled once two quotes in a row are at or below it', () => {
    given()
      .when(lookAtPosition({ quotes: fallen }))
      .then(exitTriggered(), exitAttempted());
  });

  it('waits while one young quote alone says so', () => {
    given()
      .when(lookAtPosition({ quotes: bids(at, '0.44') }))
      .thenNothing();
    given()
      .when(lookAtPosition({ quotes: bids(at, '0.44', '0.46') }))
      .thenNothing();
  });

  it('believes one quote that has stood for a second, and none that we no longer see', () => {
    const stood = bids(later(59_000), '0.44');
    given()
      .when(lookAtPosition({ quotes: stood }))
      .thenMatching({ data: { kind: 'stop_loss' } }, { type: 'ExitAttempted' });
    const old = bids(later(60_000 - exit.QUOTE_AGE_MAX_MS - 1), '0.44', '0.44');
    given()
      .when(lookAtPosition({ quotes: old }))
      .thenNothing();
  });

  it('does not take the same quote for two', () => {
    const [quote] = fallen;
    given()
      .when(lookAtPosition({ quotes: quote === undefined ? [] : [quote, quote] }))
      .thenNothing();
  });

  it('is not hit one tick above, nor by an empty book', () => {
    given()
      .when(lookAtPosition({ quotes: bids(at, '0.46', '0.46') }))
      .thenNothing();
    given()
      .when(lookAtPosition({ quotes: bids(at, '', '') }))
      .thenNothing();
  });

  it('is off unless it is enabled, and counts from the average cost', () => {
    given()
      .when(lookAtPosition({ quotes: fallen, rules: { stopLossPct: ratio('0.1') } }))
      .thenNothing();
    given()
      .when(lookAtPosition({ quotes: fallen, position: heldPosition({ entryPrice: 480_000n }) }))
      .thenNothing();
  });

  it('needs settled shares, and an open market', () => {
    const provisional = heldPosition({
      settledShares: shares('0'),
      provisionalShares: shares('40'),
      entryPrice: undefined,
    });
    given()
      .when(lookAtPosition({ quotes: fallen, position: provisional }))
      .thenNothing();
    const market = { open: false, tickSize: price('0.01'), orderSizeMin: shares('5') };
    given()
      .when(lookAtPosition({ quotes: fallen, market }))
      .thenNothing();
    given()
      .when(lookAtPosition({ quotes: fallen, market: undefined }))
      .thenNothing();
  });

  it('leaves dust alone', () => {
    const dust = heldPosition({ settledShares: shares('4.99') });
    given()
      .when(lookAtPosition({ quotes: fallen, position: dust }))
      .thenNothing();
  });
});

describe('the other exits', () => {
  it('take a profit at its price', () => {
    given()
      .when(lookAtPosition({ rules: profit, quotes: bids(at, '0.60', '0.61') }))
      .thenMatching({ data: { kind: 'take_profit', threshold: 600_000n } }, {});
    given()
      .when(lookAtPosition({ rules: profit, quotes: bids(at, '0.59', '0.61') }))
      .thenNothing();
  });

  it('take a profit at the highest bid there can be when its price lies above', () => {
    const dear = heldPosition({ entryPrice: 950_000n });
    given()
      .when(lookAtPosition({ rules: profit, position: dear, quotes: bids(at, '0.99', '0.99') }))
      .thenMatching({ data: { kind: 'take_profit', threshold: 990_000n } }, {});
  });

  it('trail the highest bid since the entry', () => {
    given(trailingHighRaised())
      .when(lookAtPosition({ rules: trailing, quotes: bids(at, '0.54', '0.54') }))
      .thenMatching({ data: { kind: 'trailing_stop', threshold: 540_000n } }, {});
    given(trailingHighRaised())
      .when(lookAtPosition({ rules: trailing, quotes: bids(at, '0.55', '0.54') }))
      .thenNothing();
  });

  it('raise the high by what is confirmed, and only by more than a hundredth', () => {
    const rises = lookAtPosition({ rules: trailing, quotes: bids(at, '0.70', '0.62') });
    given(trailingHighRaised())
      .when(rises)
      .then(trailingHighRaised({ high: price('0.62'), at }));
    given(trailingHighRaised({ high: price('0.62') }))
      .when(rises)
      .thenNothing();
  });

  it('forget the high of an earlier entry', () => {
    const position = heldPosition({ enteredAt: later(40_000) });
    given(trailingHighRaised())
      .when(lookAtPosition({ rules: trailing, position, quotes: bids(at, '0.54', '0.54') }))
      .then(trailingHighRaised({ enteredAt: later(40_000), high: price('0.54'), at }));
  });

  it('leave by time, whatever the price', () => {
    const rules = { timeStopMs: 60_000 };
    given()
      .when(lookAtPosition({ rules }))
      .thenMatching({ data: { kind: 'time_stop', confirmedBy: [] } }, { type: 'ExitAttempted' });
    given()
      .when(lookAtPosition({ rules: { timeStopMs: 60_001 } }))
      .thenNothing();
  });
});

describe('an attempt', () => {
  it('is protected by a price below the best bid, on the tick', () => {
    const rules = { ...lookAtPosition().data.rules, exitMaxSlippagePct: ratio('0.2') };
    given(exitTriggered())
      .when(lookAtPosition({ rules, quotes: bids(at, '0.44') }))
      .then(exitAttempted({ limitPrice: price('0.35') }));
    given(exitTriggered())
      .when(lookAtPosition({ quotes: bids(at, '0.01') }))
      .thenMatching({ data: { bid: price('0.01'), limitPrice: price('0.01') } });
  });

  it('offers what is settled and not promised, in whole hundredths', () => {
    const position = heldPosition({
      settledShares: shares('40.019'),
      provisionalShares: shares('9'),
      promisedShares: shares('10'),
    });
    given(exitTriggered())
      .when(lookAtPosition({ position, quotes: fallen }))
      .then(exitAttempted({ shares: shares('30.01') }));
  });

  it('is one at a time', () => {
    given(exitTriggered(), exitAttempted())
      .when(lookAtPosition({ quotes: fallen, at: later(90_000) }))
      .thenNothing();
  });

  it('waits for a bid, and for the end of a kill that stops exits', () => {
    given(exitTriggered())
      .when(lookAtPosition({ quotes: bids(at, '') }))
      .thenNothing();
    given(exitTriggered())
      .when(lookAtPosition({ quotes: fallen, kill: { ...kill, flatten: false } }))
      .thenNothing();
  });

  it('ends once, by its own signal only', () => {
    given(exitTriggered(), exitAttempted()).when(endExitAttempt()).then(attemptEnded());
    given(exitTriggered(), exitAttempted())
      .when(endExitAttempt({ signalId: 'signal-of-somebody' }))
      .thenNothing();
    given(exitTriggered(), exitAttempted(), attemptEnded()).when(endExitAttempt()).thenNothing();
  });

  it('counts what risk refused', () => {
    given(exitTriggered(), exitAttempted(), attemptEnded({ refusals: 1 }), exitAttempted())
      .when(endExitAttempt({ outcome: 'refused', detail: 'killed' }))
      .then(attemptEnded({ outcome: 'refused', refusals: 2 }));
  });

  it('is made again after 1 s, then 2 s, then 4 s, and at last every 30 s', () => {
    const tries = (vain: number) =>
      Array.from({ length: vain }, (_, index) => [
        exitAttempted({ attempt: index + 1 }),
        attemptEnded({ attempt: index + 1 }),
      ]).flat();
    const look = (ms: number) =>
      lookAtPosition({ at: later(61_000 + ms), quotes: bids(later(61_000 + ms), '0.44') });
    for (const [vain, ms] of [
      [1, 1_000],
      [2, 2_000],
      [3, 4_000],
      [6, 30_000],
      [99, 30_000],
    ] as const) {
      given(exitTriggered(), ...tries(vain))
        .when(look(ms - 1))
        .thenNothing();
      given(exitTriggered(), ...tries(vain))
        .when(look(ms))
        .thenMatching({ type: 'ExitAttempted', data: { attempt: vain + 1 } });
    }
  });

  it('starts to wait anew after it sold a part', () => {
    const part = attemptEnded({ attempt: 3, outcome: 'filled', filledShares: shares('10') });
    const history = [exitTriggered(), exitAttempted({ attempt: 3 }), part];
    given(...history)
      .when(lookAtPosition({ at: later(62_000), quotes: bids(later(62_000), '0.44') }))
      .thenMatching({ data: { attempt: 4 } });
  });
});

describe('a position that is being left', () => {
  const tried = [exitTriggered(), exitAttempted(), attemptEnded()];

  it('goes on being left when the price is back', () => {
    const later2 = later(63_000);
    given(...tried)
      .when(lookAtPosition({ at: later2, quotes: bids(later2, '0.60', '0.60') }))
      .thenMatching({ type: 'ExitAttempted' });
  });

  it('is unprotected after a minute without a sale, and tried on', () => {
    const look = lookAtPosition({ at: later(120_000), quotes: bids(later(120_000), '0.40') });
    given(...tried)
      .when(look)
      .thenMatching(
        { type: 'PositionUnprotected', data: { since: later(60_000), why: 'killed' } },
        { type: 'ExitAttempted' },
      );
    given(...tried, examples.positionUnprotected())
      .when(look)
      .thenMatching({ type: 'ExitAttempted' });
  });

  it('is unprotected also while its attempt has no outcome, while nobody bids, or when killed', () => {
    const when = { at: later(120_000), quotes: [] };
    const unprotected = (why: string) => ({ type: 'PositionUnprotected', data: { why } }) as const;
    given(exitTriggered(), exitAttempted())
      .when(lookAtPosition(when))
      .thenMatching(unprotected('attempt 1 has no outcome yet'));
    given(exitTriggered())
      .when(lookAtPosition(when))
      .thenMatching(unprotected('nobody bids, or the book is not seen'));
    given(exitTriggered())
      .when(lookAtPosition({ ...when, kill: { ...kill, flatten: false } }))
      .thenMatching(unprotected('a kill by anna stops exits: out'));
  });

  it('has its minute counted from its last sale', () => {
    const sold = attemptEnded({ outcome: 'filled', filledShares: shares('10'), at: later(90_000) });
    given(exitTriggered(), exitAttempted(), sold)
      .when(lookAtPosition({ at: later(149_999), quotes: [] }))
      .thenNothing();
    given(exitTriggered(), exitAttempted(), sold)
      .when(lookAtPosition({ at: later(150_000), quotes: [] }))
      .thenMatching({ data: { since: later(90_000) } });
  });

  it('is left when nothing is held, or another entry is', () => {
    const look = { at: later(62_000), quotes: [] };
    const empty = heldPosition({ settledShares: shares('0') });
    given(...tried)
      .when(lookAtPosition({ ...look, position: empty }))
      .then(exitFinished());
    given(...tried)
      .when(lookAtPosition({ ...look, position: heldPosition({ enteredAt: later(61_500) }) }))
      .then(exitFinished({ leftShares: shares('40') }));
  });

  it('ends with dust, with the market, and with the rule that asked for it', () => {
    const look = { at: later(62_000), quotes: bids(later(62_000), '0.50', '0.50') };
    given(...tried)
      .when(lookAtPosition({ ...look, position: heldPosition({ settledShares: shares('4') }) }))
      .then(exitFinished({ reason: 'dust', leftShares: shares('4') }));
    const market = { open: false, tickSize: price('0.01'), orderSizeMin: shares('5') };
    given(...tried)
      .when(lookAtPosition({ ...look, market }))
      .then(exitFinished({ reason: 'market_over', leftShares: shares('40') }));
    given(...tried)
      .when(lookAtPosition({ ...look, rules: {} }))
      .then(exitFinished({ reason: 'disarmed', leftShares: shares('40') }));
  });

  it('does not end while an attempt has no outcome', () => {
    const empty = heldPosition({ settledShares: shares('0') });
    given(exitTriggered(), exitAttempted())
      .when(lookAtPosition({ position: empty, quotes: [] }))
      .thenNothing();
  });

  it('may be left again: the next exit is another round with signals of its own', () => {
    given(...tried, exitFinished())
      .when(lookAtPosition({ quotes: fallen }))
      .then(exitTriggered({ round: 2 }), exitAttempted({ round: 2 }));
  });
});

describe('flattening', () => {
  it('leaves the position because a person says so, whatever the rules', () => {
    const wanted = { by: 'anna', why: 'out of this market' };
    given()
      .when(flattenPosition())
      .thenMatching({ data: { ...wanted, kind: 'flatten', round: 1 } });
    const asked = exitTriggered({ kind: 'flatten', ...wanted });
    given(asked)
      .when(lookAtPosition({ rules: undefined }))
      .thenMatching({
        type: 'ExitAttempted',
        data: { kind: 'flatten', limitPrice: price('0.47') },
      });
  });

  it('asks nothing of what is being left already, or not held', () => {
    given(exitTriggered()).when(flattenPosition()).thenNothing();
    const position = heldPosition({ settledShares: shares('0') });
    given().when(flattenPosition({ position })).thenNothing();
  });

  it('follows of itself from a kill that says so, and ends with its release', () => {
    given()
      .when(lookAtPosition({ kill }))
      .thenMatching({ data: { kind: 'flatten', by: 'anna', forKill: true } }, {});
    given(exitTriggered({ kind: 'flatten', forKill: true }))
      .when(lookAtPosition())
      .thenMatching({ type: 'ExitFinished', data: { reason: 'disarmed' } });
  });
});

it('knows its own signals', () => {
  expect([exit.signalIdOf('s-1', 1, 2), 'sig-12'].map(exit.isExitSignal)).toStrictEqual([
    true,
    false,
  ]);
});
