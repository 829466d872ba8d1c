/** The gate and the rules: turns one signal into an approval or a refusal, with every number. */
import { decimal } from '../money.js';
import { epochMs } from '../vocabulary.js';
import { BREACHES, ITSELF, tripFor } from './breaches.js';
import { evolve } from './evolve.js';
import type { Event, StrategyPaused } from './facts.js';
import { gate } from './gate.js';
import { mark } from './marking.js';
import { drawdown, netEquity } from './measures.js';
import { passTimeFor } from './pass-time.js';
import { entryRules, standingRules, type Evidence } from './rules/index.js';
import { refusalSentence } from './sentence.js';
import { minimumCheck, sizeEntry, sizeExit, type Sized } from './size.js';
import type { State, Strategy } from './state.js';
import type { Assessment, Check, Decision, Sizing } from './vocabulary.js';

/** What time brought and what is held is worth now come first: the signal is judged after them. */
export function assess(assessment: Assessment, state: State): readonly Event[] {
  const { signal, marks = [], at } = assessment;
  if (state.assessed.has(signal.signalId)) return [];
  const { accountId, strategyId } = signal;
  const brought = passTimeFor(strategyId, { accountId, at }, state);
  const later = brought.reduce(evolve, state);
  const valued = mark(later, { accountId, strategyId, marks, at });
  const now = valued.reduce(evolve, later);
  const judged = judge(assessment, now);
  return now === state ? judged : [...brought, ...valued, ...judged];
}

function judge(assessment: Assessment, state: State): readonly Event[] {
  const { signal, market, quote, at } = assessment;
  const atMs = epochMs(at);
  const observedAtMs = epochMs(signal.observedAt);
  const strategy = state.strategies.get(signal.strategyId);
  const rulesVersion = strategy?.rulesVersion ?? 0;
  const decision = (checks: readonly Check[], sizing?: Sizing): Decision =>
    sizing === undefined
      ? { checks, rulesVersion, quote, market }
      : { checks, rulesVersion, quote, market, sizing };
  const refuse = (failed: Check, checks: readonly Check[], sizing?: Sizing): Event => {
    const because = { code: failed.code, sentence: refusalSentence(failed) };
    return {
      type: 'SignalRefused',
      data: { signal, ...because, decision: decision(checks, sizing), at },
    };
  };

  const stopped = gate(assessment, state, { atMs, observedAtMs });
  if (stopped !== undefined) return [refuse(stopped, [stopped])];
  // The gate has seen both.
  if (strategy?.rules === undefined || market === undefined) return [];

  const sizable = { assessment, market, strategy, rules: strategy.rules, atMs };
  const { proposal, sizing } = signal.reduceOnly ? sizeExit(sizable, state) : sizeEntry(sizable);
  const tooSmall = minimumCheck(proposal, market);
  const approve = (checks: readonly Check[]): Event =>
    approval(assessment, { proposal, sizing }, decision(checks, sizing), market.fee);
  if (signal.reduceOnly) {
    return [tooSmall.passed ? approve([tooSmall]) : refuse(tooSmall, [tooSmall], sizing)];
  }

  const evidence: Evidence = {
    rules: strategy.rules,
    strategy,
    account: state,
    proposal,
    market,
    quote,
    observedAtMs,
    atMs,
  };
  const standing = standingRules.map((rule) => rule(evidence));
  const barred = standing.find(({ passed }) => !passed);
  if (barred !== undefined) return [refuse(barred, standing)];
  if (!tooSmall.passed) return [refuse(tooSmall, [...standing, tooSmall], sizing)];

  const checks = standing.concat(entryRules.map((rule) => rule(evidence)));
  const failed = checks.find(({ passed }) => !passed);
  if (failed === undefined) return [approve(checks)];
  return [
    refuse(failed, checks, sizing),
    ...pauseFor(failed, strategy, assessment),
    ...tripsFor(checks, strategy, assessment),
  ];
}

function approval(
  { signal, at }: Assessment,
  { proposal }: Sized,
  decision: Decision,
  fee: Extract<Event, { type: 'SignalApproved' }>['data']['fee'],
): Event {
  const { signalId, accountId, strategyId, conditionId, tokenId, side } = signal;
  const { orderType, limitPrice, reduceOnly, observedAt, expiresAt, postOnly } = signal;
  const { sizeUsd, shares, reservedUsd, dayKey } = proposal;
  // Written out: a decision is hot, and spreading into it takes longer than all of its rules.
  const data = {
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
    fee,
    dayKey,
    reduceOnly,
    decision,
    observedAt,
    at,
  };
  if (expiresAt === undefined && postOnly === undefined) return { type: 'SignalApproved', data };
  const resting = {
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(postOnly === undefined ? {} : { postOnly }),
  };
  return { type: 'SignalApproved', data: { ...data, ...resting } };
}

/** A drawdown or a streak of losses that refuses a signal also pauses its strategy. */
function pauseFor(
  { code, detail, value, limit = 0n }: Check,
  strategy: Strategy,
  { signal: { accountId, strategyId }, at }: Assessment,
): readonly StrategyPaused[] {
  const signed = { accountId, strategyId, by: ITSELF, why: detail, at };
  switch (code) {
    case 'drawdown_exceeded': {
      const inputs = [
        { name: 'equity', value: decimal(netEquity(strategy)) },
        { name: 'peak', value: decimal(strategy.peakUsd) },
        { name: 'drawdown', value: decimal(drawdown(strategy)) },
        { name: 'max_drawdown_pct', value: decimal(limit) },
      ];
      const formula = '(peak - equity) / peak > max_drawdown_pct';
      return [{ type: 'StrategyPaused', data: { ...signed, kind: 'drawdown', formula, inputs } }];
    }
    case 'consecutive_losses': {
      const inputs = [
        { name: 'consecutive_losses', value: String(value) },
        { name: 'max_consecutive_losses', value: String(limit) },
      ];
      const formula = 'consecutive_losses >= max_consecutive_losses';
      return [{ type: 'StrategyPaused', data: { ...signed, kind: 'streak', formula, inputs } }];
    }
    default:
      return [];
  }
}

function tripsFor(
  checks: readonly Check[],
  strategy: Strategy,
  { signal: { accountId }, at }: Assessment,
): readonly Event[] {
  return checks.flatMap(({ code, passed }) => {
    const kind = passed ? undefined : BREACHES.get(code);
    return kind === undefined ? [] : tripFor(strategy, kind, { accountId, at });
  });
}
