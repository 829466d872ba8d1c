/** Typical exit messages: 40 shares, bought at 0.50, whose stop stands at 0.45. */
import type * as account from '../../account.js';
import * as exit from '../../exit.js';
import { price, ratio, shares } from '../../money.js';
import { accountId, at, conditionId, later, strategyId, yesToken } from './common.js';

type Some<Of extends { readonly data: object }> = Partial<Of['data']>;

export const exitKey = (data: Partial<exit.ExitKey> = {}): exit.ExitKey => ({
  exitId: exit.exitIdOf(strategyId, yesToken),
  accountId,
  strategyId,
  conditionId,
  tokenId: yesToken,
  ...data,
});

export const heldPosition = (data: Partial<exit.HeldPosition> = {}): exit.HeldPosition => ({
  enteredAt: at,
  entryPrice: 500_000n,
  settledShares: shares('40'),
  provisionalShares: shares('0'),
  promisedShares: shares('0'),
  ...data,
});

/** Quotes heard 0, 250, 500 … ms before an instant, with these best bids, newest first. */
export const bids = (heardAt: string, ...best: readonly string[]): readonly account.Quote[] =>
  best.map((bid, index) => ({
    tokenId: yesToken,
    bids: bid === '' ? [] : [{ price: price(bid), shares: shares('500') }],
    asks: [],
    at: new Date(Date.parse(heardAt) - 250 * index).toISOString(),
  }));

/** A minute after the entry, with a stop loss of a tenth, and a bid of 0.50 seen twice. */
export const lookAtPosition = (data: Some<exit.LookAtPosition> = {}): exit.LookAtPosition => {
  const lookedAt = data.at ?? later(60_000);
  return {
    type: 'LookAtPosition',
    data: {
      ...exitKey(),
      position: heldPosition(),
      rules: { enableStopLoss: true, stopLossPct: ratio('0.1') },
      rulesVersion: 1,
      market: { open: true, tickSize: price('0.01'), orderSizeMin: shares('5') },
      quotes: bids(lookedAt, '0.50', '0.50'),
      kill: undefined,
      at: lookedAt,
      ...data,
    },
  };
};

export const flattenPosition = (data: Some<exit.Flatten> = {}): exit.Flatten => ({
  type: 'Flatten',
  data: {
    ...exitKey(),
    position: heldPosition(),
    rulesVersion: 1,
    by: 'anna',
    why: 'out of this market',
    at: later(60_000),
    ...data,
  },
});

export const endExitAttempt = (data: Some<exit.EndAttempt> = {}): exit.EndAttempt => ({
  type: 'EndAttempt',
  data: {
    ...exitKey(),
    signalId: exit.signalIdOf(exitKey().exitId, 1, 1),
    outcome: 'unfilled',
    filledShares: shares('0'),
    detail: 'killed',
    at: later(61_000),
    ...data,
  },
});

export const trailingHighRaised = (
  data: Some<exit.TrailingHighRaised> = {},
): exit.TrailingHighRaised => ({
  type: 'TrailingHighRaised',
  data: { ...exitKey(), enteredAt: at, high: price('0.60'), at: later(30_000), ...data },
});

export const exitTriggered = (data: Some<exit.Triggered> = {}): exit.Triggered => ({
  type: 'ExitTriggered',
  data: {
    ...exitKey(),
    enteredAt: at,
    settledShares: shares('40'),
    entryPrice: 500_000n,
    kind: 'stop_loss',
    threshold: 450_000n,
    confirmedBy: [
      { bid: price('0.44'), at: later(60_000) },
      { bid: price('0.44'), at: later(59_750) },
    ],
    round: 1,
    rulesVersion: 1,
    forKill: false,
    at: later(60_000),
    ...data,
  },
});

export const exitAttempted = (data: Some<exit.Attempted> = {}): exit.Attempted => ({
  type: 'ExitAttempted',
  data: {
    ...exitKey(),
    round: 1,
    kind: 'stop_loss',
    attempt: 1,
    signalId: exit.signalIdOf(exitKey().exitId, data.round ?? 1, data.attempt ?? 1),
    shares: shares('40'),
    bid: price('0.44'),
    limitPrice: price('0.41'),
    at: later(60_000),
    ...data,
  },
});

export const attemptEnded = (data: Some<exit.AttemptEnded> = {}): exit.AttemptEnded => ({
  type: 'ExitAttemptEnded',
  data: {
    ...exitKey(),
    round: 1,
    kind: 'stop_loss',
    attempt: 1,
    signalId: exit.signalIdOf(exitKey().exitId, data.round ?? 1, data.attempt ?? 1),
    outcome: 'unfilled',
    filledShares: shares('0'),
    refusals: 0,
    detail: 'killed',
    at: later(61_000),
    ...data,
  },
});

export const positionUnprotected = (data: Some<exit.Unprotected> = {}): exit.Unprotected => ({
  type: 'PositionUnprotected',
  data: {
    ...exitKey(),
    round: 1,
    kind: 'stop_loss',
    since: later(60_000),
    attempts: 1,
    leftShares: shares('40'),
    why: 'killed',
    at: later(120_000),
    ...data,
  },
});

export const exitFinished = (data: Some<exit.Finished> = {}): exit.Finished => ({
  type: 'ExitFinished',
  data: {
    ...exitKey(),
    round: 1,
    kind: 'stop_loss',
    attempts: 1,
    reason: 'nothing_left',
    leftShares: shares('0'),
    at: later(62_000),
    ...data,
  },
});
