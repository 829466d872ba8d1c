/** One arbitrary for each fact there is; a fact without one does not compile. */
import type { Fact } from '@sluice/domain';
import fc from 'fast-check';
import { alertKinds, alertSeverities } from '../streams/alert.codec.js';
import { attemptOutcomes, exitKinds, finishReasons } from '../streams/exit.codec.js';
import { oracleStatuses } from '../streams/market.codec.js';
import { orderCloseReasons } from '../streams/order.codec.js';
import { failureReasons, redeemings } from '../streams/redemption.codec.js';
import { ignoredReasons } from '../streams/signal.codec.js';
import { transactionRoutes } from '../streams/transaction.codec.js';
import { driftKinds, unreconciledReasons, venueConditions } from '../streams/venue.codec.js';
import { arbitraryAccountData } from './arbitrary-account-facts.js';
import * as word from './arbitrary-words.js';

export type DataOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>['data'];
type ArbitraryData = { readonly [Type in Fact['type']]: fc.Arbitrary<DataOf<Type>> };

const order = {
  orderId: word.text,
  signalId: word.text,
  strategyId: word.text,
  accountId: word.text,
  conditionId: word.text,
  tokenId: word.text,
  side: word.side,
};
const fill = {
  tradeId: word.text,
  shares: word.shares,
  price: word.price,
  amountUsd: word.usd,
  feeUsd: word.usd,
};
const kill = { killId: word.text, accountId: word.text, strategyId: word.text };
const redemption = {
  redemptionId: word.text,
  accountId: word.text,
  wallet: word.text,
  conditionId: word.text,
};
const exit = {
  exitId: word.text,
  accountId: word.text,
  strategyId: word.text,
  conditionId: word.text,
  tokenId: word.text,
};
const exitKind = fc.constantFrom(...exitKinds.words);
const round = word.count;
const holdings = fc.array(
  fc.record({ tokenId: word.text, shares: word.shares, payoutUsd: word.usd }),
  { maxLength: 3 },
);
const burned = fc.array(fc.record({ tokenId: word.text, shares: word.shares }), { maxLength: 3 });
const at = word.instant;
const observed = word.perhapsWith(
  { since: at, expectedSettlementAt: at },
  { conditionId: word.text, status: fc.constantFrom(...oracleStatuses.words), at },
);
const redemptionKeys = ['redemptionId', 'accountId', 'wallet', 'conditionId'] as const;
const action = { actionId: word.text, accountId: word.text, wallet: word.text };
const work = fc.oneof(
  fc.record({
    kind: fc.constant('merge' as const),
    conditionId: word.text,
    tokenIds: fc.array(word.text, { maxLength: 3 }),
    shares: word.shares,
  }),
  fc.record({
    kind: fc.constant('approve' as const),
    approvals: fc.array(fc.record({ token: word.text, operator: word.text }), { maxLength: 3 }),
  }),
);
const proof = fc.record({
  transactionHash: word.text,
  blockNumber: word.integer,
  succeeded: word.flag,
  burned,
  payoutUsd: word.usd,
});
const inAttempt = { attempt: word.count, transactionHash: word.text, at };
const mined = { ...inAttempt, blockNumber: word.integer };
const undone = { ...inAttempt, detail: word.text };
const delayed = { attempt: word.count, detail: word.text, at };
const failed = {
  attempt: word.count,
  reason: fc.constantFrom(...failureReasons.words),
  detail: word.text,
  final: word.flag,
  at,
};
const signature = { ...inAttempt, nonce: word.safeCount, rawTransaction: word.text };
const signatureKeys = ['attempt', 'transactionHash', 'at', 'nonce', 'rawTransaction'] as const;
/** Absent in facts of before wallets had nonces and relayers. */
const routed = {
  route: fc.constantFrom(...transactionRoutes.words),
  walletNonce: word.safeCount,
  signedBlock: word.integer,
};
const attemptKeys = ['attempt', 'transactionHash', 'at'] as const;
const actionKeys = ['actionId', 'accountId', 'wallet'] as const;
const ofAccount = { accountId: word.text, at };
const loss = { ...ofAccount, since: at, why: word.text };

