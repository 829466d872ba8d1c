/** The gate and the rules: turns one signal into an approval or a refusal, with every number. */
import { takerFeeMax } from '../fee.js';
import { cost, decimal, floorTo, MICROS, noUsd, plus } from '../money.js';
import type { MicroShares, MicroUsd } from '../money.js';
import { epochMs } from '../vocabulary.js';
import type { Event } from './facts.js';
import { gate } from './gate.js';
import { entryRules, type Proposal } from './rules/index.js';
import { sentenceFor } from './sentence.js';
import { positionKey, type State, type Strategy } from './state.js';
import type { Assessment, Check, Decision, MarketView } from './vocabulary.js';
import { dayKeyOf } from './windows.js';

/** The venue takes sizes of two decimals. */
const SHARE_STEP = 10_000n;

export function assess(assessment: Assessment, state: State): readonly Event[] {
  const { signal, market, quote, at } = assessment;
  if (state.assessed.has(signal.signalId)) return [];

  const strategy = state.strategies.get(signal.strategyId);
  const decision = (checks: readonly Check[]): Decision => ({
    checks,
    rulesVersion: strategy?.rulesVersion ?? 0,
    quote,
    market,
  });
  const refuse = (failed: Check, checks: readonly Check[]): readonly Event[] => [
    {
      type: 'SignalRefused',
      data: {
        signal,
        code: failed.code,
        sentence: sentenceFor(failed),
        decision: decision(checks),
        at,
      },
    },
  ];

  const stopped = gate(assessment, state);
  if (stopped !== undefined) return refuse(stopped, [stopped]);
  // The gate has seen both.
  if (strategy?.rules === undefined || market === undefined) return [];

  const proposal = propose(assessment, strategy, market, state);
  const tooSmall = minimumCheck(proposal, market);
  if (!tooSmall.passed) return refuse(tooSmall, [tooSmall]);

  const { rules } = strategy;
  const checks = signal.reduceOnly
    ? [tooSmall]
    : entryRules.map((rule) => rule({ rules, strategy, proposal, quote, at }));
  const failed = checks.find(({ passed }) => !passed);
  if (failed !== undefined) return refuse(failed, checks);

  const { signalId, accountId, strategyId, conditionId, tokenId, side } = signal;
  const { orderType, limitPrice, reduceOnly, observedAt } = signal;
  const { sizeUsd, shares, reservedUsd, dayKey } = proposal;
  return [
    {
      type: 'SignalApproved',
      data: {
        signalId,
        accountId,
        strategyId,
        conditionId,
        tokenId,
        side,
        orderType,
        limitPrice,
        sizeUsd,
        shares,
        reservedUsd,
        dayKey,
        reduceOnly,
        observedAt,
        at,
        fee: market.fee,
        decision: decision(checks),
      },
    },
  ];
}

/** What the signal would cost and promise, on the venue's grid. */
function propose(
  { signal, at }: Assessment,
  { rules, strategyId }: Strategy,
  market: MarketView,
  state: State,
): Proposal {
  const { sizeUsd, limitPrice, side, conditionId, tokenId } = signal;
  const wanted = floorTo((sizeUsd * MICROS) / limitPrice, SHARE_STEP) as MicroShares;
  const held = state.positions.get(positionKey(strategyId, tokenId));
  const sellable = floorTo((held?.settledShares ?? 0n) - (held?.sellingShares ?? 0n), SHARE_STEP);
  const shares = (side === 'SELL' && wanted > sellable ? sellable : wanted) as MicroShares;
  const reservedUsd =
    side === 'SELL'
      ? noUsd
      : plus(cost(shares, limitPrice), takerFeeMax(shares, limitPrice, market.fee));
  const dayKey = dayKeyOf(epochMs(at), rules?.timeZone ?? 'UTC');
  return {
    conditionId,
    sizeUsd: worth(shares, sizeUsd, limitPrice),
    shares,
    reservedUsd,
    dayKey,
  };
}

const worth = (shares: MicroShares, wanted: MicroUsd, at: bigint): MicroUsd => {
  const exact = ((shares * at + MICROS - 1n) / MICROS) as MicroUsd;
  return exact < wanted ? exact : wanted;
};

function minimumCheck({ shares }: Proposal, { orderSizeMin }: MarketView): Check {
  return {
    code: 'below_minimum',
    unit: 'none',
    value: shares,
    limit: orderSizeMin,
    passed: shares > 0n && shares >= orderSizeMin,
    near: false,
    detail: `${decimal(shares)} shares, the market's minimum is ${decimal(orderSizeMin)}`,
  };
}
