/** What the venue says of how its markets are being resolved: reasons to look, never a payout. */
import type { market, ConditionId, Instant } from '@sluice/domain';

export type ResolutionHint = {
  readonly conditionId: ConditionId;
  /** Resolved: the venue believes that the payout stands, so the chain is worth asking. */
  readonly status: market.OracleStatus | 'resolved';
  readonly since?: Instant;
  readonly expectedSettlementAt?: Instant;
};

export type ReadHints = {
  readonly hints: readonly ResolutionHint[];
  /** Answers that could not be believed, each with its reason. */
  readonly refused: readonly { readonly conditionId: string; readonly reason: string }[];
};

export type ResolutionHints = {
  /** Of at most 20 conditions; the venue leaves out those it knows nothing of. */
  hints(conditionIds: readonly ConditionId[]): Promise<ReadHints>;
};