const ARBITRARY_DATA: ArbitraryData = {
  ...arbitraryAccountData,
  SignalReceived: word.arbitrarySignal,
  SignalIgnored: fc.record({
    signalId: word.text,
    source: word.text,
    externalId: word.text,
    reason: fc.constantFrom(...ignoredReasons.words),
    detail: word.text,
    at,
  }),
  OrderRequested: fc.record({
    ...order,
    orderType: word.orderType,
    limitPrice: word.price,
    shares: word.shares,
    makerAmount: word.integer,
    takerAmount: word.integer,
    orderHash: word.text,
    signedBody: word.text,
    at,
  }),
  OrderAccepted: fc.record({ ...order, venueStatus: word.text, at }),
  OrderRejected: fc.record({ ...order, reason: word.text, at }),
  OrderUnconfirmed: fc.record({ ...order, detail: word.text, at }),
  OrderFilled: fc.record({ ...order, ...fill, at }),
  FillConfirmed: word.perhapsWith(
    { settled: fc.record({ amountUsd: word.usd, feeUsd: word.usd }) },
    { ...order, ...fill, transactionHash: word.text, at },
  ),
  FillFailed: fc.record({ ...order, ...fill, reason: word.text, at }),
  OrderClosed: fc.record({
    ...order,
    reason: fc.constantFrom(...orderCloseReasons.words),
    filledShares: word.shares,
    at,
  }),
  OrderCancelRequested: fc.record({ ...order, by: word.text, why: word.text, at }),
  KillSwept: fc.record({
    ...kill,
    sweep: word.count,
    cancelled: word.count,
    stillOpen: word.count,
    inDoubt: word.count,
    at,
  }),
  KillVerified: fc.record({
    ...kill,
    tookMs: word.safeCount,
    sweeps: word.count,
    cancelled: word.count,
    inDoubt: word.count,
    at,
  }),
  KillUnverified: fc.record({ ...kill, detail: word.text, at }),
  MarketListed: word.perhapsWith(
    { negRiskEvent: word.text },
    {
      conditionId: word.text,
      question: word.text,
      outcomes: fc.array(fc.record({ tokenId: word.text, name: word.text }), { maxLength: 3 }),
      tickSize: word.price,
      orderSizeMin: word.shares,
      fee: word.feeSchedule,
      negRisk: word.flag,
      at,
    },
  ),
  MarketClosed: fc.record({ conditionId: word.text, at }),
  MarketReopened: fc.record({ conditionId: word.text, at }),
  MarketProgressed: observed,
  MarketDisputed: observed,
  MarketDisputeEnded: observed,
  MarketResolved: fc.record({
    conditionId: word.text,
    payoutNumerators: fc.array(word.integer, { maxLength: 3 }),
    payoutDenominator: word.integer,
    blockNumber: word.integer,
    transactionHash: word.text,
    at,
  }),
  RedemptionRequested: fc.record(
    {
      ...redemption,
      holdings,
      expectedPayoutUsd: word.usd,
      at,
      blockNumber: word.integer,
      by: word.text,
      why: word.text,
    },
    { requiredKeys: [...redemptionKeys, 'holdings', 'expectedPayoutUsd', 'at'] },
  ),
  RedemptionSigned: fc.record(
    { ...redemption, ...signature, ...routed },
    { requiredKeys: [...redemptionKeys, ...signatureKeys] },
  ),
  RedemptionReplaced: fc.record(
    { ...redemption, ...signature, ...routed, why: word.text },
    { requiredKeys: [...redemptionKeys, ...signatureKeys, 'why'] },
  ),
  RedemptionSubmitted: fc.record(
    { ...redemption, ...inAttempt, relayerId: word.text },
    { requiredKeys: [...redemptionKeys, ...attemptKeys] },
  ),
  RedemptionMined: fc.record({ ...redemption, ...mined }),
  RedemptionUndone: fc.record({ ...redemption, ...undone }),
  RedemptionDelayed: fc.record({ ...redemption, ...delayed }),
  RedemptionConfirmed: fc.record({ ...redemption, proof, holdings, at }),
  RedemptionFailed: fc.record({ ...redemption, ...failed }),
  RedemptionFoundElsewhere: fc.record(
    {
      ...redemption,
      holdings,
      proof,
      by: fc.constantFrom(...redeemings.words),
      sender: word.text,
      idle: proof,
      at,
    },
    { requiredKeys: [...redemptionKeys, 'holdings', 'proof', 'by', 'sender', 'at'] },
  ),
  WalletActionRequested: fc.record({ ...action, work, by: word.text, why: word.text, at }),
  WalletActionSigned: fc.record(
    { ...action, ...signature, ...routed },
    { requiredKeys: [...actionKeys, ...signatureKeys] },
  ),
  WalletActionReplaced: fc.record(
    { ...action, ...signature, ...routed, why: word.text },
    { requiredKeys: [...actionKeys, ...signatureKeys, 'why'] },
  ),
  WalletActionSubmitted: fc.record(
    { ...action, ...inAttempt, relayerId: word.text },
    { requiredKeys: [...actionKeys, ...attemptKeys] },
  ),
  WalletActionMined: fc.record({ ...action, ...mined }),
  WalletActionUndone: fc.record({ ...action, ...undone }),
  WalletActionDelayed: fc.record({ ...action, ...delayed }),
  WalletActionConfirmed: fc.record({ ...action, work, proof, at }),
  WalletActionFailed: fc.record({ ...action, ...failed }),
  LossConfirmed: fc.record({ ...redemption, holdings, blockNumber: word.integer, at }),
  AlertRaised: fc.record({
    alertId: word.text,
    kind: fc.constantFrom(...alertKinds.words),
    severity: fc.constantFrom(...alertSeverities.words),
    title: word.text,
    message: word.text,
    accountId: word.text,
    strategyId: word.text,
    at,
  }),
  AlertDelivered: fc.record({
    alertId: word.text,
    channel: word.text,
    receipt: word.text,
    attempt: word.count,
    at,
  }),
  AlertUndelivered: fc.record({
    alertId: word.text,
    channel: word.text,
    detail: word.text,
    attempts: word.count,
    at,
  }),
  TrailingHighRaised: fc.record({ ...exit, enteredAt: at, high: word.price, at }),
  ExitTriggered: word.perhapsWith(
    { entryPrice: word.integer, threshold: word.integer, by: word.text, why: word.text },
    {
      ...exit,
      round,
      kind: exitKind,
      enteredAt: at,
      confirmedBy: fc.array(fc.record({ bid: word.price, at }), { maxLength: 2 }),
      settledShares: word.shares,
      rulesVersion: word.count,
      forKill: word.flag,
      at,
    },
  ),
  ExitAttempted: fc.record({
    ...exit,
    round,
    kind: exitKind,
    attempt: word.count,
    signalId: word.text,
    bid: word.price,
    limitPrice: word.price,
    shares: word.shares,
    at,
  }),
  ExitAttemptEnded: fc.record({
    ...exit,
    round,
    kind: exitKind,
    attempt: word.count,
    signalId: word.text,
    outcome: fc.constantFrom(...attemptOutcomes.words),
    filledShares: word.shares,
    refusals: word.count,
    detail: word.text,
    at,
  }),
  PositionUnprotected: fc.record({
    ...exit,
    round,
    kind: exitKind,
    since: at,
    attempts: word.count,
    leftShares: word.shares,
    why: word.text,
    at,
  }),
  ExitFinished: fc.record({
    ...exit,
    round,
    kind: exitKind,
    attempts: word.count,
    reason: fc.constantFrom(...finishReasons.words),
    leftShares: word.shares,
    at,
  }),
  AlertAcknowledged: fc.record({ alertId: word.text, by: word.text, at }),
  AlertResolved: fc.record({ alertId: word.text, why: word.text, at }),
  VenueConditionChanged: fc.record({
    ...ofAccount,
    before: fc.constantFrom(...venueConditions.words),
    condition: fc.constantFrom(...venueConditions.words),
    detail: word.text,
  }),
  HeartbeatLost: fc.record(loss),
  HeartbeatRestored: fc.record({ ...ofAccount, since: at }),
  UserStreamLost: fc.record(loss),
  UserStreamRestored: fc.record({ ...ofAccount, since: at }),
  VenueUnreconciled: fc.record({
    ...ofAccount,
    reason: fc.constantFrom(...unreconciledReasons.words),
    why: word.text,
  }),
  VenueReconciled: fc.record({
    ...ofAccount,
    through: at,
    orders: word.count,
    trades: word.count,
    positions: word.count,
  }),
  DriftFound: word.perhapsWith(
    {
      conditionId: word.text,
      tokenId: word.text,
      side: word.side,
      price: word.price,
      tradeId: word.text,
      orderHash: word.text,
    },
    {
      ...ofAccount,
      kind: fc.constantFrom(...driftKinds.words),
      subject: word.text,
      ours: word.integer,
      venues: word.integer,
      since: at,
      detail: word.text,
    },
  ),
  DriftResolved: fc.record({
    ...ofAccount,
    kind: fc.constantFrom(...driftKinds.words),
    subject: word.text,
    since: at,
    how: word.text,
  }),
};

/** By fact. */
export const ARBITRARY_FACTS = new Map(
  Object.entries(ARBITRARY_DATA).map(([type, data]) => [
    type,
    (data as fc.Arbitrary<Fact['data']>).map((value) => ({ type, data: value }) as Fact),
  ]),
);

export const arbitraryFact: fc.Arbitrary<Fact> = fc.oneof(...ARBITRARY_FACTS.values());
