/** A decision in one plain sentence, with its numbers. */
import type { Approval } from './facts.js';
import type { Check } from './vocabulary.js';
import { dollars, percent } from './words.js';

export const refusalSentence = ({ detail }: Check): string => `Refused: ${detail}.`;

/** What was approved, and why its size is not the one that was asked for. */
export function approvalSentence(approval: Approval): string {
  const { side, sizeUsd, limitPrice, decision } = approval;
  const verb = side === 'BUY' ? 'buy' : 'sell';
  const size = `${verb} for ${dollars(sizeUsd)} at ${dollars(limitPrice)} or better`;
  const near = decision.checks.filter((check) => check.near).map(({ code }) => code);
  const warnings = near.length === 0 ? '' : ` Near its limit: ${near.join(', ')}.`;
  return `Approved: ${size}${sizingWords(approval)}.${warnings}`;
}

function sizingWords({ decision: { sizing } }: Approval): string {
  if (sizing === undefined) return '';
  const { askedUsd, sizedUsd, by, volatility, clipped } = sizing;
  const steps: string[] = [];
  if (by !== 'signal') steps.push(`sized by ${by}`);
  if (volatility !== undefined && volatility.rho === undefined) {
    const points = `only ${volatility.points} hourly points`;
    steps.push(`${points} of volatility, taken times ${percent(volatility.multiplier)}`);
  } else if (volatility !== undefined) {
    steps.push(`volatility takes it times ${percent(volatility.multiplier)}`);
  }
  if (clipped) steps.push(`cut from ${dollars(sizedUsd)} to the largest position allowed`);
  return steps.length === 0 ? '' : ` (asked for ${dollars(askedUsd)}; ${steps.join('; ')})`;
}
