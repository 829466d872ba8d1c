/** What every rule is: a pure verdict on one proposal, with the number and what it was held to. */
import type { MicroShares, MicroUsd } from '../../money.js';
import type { ConditionId, Instant } from '../../vocabulary.js';
import type { Strategy } from '../state.js';
import type { Check, Quote, RefusalCode, RiskRules } from '../vocabulary.js';

export type Proposal = {
  readonly conditionId: ConditionId;
  readonly sizeUsd: MicroUsd;
  readonly shares: MicroShares;
  /** Size at the limit price, rounded up, plus the highest fee: what budgets and limits count. */
  readonly reservedUsd: MicroUsd;
  readonly dayKey: string;
};

export type Evidence = {
  readonly rules: RiskRules;
  readonly strategy: Strategy;
  readonly proposal: Proposal;
  readonly quote: Quote | undefined;
  readonly at: Instant;
};

export type Rule = (evidence: Evidence) => Check;

type Measured = {
  readonly code: RefusalCode;
  readonly unit: Check['unit'];
  readonly value: bigint;
  readonly limit: bigint;
  readonly detail: string;
};

/** Passes while the value does not exceed the limit: equality passes. */
export function atMost(measured: Measured): Check {
  return {
    ...measured,
    passed: measured.value <= measured.limit,
    near: isNear(measured),
  };
}

/** A rule that is off, or has nothing to measure. */
export function off(code: RefusalCode, unit: Check['unit'], detail: string): Check {
  return {
    code,
    unit,
    value: 0n,
    limit: undefined,
    passed: true,
    near: false,
    detail,
  };
}

/** 80 % of a limit is near it. */
const isNear = ({ value, limit }: Measured): boolean => value * 10n >= limit * 8n;
