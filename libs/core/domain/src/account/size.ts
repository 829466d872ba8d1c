/** From what a signal asks for to what would be ordered, on the venue's grid. */
import { takerFeeMax } from '../fee.js';
import { cost, decimal, floorTo, fraction, MICROS, noUsd, plus } from '../money.js';
import type { MicroShares, MicroUsd, Price } from '../money.js';
import { eventSideOf } from './event-side.js';
import { equity } from './measures.js';
import type { Proposal } from './rules/index.js';
import { largestPosition } from './rules/position-size.js';
import { DEFAULTS, type RiskRules } from './risk-rules.js';
import { positionKey, type State, type Strategy } from './state.js';
import type { Assessment, Check, MarketView, Sizing } from './vocabulary.js';
import { measureVolatility } from './volatility.js';
import { dayKeyOf } from './windows.js';

/** The venue takes sizes of two decimals. */
const SHARE_STEP = 10_000n;

export type Sized = { readonly proposal: Proposal; readonly sizing: Sizing };

type Sizable = {
  readonly assessment: Assessment;
  readonly market: MarketView;
  readonly strategy: Strategy;
  readonly rules: RiskRules;
  readonly atMs: number;
};

/** An entry: the strategy's own sizing, volatility, the grid, and the cut to the largest position. */
export function sizeEntry(sizable: Sizable): Sized {
  const { assessment, strategy, rules, atMs } = sizable;
  const { signal, midpoints } = assessment;
  const { by, wantedUsd } = ownSizing(signal.sizeUsd, strategy, rules);
  const volatility =
    rules.useVolatilityAdjustment === true
      ? measureVolatility(rules, midpoints ?? [], atMs)
      : undefined;
  const calmUsd = volatility === undefined ? wantedUsd : fraction(wantedUsd, volatility.multiplier);
  const sized = onGrid(calmUsd, signal.limitPrice);
  const largest = rules.onOversize === 'clip' ? largestPosition(rules, strategy) : undefined;
  const clipped = largest !== undefined && sized.sizeUsd > largest;
  const proposal = propose(sizable, clipped ? onGrid(largest, signal.limitPrice) : sized);
  const askedUsd = signal.sizeUsd;
  const { sizeUsd: sizedUsd } = sized;
  return volatility === undefined
    ? { proposal, sizing: { askedUsd, sizedUsd, by, clipped } }
    : { proposal, sizing: { askedUsd, sizedUsd, by, volatility, clipped } };
}

/** An exit: what the signal asks for, but no more than is settled and not promised already. */
export function sizeExit(sizable: Sizable, state: State): Sized {
  const { strategyId, tokenId, limitPrice, sizeUsd } = sizable.assessment.signal;
  const held = state.positions.get(positionKey(strategyId, tokenId));
  const sellable = floorTo((held?.settledShares ?? 0n) - (held?.sellingShares ?? 0n), SHARE_STEP);
  const wanted = onGrid(sizeUsd, limitPrice);
  const shares = (wanted.shares > sellable ? sellable : wanted.shares) as MicroShares;
  const sized = { shares, sizeUsd: atMostAsked(shares, limitPrice, sizeUsd) };
  const { sizeUsd: sizedUsd } = sized;
  return {
    proposal: propose(sizable, sized),
    sizing: { askedUsd: sizeUsd, sizedUsd, by: 'signal', clipped: false },
  };
}

/** Never bumped up: what is below the market's minimum is refused. */
export function minimumCheck({ shares }: Proposal, { orderSizeMin }: MarketView): Check {
  const passed = shares > 0n && shares >= orderSizeMin;
  return {
    code: 'below_minimum',
    unit: 'none',
    value: shares,
    limit: orderSizeMin,
    margin: shares - orderSizeMin,
    passed,
    near: false,
    detail: passed
      ? 'millionths of shares in this order'
      : `the order would be for ${decimal(shares)} shares, and the market's minimum is ` +
        decimal(orderSizeMin),
  };
}

function ownSizing(
  askedUsd: MicroUsd,
  strategy: Strategy,
  { fixedUsd, equityPct, proportional }: RiskRules,
): { readonly by: Sizing['by']; readonly wantedUsd: MicroUsd } {
  if (fixedUsd !== undefined) return { by: 'fixed_usd', wantedUsd: fixedUsd };
  if (equityPct !== undefined) {
    return { by: 'equity_pct', wantedUsd: fraction(equity(strategy), equityPct) };
  }
  return proportional === undefined
    ? { by: 'signal', wantedUsd: askedUsd }
    : { by: 'proportional', wantedUsd: fraction(askedUsd, proportional) };
}

type Ordered = { readonly shares: MicroShares; readonly sizeUsd: MicroUsd };

function propose(
  { assessment, market, rules, atMs }: Sizable,
  { shares, sizeUsd }: Ordered,
): Proposal {
  const { limitPrice, side, conditionId, tokenId } = assessment.signal;
  const reservedUsd =
    side === 'SELL'
      ? noUsd
      : plus(cost(shares, limitPrice), takerFeeMax(shares, limitPrice, market.fee));
  const dayKey = dayKeyOf(atMs, rules.timeZone ?? DEFAULTS.timeZone);
  const eventSide = eventSideOf(market, tokenId);
  return { conditionId, side, limitPrice, sizeUsd, shares, reservedUsd, dayKey, eventSide };
}

function onGrid(wantedUsd: MicroUsd, limitPrice: Price): Ordered {
  const shares = floorTo((wantedUsd * MICROS) / limitPrice, SHARE_STEP) as MicroShares;
  return { shares, sizeUsd: atMostAsked(shares, limitPrice, wantedUsd) };
}

/** What the shares cost at the limit, and no more than was asked for: the micro is rounded up. */
function atMostAsked(shares: MicroShares, limitPrice: Price, askedUsd: MicroUsd): MicroUsd {
  const exact = cost(shares, limitPrice);
  return exact < askedUsd ? exact : askedUsd;
}
