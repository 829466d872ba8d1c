/** What a line of a tape may say: each type with its fields, read exactly. */
import { money } from '@sluice/domain';
import { z } from 'zod';
import { RulesRequest, toRiskRules } from '../rules-request.js';
import { decimalTextWithin, needs, oneOf, wholeNumber } from '../rules/values.js';

const ID_LENGTH_MAX = 256;
const FEE_EXPONENT_MAX = 8;

const idNeeds = { error: needs(`must be text of 1 to ${ID_LENGTH_MAX} characters`) };
const id = z.string(idNeeds).min(1, idNeeds).max(ID_LENGTH_MAX, idNeeds);
/** Positions are named strategy/token. */
const strategyId = id.refine((text) => !text.includes('/'), {
  error: needs('must be text without "/"'),
});

const instantNeeds = needs('must be an ISO time with its zone, such as "2026-11-22T12:00:00.000Z"');
const time = z.iso.datetime({ offset: true, error: instantNeeds }).transform((written) => {
  const ms = Date.parse(written);
  return { written, ms, instant: new Date(ms).toISOString() };
});
const instant = time.transform((read) => read.instant);

const dollars = decimalTextWithin(money.usd, { from: 0n, words: 'dollars, 0 or more' });
const someDollars = decimalTextWithin(money.usd, {
  ...{ from: 0n, isAbove: true },
  words: 'dollars above 0',
});
const someShares = decimalTextWithin(money.shares, {
  ...{ from: 0n, isAbove: true },
  words: 'a number of shares above 0',
});
const shares = decimalTextWithin(money.shares, {
  from: 0n,
  words: 'a number of shares, 0 or more',
});
const fraction = decimalTextWithin(money.ratio, {
  ...{ from: 0n, to: money.MICROS },
  words: 'a decimal from 0 to 1',
});
const price = decimalTextWithin(money.ratio, {
  ...{ from: 0n, isAbove: true, to: money.MICROS - 1n },
  words: 'a price above 0 and below 1',
}).transform(money.toPrice);

/** Whether the venue takes such a number is for the account to say. */
const anyDollars = decimalTextWithin(money.usd, { words: 'a decimal such as "12.5"' });
const anyPrice = decimalTextWithin(money.usd, { words: 'a decimal such as "0.55"' }).transform(
  (micros: bigint) => micros as money.Price,
);

const level = z
  .tuple([price, shares], { error: needs('must be a pair of price and shares') })
  .transform(([at, size]) => ({ price: at, shares: size }));
const levels = z.array(level, { error: needs('must be a list of [price, shares]') });

const steering = <Type extends string>(type: Type) =>
  z.strictObject({ at: time, type: z.literal(type), strategyId });
const ofSignal = <Type extends string>(type: Type) =>
  z.strictObject({ at: time, type: z.literal(type), signalId: id });

export const LINES = {
  strategy: z.strictObject({
    at: time,
    type: z.literal('strategy'),
    strategyId,
    accountId: id,
    capitalUsd: someDollars,
  }),
  rules: z.strictObject({
    at: time,
    type: z.literal('rules'),
    strategyId,
    rules: RulesRequest.transform(toRiskRules),
  }),
  market: z.strictObject({
    at: time,
    type: z.literal('market'),
    conditionId: id,
    tokenIds: z.tuple([id, id], { error: needs('must be [YES token, NO token]') }).optional(),
    tickSize: price.optional(),
    orderSizeMin: shares.optional(),
    feeRate: fraction.optional(),
    feeExponent: wholeNumber(0, FEE_EXPONENT_MAX).optional(),
    negRiskEvent: id.optional(),
    status: oneOf('open', 'closed', 'resolved').optional(),
  }),
  quote: z.strictObject({
    at: time,
    type: z.literal('quote'),
    tokenId: id,
    bids: levels,
    asks: levels,
  }),
  signal: z.strictObject({
    at: time,
    type: z.literal('signal'),
    signalId: id,
    strategyId,
    conditionId: id,
    tokenId: id,
    side: oneOf('BUY', 'SELL'),
    sizeUsd: anyDollars,
    limitPrice: anyPrice,
    observedAt: instant,
  }),
  fill: z.strictObject({
    at: time,
    type: z.literal('fill'),
    signalId: id,
    shares: someShares,
    price,
    feeUsd: dollars,
  }),
  settled: ofSignal('settled'),
  failed: ofSignal('failed'),
  close: ofSignal('close'),
  resolve: z.strictObject({
    at: time,
    type: z.literal('resolve'),
    conditionId: id,
    payouts: z.record(id, fraction, { error: needs('must be an object of payouts by token') }),
  }),
  balance: z.strictObject({
    at: time,
    type: z.literal('balance'),
    accountId: id,
    freeUsd: dollars,
  }),
  pause: steering('pause'),
  resume: steering('resume'),
  kill: steering('kill'),
  release: steering('release'),
  tick: z.strictObject({ at: time, type: z.literal('tick') }),
} as const;

export type LineType = keyof typeof LINES;
export type Line = { [Type in LineType]: z.infer<(typeof LINES)[Type]> }[LineType];
export type LineOf<Type extends LineType> = Extract<Line, { readonly type: Type }>;
