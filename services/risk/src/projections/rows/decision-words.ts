/** A decision's numbers as people read them: dollars, fractions and prices as decimals in text. */
import { money, type account } from '@sluice/domain';

export const checkForReaders = ({ unit, value, limit, ...check }: account.Check) => ({
  ...check,
  unit,
  value: inUnit(value, unit),
  limit: limit === undefined ? null : inUnit(limit, unit),
});

const inUnit = (value: bigint, unit: account.Check['unit']): string => {
  switch (unit) {
    case 'usd':
    case 'ratio':
      return money.decimal(value);
    case 'count':
    case 'ms':
    case 'none':
      return String(value);
  }
};

export const quoteForReaders = ({ bids, asks, ...quote }: account.Quote) => ({
  ...quote,
  bids: bids.map(levelForReaders),
  asks: asks.map(levelForReaders),
});

const levelForReaders = ({ price, shares }: account.Level) => ({
  price: money.decimal(price),
  shares: money.decimal(shares),
});
