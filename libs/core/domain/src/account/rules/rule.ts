/** What every rule is: a pure verdict on one proposal, with the number and what it was held to. */
import type { MicroShares, MicroUsd, Price } from '../../money.js';
import type { ConditionId, Side } from '../../vocabulary.js';
import type { EventSide, State, Strategy } from '../state.js';
import type { Check, MarketView, Quote, RiskRules, RuleCode } from '../vocabulary.js';

/** A signal turned into what would be ordered. */
export type Proposal = {
  readonly conditionId: ConditionId;
  readonly side: Side;
  readonly limitPrice: Price;
  readonly sizeUsd: MicroUsd;
  readonly shares: MicroShares;
  /** Size at the limit price, rounded up, plus the highest fee: what budgets and limits count. */
  readonly reservedUsd: MicroUsd;
  readonly dayKey: string;
  readonly eventSide: EventSide | undefined;
};

export type Evidence = {
  readonly rules: RiskRules;
  readonly strategy: Strategy;
  /** The account the strategy belongs to. */
  readonly account: State;
  readonly proposal: Proposal;
  readonly market: MarketView;
  readonly quote: Quote | undefined;
  /** When the signal's sender saw its reason, and now; milliseconds since the epoch. */
  readonly observedAtMs: number;
  readonly atMs: number;
};

export type Rule = (evidence: Evidence) => Check;

type Measured = {
  readonly code: RuleCode;
  readonly unit: Check['unit'];
  readonly value: bigint;
  readonly limit: bigint;
  /** What is measured. */
  readonly detail: string;
  /** What to tell a person when the rule refuses; the middle of a sentence. */
  readonly refusal: () => string;
};

/** Passes while the value does not exceed the limit: equality passes. */
export const atMost = (measured: Measured): Check =>
  verdict(measured, measured.limit - measured.value, measured.value <= measured.limit);

/** Passes while the value is below the limit: equality refuses. */
export const below = (measured: Measured): Check =>
  verdict(measured, measured.limit - measured.value, measured.value < measured.limit);

/** Passes while the value reaches the limit: equality passes. */
export function atLeast(measured: Measured): Check {
  const { value, limit } = measured;
  const isNear = limit * 10n >= value * 8n;
  return { ...verdict(measured, value - limit, value >= limit), near: isNear };
}

/** 80 % of a limit is near it. */
function verdict(
  { code, unit, value, limit, detail, refusal }: Measured,
  margin: bigint,
  passed: boolean,
): Check {
  const near = value * 10n >= limit * 8n;
  return { code, unit, value, limit, margin, passed, near, detail: passed ? detail : refusal() };
}

/** A rule that is off, or has nothing to measure. */
export function off(code: RuleCode, unit: Check['unit'], detail: string): Check {
  return { code, unit, value: 0n, limit: undefined, passed: true, near: false, detail };
}
