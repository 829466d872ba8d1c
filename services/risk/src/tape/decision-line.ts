/** The answer to a signal, with every number in words. */
import { account, money, type SignalId } from '@sluice/domain';

export type Output = Readonly<Record<string, unknown>>;

export const approvalLine = (approval: account.Approval): Output => ({
  signalId: approval.signalId,
  decision: 'approved',
  code: null,
  sizeUsd: money.decimal(approval.sizeUsd),
  sentence: account.approvalSentence(approval),
  checks: approval.decision.checks.map(checkInWords),
});

export const refusalLine = ({
  signal,
  code,
  sentence,
  decision,
}: account.SignalRefused['data']): Output => ({
  signalId: signal.signalId,
  decision: 'refused',
  code,
  sizeUsd: money.decimal(signal.sizeUsd),
  sentence,
  checks: decision.checks.map(checkInWords),
});

/** The account decides a signal once and tells nothing of it the second time. */
export const duplicateLine = (signalId: SignalId, sizeUsd: money.MicroUsd): Output => ({
  signalId,
  decision: 'refused',
  code: 'duplicate_signal',
  sizeUsd: money.decimal(sizeUsd),
  sentence: `Refused: signal ${signalId} was decided already.`,
  checks: [{ code: 'duplicate_signal', value: '0', limit: null, passed: false, near: false }],
});

const checkInWords = (check: account.Check): Output => ({
  code: check.code,
  value: inWords(check, check.value),
  limit: check.limit === undefined ? null : inWords(check, check.limit),
  passed: check.passed,
  near: check.near,
});

function inWords({ code, unit }: account.Check, value: bigint): string {
  switch (unit) {
    case 'usd':
      return money.decimal(value);
    case 'ratio':
      return value >= account.INFINITE ? 'infinite' : money.decimal(value);
    case 'count':
    case 'ms':
      return String(value);
    case 'none':
      // Of the checks without a unit, this one counts shares.
      return code === 'below_minimum' ? money.decimal(value) : String(value);
  }
}
