/** Every fault the venue knows, by name: the closed list that tests go through. */
import type { Fault } from './fault.js';
import { balanceStale } from './holdings/balance-stale.js';
import { matchSplit } from './matches/match-split.js';
import { oneTradeId } from './matches/one-trade-id.js';
import { overfilled } from './matches/overfilled.js';
import { underfilled } from './matches/underfilled.js';
import { answerDelayed } from './requests/answer-delayed.js';
import { answerReplaced } from './requests/answer-replaced.js';
import { batchLegRefused } from './requests/batch-leg-refused.js';
import { batchLegUnknown } from './requests/batch-leg-unknown.js';
import { cloudflareBlock } from './requests/cloudflare-block.js';
import { duplicatedAfterAccept } from './requests/duplicated-after-accept.js';
import { engineRestarting } from './requests/engine-restarting.js';
import { errorAfterAccept } from './requests/error-after-accept.js';
import { orderDelayed } from './requests/order-delayed.js';
import { orderLandsLate } from './requests/order-lands-late.js';
import { orderUnmatched } from './requests/order-unmatched.js';
import { refusalRows } from './requests/refusal-rows.js';
import { requestDelayed } from './requests/request-delayed.js';
import { resetAfterAccept } from './requests/reset-after-accept.js';
import { resetBeforeAccept } from './requests/reset-before-accept.js';
import { tooManyRequests } from './requests/too-many-requests.js';
import { fillsShareHash } from './settlements/fills-share-hash.js';
import { settlementDelayed } from './settlements/settlement-delayed.js';
import { settlementFailed } from './settlements/settlement-failed.js';
import { settlementRetried } from './settlements/settlement-retried.js';
import { settlementStuck } from './settlements/settlement-stuck.js';

const FAULTS = {
  answer_replaced: answerReplaced,
  reset_before_accept: resetBeforeAccept,
  reset_after_accept: resetAfterAccept,
  error_after_accept: errorAfterAccept,
  duplicated_after_accept: duplicatedAfterAccept,
  request_delayed: requestDelayed,
  answer_delayed: answerDelayed,
  order_lands_late: orderLandsLate,
  order_delayed: orderDelayed,
  order_unmatched: orderUnmatched,
  batch_leg_refused: batchLegRefused,
  batch_leg_unknown: batchLegUnknown,
  engine_restarting: engineRestarting,
  cloudflare_block: cloudflareBlock,
  too_many_requests: tooManyRequests,
  settlement_failed: settlementFailed,
  settlement_retried: settlementRetried,
  settlement_stuck: settlementStuck,
  settlement_delayed: settlementDelayed,
  fills_share_hash: fillsShareHash,
  match_split: matchSplit,
  one_trade_id: oneTradeId,
  overfilled,
  underfilled,
  balance_stale: balanceStale,
  ...refusalRows,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultKind = keyof typeof FAULTS;

export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];

export const faultOf = (kind: FaultKind): Fault => FAULTS[kind];

export type FaultDescription = {
  readonly fault: FaultKind;
  readonly at: Fault['at'];
  readonly about: string;
  /** Requests it strikes unless told otherwise. */
  readonly endpoints: readonly string[];
  /** What is in force when nothing is said. */
  readonly parameters: object;
};

export const describeFault = (kind: FaultKind): FaultDescription => {
  const { at, about, subjects, parameters } = faultOf(kind);
  return { fault: kind, at, about, endpoints: subjects ?? [], parameters: parameters.parse({}) };
};
