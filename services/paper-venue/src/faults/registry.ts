/** Every fault the venue knows, by name: the closed list that tests go through. */
import type { Fault } from './fault.js';
import { cancelNotFound } from './cancels/cancel-not-found.js';
import { cancelRacedByFill } from './cancels/cancel-raced-by-fill.js';
import { gtdExpiredEarly } from './cancels/gtd-expired-early.js';
import { orderRemoved } from './cancels/order-removed.js';
import { cancelReasonTold } from './frames/cancel-reason-told.js';
import { fokEndLost } from './frames/fok-end-lost.js';
import { marketFrameLate } from './frames/market-frame-late.js';
import { marketFrameLost } from './frames/market-frame-lost.js';
import { marketFrameNotUtf8 } from './frames/market-frame-not-utf8.js';
import { marketFrameTwice } from './frames/market-frame-twice.js';
import { marketResolvedLost } from './frames/market-resolved-lost.js';
import { marketSocketCut } from './frames/market-socket-cut.js';
import { marketSocketFrozen } from './frames/market-socket-frozen.js';
import { orderUpdateLate } from './frames/order-update-late.js';
import { placementLate } from './frames/placement-late.js';
import { placementLost } from './frames/placement-lost.js';
import { tickSizeChanged } from './frames/tick-size-changed.js';
import { tradeEndLost } from './frames/trade-end-lost.js';
import { tradePrintLost } from './frames/trade-print-lost.js';
import { userFrameLate } from './frames/user-frame-late.js';
import { userFrameLost } from './frames/user-frame-lost.js';
import { userFrameNotUtf8 } from './frames/user-frame-not-utf8.js';
import { userFrameTwice } from './frames/user-frame-twice.js';
import { userSocketCut } from './frames/user-socket-cut.js';
import { userSocketFrozen } from './frames/user-socket-frozen.js';
import { balanceStale } from './holdings/balance-stale.js';
import { matchSplit } from './matches/match-split.js';
import { oneTradeId } from './matches/one-trade-id.js';
import { overfilled } from './matches/overfilled.js';
import { underfilled } from './matches/underfilled.js';
import { authClockStrict } from './reads/auth-clock-strict.js';
import { clockSkewed } from './reads/clock-skewed.js';
import { orderNotVisible } from './reads/order-not-visible.js';
import { otherDialect } from './reads/other-dialect.js';
import { pageEmpty } from './reads/page-empty.js';
import { pageMissing } from './reads/page-missing.js';
import { pageTruncated } from './reads/page-truncated.js';
import { readLagging } from './reads/read-lagging.js';
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
import { badCredentialsSilent } from './subscriptions/bad-credentials-silent.js';
import { framesToldAgain } from './subscriptions/frames-told-again.js';
import { marketSocketDropped } from './subscriptions/market-socket-dropped.js';
import { marketSubscriptionIgnored } from './subscriptions/market-subscription-ignored.js';
import { snapshotMissing } from './subscriptions/snapshot-missing.js';
import { userSocketDropped } from './subscriptions/user-socket-dropped.js';

const FAULTS = {
  answer_delayed: answerDelayed,
  answer_replaced: answerReplaced,
  batch_leg_refused: batchLegRefused,
  batch_leg_unknown: batchLegUnknown,
  cloudflare_block: cloudflareBlock,
  duplicated_after_accept: duplicatedAfterAccept,
  engine_restarting: engineRestarting,
  error_after_accept: errorAfterAccept,
  order_delayed: orderDelayed,
  order_lands_late: orderLandsLate,
  order_unmatched: orderUnmatched,
  request_delayed: requestDelayed,
  reset_after_accept: resetAfterAccept,
  reset_before_accept: resetBeforeAccept,
  too_many_requests: tooManyRequests,
  auth_clock_strict: authClockStrict,
  clock_skewed: clockSkewed,
  order_not_visible: orderNotVisible,
  other_dialect: otherDialect,
  page_empty: pageEmpty,
  page_missing: pageMissing,
  page_truncated: pageTruncated,
  read_lagging: readLagging,
  cancel_not_found: cancelNotFound,
  cancel_raced_by_fill: cancelRacedByFill,
  gtd_expired_early: gtdExpiredEarly,
  order_removed: orderRemoved,
  fills_share_hash: fillsShareHash,
  settlement_delayed: settlementDelayed,
  settlement_failed: settlementFailed,
  settlement_retried: settlementRetried,
  settlement_stuck: settlementStuck,
  match_split: matchSplit,
  one_trade_id: oneTradeId,
  overfilled,
  underfilled,
  balance_stale: balanceStale,
  cancel_reason_told: cancelReasonTold,
  fok_end_lost: fokEndLost,
  market_frame_late: marketFrameLate,
  market_frame_lost: marketFrameLost,
  market_frame_not_utf8: marketFrameNotUtf8,
  market_frame_twice: marketFrameTwice,
  market_resolved_lost: marketResolvedLost,
  market_socket_cut: marketSocketCut,
  market_socket_frozen: marketSocketFrozen,
  order_update_late: orderUpdateLate,
  placement_late: placementLate,
  placement_lost: placementLost,
  tick_size_changed: tickSizeChanged,
  trade_end_lost: tradeEndLost,
  trade_print_lost: tradePrintLost,
  user_frame_late: userFrameLate,
  user_frame_lost: userFrameLost,
  user_frame_not_utf8: userFrameNotUtf8,
  user_frame_twice: userFrameTwice,
  user_socket_cut: userSocketCut,
  user_socket_frozen: userSocketFrozen,
  bad_credentials_silent: badCredentialsSilent,
  frames_told_again: framesToldAgain,
  market_socket_dropped: marketSocketDropped,
  market_subscription_ignored: marketSubscriptionIgnored,
  snapshot_missing: snapshotMissing,
  user_socket_dropped: userSocketDropped,
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
