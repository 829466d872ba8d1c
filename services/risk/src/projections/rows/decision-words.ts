/** A decision's numbers as people read them: dollars, fractions and prices as decimals in text. */
import { money, type account } from '@sluice/domain';

export type CheckWords = {
  readonly code: account.RefusalCode;
  readonly unit: account.Check['unit'];
  readonly value: string;
  /** Null when the rule is off. */
  readonly limit: string | null;
  /** How far the value is from its limit, negative when beyond; null without a limit. */
  readonly margin: string | null;
  readonly passed: boolean;
  readonly near: boolean;
  readonly detail: string;
};

export function checkWords(check: account.Check): CheckWords {
  const { code, unit, value, limit, passed, near, detail } = check;
  const margin = marginOf(check);
  return {
    ...{ code, unit, value: inUnit(value, unit), passed, near, detail },
    limit: limit === undefined ? null : inUnit(limit, unit),
    margin: margin === undefined ? null : inUnit(margin, unit),
  };
}

/** Old facts tell no margin; the one rule that asks for a least is younger than they are. */
export const marginOf = ({ value, limit, margin }: account.Check): bigint | undefined =>
  limit === undefined ? undefined : (margin ?? limit - value);

export function inUnit(value: bigint, unit: account.Check['unit']): string {
  switch (unit) {
    case 'usd':
    case 'ratio':
      return money.decimal(value);
    case 'count':
    case 'ms':
    case 'none':
      return String(value);
  }
}

export type SizingWords = {
  readonly asked_usd: string;
  readonly sized_usd: string;
  readonly by: account.Sizing['by'];
  readonly volatility: {
    readonly multiplier: string;
    readonly points: number;
    /** Null with too few points to tell. */
    readonly rho: string | null;
  } | null;
  readonly clipped: boolean;
};

export const sizingWords = (sizing: account.Sizing): SizingWords => ({
  asked_usd: money.decimal(sizing.askedUsd),
  sized_usd: money.decimal(sizing.sizedUsd),
  by: sizing.by,
  volatility: sizing.volatility === undefined ? null : volatilityWords(sizing.volatility),
  clipped: sizing.clipped,
});

const volatilityWords = ({ multiplier, points, rho }: account.VolatilityMeasure) => ({
  multiplier: money.decimal(multiplier),
  points,
  rho: rho === undefined ? null : money.decimal(rho),
});

export const quoteWords = ({ tokenId, bids, asks, at }: account.Quote) => ({
  tokenId,
  bids: bids.map(levelWords),
  asks: asks.map(levelWords),
  at,
});

export type QuoteWords = ReturnType<typeof quoteWords>;

const levelWords = ({ price, shares }: account.Level) => ({
  price: money.decimal(price),
  shares: money.decimal(shares),
});
