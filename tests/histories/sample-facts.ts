/**
 * One of every fact, as first stored, and a second of those that have got more fields since: what the stored samples mean, in words of the domain. A sample
 * is history, so what stands here changes only by addition. No two fields of a fact hold the same
 * value where it can be helped: a codec that mixes two of them up must be seen.
 */
import { money, type account, type Fact } from '@sluice/domain';

const conditionId = `0x${'c0'.repeat(32)}`;
const tokenId = '71321045679252212594626385532706912750332728571942532289631379312455583992563';
const otherTokenId =
  '52114319501245915516055106046884209969926127482827954674443846427813813222426';
const wallet = '0x00000000000000000000000000000000000a11ce';

const signal = {
  signalId: 'desk-3f9a',
  source: 'desk',
  externalId: 'ticket 42 – "fast"',
  strategyId: 'momentum',
  accountId: 'main',
  conditionId,
  tokenId,
  side: 'BUY',
  sizeUsd: money.usd('25'),
  limitPrice: money.price('0.42'),
  orderType: 'FAK',
  reduceOnly: false,
  observedAt: '2026-01-31T12:00:00.000Z',
  receivedAt: '2026-01-31T12:00:00.120Z',
} as const;

const fee = { rate: money.ratio('0.07'), exponent: 1 } as const;

const tradedMarket: account.MarketView = {
  status: 'open',
  tokenIds: [tokenId, otherTokenId],
  tickSize: money.price('0.01'),
  orderSizeMin: money.shares('5'),
  fee,
};
const negRiskEvent = `0x${'e0'.repeat(32)}`;

const decision: account.Decision = {
  checks: [
    {
      code: 'exposure_exceeded',
      unit: 'usd',
      value: money.usd('425.5'),
      limit: money.usd('500'),
      passed: true,
      near: true,
      detail: '',
    },
    {
      code: 'spread_exceeded',
      unit: 'ratio',
      value: money.ratio('0.024'),
      limit: undefined,
      passed: true,
      near: false,
      detail: 'off',
    },
  ],
  rulesVersion: 3,
  quote: {
    tokenId,
    bids: [
      { price: money.price('0.41'), shares: money.shares('120.5') },
      { price: money.price('0.4'), shares: money.shares('80') },
    ],
    asks: [{ price: money.price('0.42'), shares: money.shares('64') }],
    at: '2026-01-31T11:59:59.900Z',
  },
  market: tradedMarket,
};

const order = {
  orderId: 'desk-3f9a-1',
  signalId: 'desk-3f9a',
  strategyId: 'momentum',
  accountId: 'main',
  conditionId,
  tokenId,
  side: 'BUY',
} as const;

const fill = {
  tradeId: 'trade-8d',
  shares: money.shares('59.52'),
  price: money.price('0.419'),
  amountUsd: money.usd('24.93888'),
  feeUsd: money.usd('0.4172'),
};

const { side: _, ...accountOrder } = order;
const accountFill = { ...accountOrder, tradeId: 'trade-8d', shares: money.shares('59.52') };
const accountTrade = {
  accountId: 'main',
  strategyId: 'momentum',
  signalId: 'desk-3f9a',
  orderId: 'desk-3f9a-1',
  tradeId: 'trade-8d',
};
const signed = {
  accountId: 'main',
  by: 'anna',
  why: 'the feed is late',
  at: '2026-02-01T10:00:00.000Z',
};
const kill = { killId: 'c3b1f0de', accountId: 'main', strategyId: 'momentum' };
const redemption = { redemptionId: `main-${conditionId}`, accountId: 'main', wallet, conditionId };
const holdings = [
  { tokenId, shares: money.shares('59.52'), payoutUsd: money.usd('59.52') },
  { tokenId: otherTokenId, shares: money.shares('3'), payoutUsd: money.noUsd },
];
const transactionHash = `0x${'7e'.repeat(32)}`;
const proof = {
  transactionHash,
  blockNumber: 83_000_077n,
  succeeded: true,
  burned: holdings.map(({ tokenId: burned, shares }) => ({ tokenId: burned, shares })),
  payoutUsd: money.usd('59.52'),
};
const signedTransaction = {
  attempt: 1,
  nonce: 17,
  rawTransaction: '0x02f8ab',
  transactionHash,
  route: 'direct',
  walletNonce: 4,
} as const;
const action = { actionId: 'd41c-merge', accountId: 'main', wallet };
const merging = {
  kind: 'merge',
  conditionId,
  tokenIds: [tokenId, otherTokenId],
  shares: money.shares('3'),
} as const;

const exitKey = {
  exitId: `momentum-${tokenId}`,
  accountId: 'main',
  strategyId: 'momentum',
  conditionId,
  tokenId,
};
const exitAttempt = { round: 2, attempt: 3, signalId: `exit-momentum-${tokenId}-2-3` } as const;

type Samples = {
  readonly [Type in Fact['type']]: Extract<Fact, { readonly type: Type }>['data'];
};

const SAMPLES: Samples = {
  SignalReceived: signal,
  SignalIgnored: {
    signalId: 'desk-77',
    source: 'desk',
    externalId: 'ticket 77',
    reason: 'unknown_market',
    detail: 'no market has this condition',
    at: '2026-01-31T12:00:01.000Z',
  },
  StrategyRegistered: {
    accountId: 'main',
    strategyId: 'momentum',
    capitalUsd: money.usd('10000'),
    by: 'anna',
    at: '2026-01-30T09:00:00.000Z',
  },
  RiskRulesSet: {
    accountId: 'main',
    strategyId: 'momentum',
    rules: {
      maxSignalAgeMs: 15_000,
      dailyBudgetUsd: money.usd('1000'),
      dailyBudgetPct: money.ratio('0.1'),
      maxPositionSizeUsd: money.usd('250'),
      maxPositionSizePct: money.ratio('0.025'),
      maxTotalExposureUsd: money.usd('500'),
      maxTotalExposurePct: money.ratio('0.05'),
      maxPositionsPerMarket: 1,
      maxConcurrentPositions: 12,
      maxSpreadPct: money.ratio('0.03'),
      timeZone: 'Europe/Berlin',
    },
    version: 3,
    by: 'anna',
    why: 'first week',
    at: '2026-01-30T09:05:00.000Z',
  },
  SignalApproved: {
    signalId: 'desk-3f9a',
    accountId: 'main',
    strategyId: 'momentum',
    conditionId,
    tokenId,
    side: 'BUY',
    orderType: 'FAK',
    limitPrice: money.price('0.42'),
    sizeUsd: money.usd('25'),
    shares: money.shares('59.52'),
    reservedUsd: money.usd('26.01344'),
    fee,
    dayKey: '2026-01-31',
    reduceOnly: false,
    decision,
    observedAt: '2026-01-31T12:00:00.000Z',
    at: '2026-01-31T12:00:00.200Z',
  },
  SignalRefused: {
    signal,
    code: 'unknown_strategy',
    sentence: 'Refused: nobody registered the strategy "momentum".',
    decision: {
      checks: [
        {
          code: 'unknown_strategy',
          unit: 'none',
          value: 0n,
          limit: undefined,
          passed: false,
          near: false,
          detail: 'momentum',
        },
      ],
      rulesVersion: 0,
      quote: undefined,
      market: undefined,
    },
    at: '2026-01-31T12:00:00.210Z',
  },
  ReservationReleased: {
    accountId: 'main',
    strategyId: 'momentum',
    signalId: 'desk-3f9a',
    releasedUsd: money.usd('0.65736'),
    releasedShares: money.shares('0.000001'),
    at: '2026-01-31T12:00:03.000Z',
  },
  ExposureOpened: {
    ...accountFill,
    costUsd: money.usd('25.35608'),
    releasedUsd: money.usd('26.01344'),
    at: '2026-01-31T12:00:02.000Z',
  },
  ExposureSettled: { ...accountFill, at: '2026-01-31T12:00:09.000Z' },
  ExposureClosed: {
    ...accountFill,
    orderId: '',
    tradeId: '',
    reason: 'lost',
    costUsd: money.usd('25.35608'),
    proceedsUsd: money.noUsd,
    realizedUsd: money.usd('-25.35608'),
    at: '2026-03-01T08:00:00.000Z',
  },
  FillReversed: {
    ...accountFill,
    side: 'SELL',
    costUsd: money.usd('25.35608'),
    realizedUsd: money.usd('-1.5'),
    at: '2026-01-31T12:05:00.000Z',
  },
  RulesTookEffect: {
    accountId: 'main',
    strategyId: 'momentum',
    version: 4,
    at: '2026-02-02T00:00:00.030Z',
  },
  SlippageBreached: {
    ...accountTrade,
    slippage: money.ratio('0.0125'),
    limit: money.ratio('0.01'),
    at: '2026-01-31T12:00:02.010Z',
  },
  EquityMarked: {
    accountId: 'main',
    strategyId: 'momentum',
    marks: [
      { tokenId, price: 415_000n },
      { tokenId: otherTokenId, price: 0n },
    ],
    equityUsd: money.usd('-12.5'),
    peakUsd: money.usd('10250'),
    troughUsd: money.usd('-13'),
    at: '2026-01-31T12:01:00.000Z',
  },
  PeakReset: {
    ...signed,
    strategyId: 'momentum',
    fromUsd: money.usd('10250'),
    peakUsd: money.usd('9400'),
  },
  CollateralObserved: {
    accountId: 'main',
    freeUsd: money.usd('8123.45'),
    at: '2026-01-31T12:02:00.000Z',
  },
  StrategyPaused: {
    ...signed,
    strategyId: 'momentum',
    kind: 'drawdown',
    formula: '(peak - equity) / peak > max_drawdown_pct',
    inputs: [
      { name: 'equity', value: '9400' },
      { name: 'peak', value: '10250' },
    ],
  },
  StrategyResumed: {
    ...signed,
    strategyId: 'momentum',
    kind: 'streak',
    streakReset: true,
    formula: '',
    inputs: [{ name: 'consecutive_losses', value: '5' }],
  },
  BreakerTripped: {
    ...signed,
    strategyId: 'momentum',
    kind: 'spread',
    until: '2026-02-01T10:05:00.000Z',
  },
  BreakerCleared: { ...signed, strategyId: undefined, kind: 'user_stream' },
  RulesUnevaluated: {
    accountId: 'main',
    strategyId: 'momentum',
    since: '2026-02-01T09:00:00.000Z',
    at: '2026-02-02T09:00:00.000Z',
  },
  StrategyKilled: { ...signed, strategyId: 'momentum', flatten: true },
  StrategyReleased: { ...signed, strategyId: 'momentum' },
  AccountKilled: {
    accountId: 'main',
    by: 'anna',
    why: 'the venue misbehaves',
    at: '2026-02-01T10:00:00.000Z',
  },
  AccountReleased: {
    accountId: 'main',
    by: 'ben',
    why: 'the venue is well again',
    at: '2026-02-01T11:00:00.000Z',
  },
  OrderRequested: {
    ...order,
    orderType: 'FAK',
    limitPrice: money.price('0.42'),
    shares: money.shares('59.52'),
    makerAmount: 24_998_400n,
    takerAmount: 59_520_000n,
    orderHash: `0x${'0d'.repeat(32)}`,
    signedBody: '{"order":{"salt":42,"signature":"0xfeed"},"orderType":"FAK"}',
    at: '2026-01-31T12:00:00.300Z',
  },
  OrderAccepted: { ...order, venueStatus: 'matched', at: '2026-01-31T12:00:00.700Z' },
  OrderRejected: {
    ...order,
    reason: 'not enough balance / allowance',
    at: '2026-01-31T12:00:00.710Z',
  },
  OrderUnconfirmed: { ...order, detail: 'no answer in 5000 ms', at: '2026-01-31T12:00:05.300Z' },
  OrderFilled: { ...order, ...fill, at: '2026-01-31T12:00:01.900Z' },
  FillConfirmed: { ...order, ...fill, transactionHash, at: '2026-01-31T12:00:08.000Z' },
  FillFailed: { ...order, ...fill, reason: 'FAILED', at: '2026-01-31T12:00:08.100Z' },
  OrderClosed: {
    ...order,
    reason: 'market_over',
    filledShares: money.shares('59.52'),
    at: '2026-01-31T12:00:02.500Z',
  },
  OrderCancelRequested: {
    ...order,
    by: 'ada',
    why: 'the event was called off',
    at: '2026-01-31T12:00:02.100Z',
  },
  KillSwept: {
    ...kill,
    sweep: 1,
    cancelled: 7,
    stillOpen: 1,
    inDoubt: 1,
    at: '2026-01-31T12:00:03.400Z',
  },
  KillVerified: {
    ...kill,
    tookMs: 15_230,
    sweeps: 2,
    cancelled: 8,
    inDoubt: 0,
    at: '2026-01-31T12:00:18.230Z',
  },
  KillUnverified: {
    ...kill,
    detail: '1 order is still open at the venue',
    at: '2026-01-31T12:01:03.000Z',
  },
  MarketListed: {
    conditionId,
    question: 'Will it rain in Lisbon on 1 March?',
    outcomes: [
      { tokenId, name: 'Yes' },
      { tokenId: otherTokenId, name: 'No' },
    ],
    tickSize: money.price('0.01'),
    orderSizeMin: money.shares('5'),
    fee,
    negRisk: true,
    at: '2026-01-29T00:00:00.000Z',
  },
  MarketClosed: { conditionId, at: '2026-03-01T00:00:00.000Z' },
  MarketReopened: { conditionId, at: '2026-03-01T00:30:00.000Z' },
  MarketProgressed: { conditionId, status: 'proposed', at: '2026-03-01T01:00:00.000Z' },
  MarketDisputed: { conditionId, status: 'challenged', at: '2026-03-01T02:10:00.000Z' },
  MarketDisputeEnded: { conditionId, status: 'reproposed', at: '2026-03-01T03:00:00.000Z' },
  MarketResolved: {
    conditionId,
    payoutNumerators: [1n, 0n],
    payoutDenominator: 1n,
    blockNumber: 83_000_001n,
    transactionHash,
    at: '2026-03-01T06:00:00.000Z',
  },
  RedemptionRequested: {
    ...redemption,
    holdings,
    expectedPayoutUsd: money.usd('59.52'),
    at: '2026-03-01T06:00:10.000Z',
  },
  RedemptionSigned: {
    ...redemption,
    attempt: 1,
    nonce: 17,
    rawTransaction: '0x02f8aa',
    transactionHash,
    at: '2026-03-01T06:00:11.000Z',
  },
  RedemptionSubmitted: {
    ...redemption,
    attempt: 1,
    transactionHash,
    at: '2026-03-01T06:00:12.000Z',
  },
  RedemptionConfirmed: {
    ...redemption,
    proof,
    holdings,
    at: '2026-03-01T06:01:00.000Z',
  },
  RedemptionFailed: {
    ...redemption,
    attempt: 8,
    reason: 'reverted',
    detail: transactionHash,
    final: true,
    at: '2026-03-01T07:00:00.000Z',
  },
  LossConfirmed: {
    ...redemption,
    holdings: [{ tokenId: otherTokenId, shares: money.shares('3'), payoutUsd: money.noUsd }],
    blockNumber: 83_000_080n,
    at: '2026-03-01T06:02:00.000Z',
  },
  RedemptionReplaced: {
    ...redemption,
    ...signedTransaction,
    why: 'not mined for 60 s',
    at: '2026-03-01T06:00:40.000Z',
  },
  RedemptionMined: {
    ...redemption,
    attempt: 1,
    transactionHash,
    blockNumber: 83_000_077n,
    at: '2026-03-01T06:00:45.000Z',
  },
  RedemptionUndone: {
    ...redemption,
    attempt: 1,
    transactionHash,
    detail: 'block 83000077 is no longer part of the chain',
    at: '2026-03-01T06:00:47.000Z',
  },
  RedemptionDelayed: {
    ...redemption,
    attempt: 1,
    detail: 'not final for 600 s',
    at: '2026-03-01T06:10:11.000Z',
  },
  RedemptionFoundElsewhere: {
    ...redemption,
    holdings,
    proof,
    by: 'auto_redeemer',
    sender: `0x${'a1'.repeat(20)}`,
    idle: { ...proof, burned: [], payoutUsd: money.noUsd },
    at: '2026-03-01T06:01:00.000Z',
  },
  WalletActionRequested: {
    ...action,
    work: merging,
    by: 'anna',
    why: 'free the money',
    at: '2026-03-01T06:20:00.000Z',
  },
  WalletActionSigned: { ...action, ...signedTransaction, at: '2026-03-01T06:20:01.000Z' },
  WalletActionReplaced: {
    ...action,
    ...signedTransaction,
    why: 'not mined for 60 s',
    at: '2026-03-01T06:21:01.000Z',
  },
  WalletActionSubmitted: {
    ...action,
    attempt: 1,
    transactionHash,
    relayerId: '0196-relayed',
    at: '2026-03-01T06:20:02.000Z',
  },
  WalletActionMined: {
    ...action,
    attempt: 1,
    transactionHash,
    blockNumber: 83_000_177n,
    at: '2026-03-01T06:21:03.000Z',
  },
  WalletActionUndone: {
    ...action,
    attempt: 1,
    transactionHash,
    detail: 'block 83000177 is no longer part of the chain',
    at: '2026-03-01T06:21:05.000Z',
  },
  WalletActionDelayed: {
    ...action,
    attempt: 1,
    detail: 'not final for 600 s',
    at: '2026-03-01T06:30:01.000Z',
  },
  WalletActionConfirmed: { ...action, work: merging, proof, at: '2026-03-01T06:31:00.000Z' },
  WalletActionFailed: {
    ...action,
    attempt: 1,
    reason: 'not_allowed',
    detail: 'the target is not in the allowed list',
    final: true,
    at: '2026-03-01T06:31:00.000Z',
  },
  AlertRaised: {
    alertId: 'alert-5c',
    kind: 'redemption_failed',
    severity: 'CRITICAL',
    title: 'A redemption failed',
    message: 'Eight attempts reverted; a person is needed.',
    accountId: 'main',
    strategyId: '',
    at: '2026-03-01T07:00:01.000Z',
  },
  AlertDelivered: {
    alertId: 'alert-5c',
    channel: 'telegram',
    receipt: 'message 99',
    attempt: 2,
    at: '2026-03-01T07:00:02.000Z',
  },
  AlertUndelivered: {
    alertId: 'alert-5c',
    channel: 'mail',
    detail: 'connection refused',
    attempts: 5,
    at: '2026-03-01T07:05:00.000Z',
  },
  AlertAcknowledged: { alertId: 'alert-5c', by: 'anna', at: '2026-03-01T07:06:00.000Z' },
  AlertResolved: { alertId: 'alert-5c', why: 'redeemed by hand', at: '2026-03-01T09:00:00.000Z' },
  TrailingHighRaised: {
    ...exitKey,
    enteredAt: '2026-02-03T10:00:00.000Z',
    high: money.price('0.61'),
    at: '2026-02-03T11:00:00.000Z',
  },
  ExitTriggered: {
    ...exitKey,
    round: 2,
    kind: 'flatten',
    enteredAt: '2026-02-03T10:00:00.000Z',
    entryPrice: 426_008n,
    threshold: 383_407n,
    confirmedBy: [
      { bid: money.price('0.38'), at: '2026-02-03T12:00:00.500Z' },
      { bid: money.price('0.37'), at: '2026-02-03T12:00:00.250Z' },
    ],
    settledShares: money.shares('59.52'),
    rulesVersion: 4,
    by: 'anna',
    why: 'out of this market',
    forKill: true,
    at: '2026-02-03T12:00:00.510Z',
  },
  ExitAttempted: {
    ...exitKey,
    ...exitAttempt,
    kind: 'stop_loss',
    bid: money.price('0.38'),
    limitPrice: money.price('0.36'),
    shares: money.shares('59.51'),
    at: '2026-02-03T12:00:03.000Z',
  },
  ExitAttemptEnded: {
    ...exitKey,
    ...exitAttempt,
    kind: 'trailing_stop',
    outcome: 'refused',
    filledShares: money.shares('1.5'),
    refusals: 2,
    detail: 'killed: the account was killed',
    at: '2026-02-03T12:00:03.400Z',
  },
  PositionUnprotected: {
    ...exitKey,
    round: 2,
    kind: 'take_profit',
    since: '2026-02-03T12:00:00.510Z',
    attempts: 6,
    leftShares: money.shares('58.02'),
    why: 'nobody bids',
    at: '2026-02-03T12:01:00.600Z',
  },
  ExitFinished: {
    ...exitKey,
    round: 2,
    kind: 'time_stop',
    attempts: 7,
    reason: 'dust',
    leftShares: money.shares('3.02'),
    at: '2026-02-03T12:02:00.000Z',
  },
  VenueConditionChanged: {
    accountId: 'main',
    before: 'open',
    condition: 'post_only',
    detail: 'post-only mode: only post-only orders and cancels are allowed',
    at: '2026-01-31T12:30:00.000Z',
  },
  HeartbeatLost: {
    accountId: 'main',
    since: '2026-01-31T12:30:01.000Z',
    why: 'the venue did not take it: 503',
    at: '2026-01-31T12:30:09.000Z',
  },
  HeartbeatRestored: {
    accountId: 'main',
    since: '2026-01-31T12:30:01.000Z',
    at: '2026-01-31T12:30:14.000Z',
  },
  UserStreamLost: {
    accountId: 'main',
    since: '2026-01-31T12:31:00.000Z',
    why: 'it is silent about what the venue shows when asked',
    at: '2026-01-31T12:31:20.000Z',
  },
  UserStreamRestored: {
    accountId: 'main',
    since: '2026-01-31T12:31:00.000Z',
    at: '2026-01-31T12:31:24.000Z',
  },
  VenueUnreconciled: {
    accountId: 'main',
    reason: 'started',
    why: 'the executor has started',
    at: '2026-01-31T12:32:00.000Z',
  },
  VenueReconciled: {
    accountId: 'main',
    through: '2026-01-31T12:32:01.000Z',
    orders: 3,
    trades: 7,
    positions: 2,
    at: '2026-01-31T12:32:02.000Z',
  },
  DriftFound: {
    accountId: 'main',
    kind: 'position_differs',
    subject: tokenId,
    ours: 40_000_000n,
    venues: 35_000_000n,
    since: '2026-01-31T12:33:00.000Z',
    detail: 'the wallet holds less than our fills left in it',
    at: '2026-01-31T12:33:20.000Z',
  },
  DriftResolved: {
    accountId: 'main',
    kind: 'position_differs',
    subject: tokenId,
    since: '2026-01-31T12:33:00.000Z',
    how: 'both are 40 shares',
    at: '2026-01-31T12:34:00.000Z',
  },
};

const resting = {
  orderType: 'GTD',
  expiresAt: '2026-01-31T18:00:00.000Z',
  postOnly: true,
} as const;

const forecast = {
  since: '2026-03-01T02:05:31.000Z',
  expectedSettlementAt: '2026-03-03T12:00:00.000Z',
} as const;

/** With every field that was added after the first sample was stored. */
const GROWN: Partial<Samples> = {
  RiskRulesSet: {
    ...SAMPLES.RiskRulesSet,
    rules: {
      ...SAMPLES.RiskRulesSet.rules,
      budgetWindow: 'rolling',
      weeklyBudgetUsd: money.usd('4000'),
      monthlyBudgetUsd: money.usd('12000'),
      fixedUsd: money.usd('20'),
      equityPct: money.ratio('0.011'),
      proportional: money.ratio('1.5'),
      onOversize: 'clip',
      maxDrawdownPct: money.ratio('0.07'),
      drawdownResumeThresholdPct: money.ratio('0.6'),
      maxConsecutiveLosses: 5,
      streakCooldownMs: 3_600_000,
      maxSlippagePct: money.ratio('0.012'),
      minLiquidityUsd: money.usd('150'),
      maxLatencyMs: 2_500,
      maxEventLossUsd: money.usd('300'),
      breakerTripCount: 3,
      breakerWindowMs: 60_000,
      breakerCooldownMs: 300_000,
      useVolatilityAdjustment: true,
      volatilityLookbackDays: 7,
      lowVolatilityMultiplier: money.ratio('1'),
      highVolatilityMultiplier: money.ratio('0.5'),
      enableStopLoss: true,
      stopLossPct: money.ratio('0.2'),
      enableTakeProfit: false,
      takeProfitPct: money.ratio('0.4'),
      trailingStopPct: money.ratio('0.15'),
      timeStopMs: 86_400_000,
      exitMaxSlippagePct: money.ratio('0.055'),
    },
    effectiveAt: '2026-02-02T00:00:00.000Z',
  },
  SignalApproved: {
    ...SAMPLES.SignalApproved,
    decision: {
      ...decision,
      checks: decision.checks.map((check) =>
        check.limit === undefined ? check : { ...check, margin: check.limit - check.value },
      ),
      market: { ...tradedMarket, negRiskEvent },
      sizing: {
        askedUsd: money.usd('60'),
        sizedUsd: money.usd('33'),
        by: 'equity_pct',
        volatility: {
          multiplier: money.ratio('0.75'),
          points: 168,
          rho: money.ratio('1.5'),
        },
        clipped: true,
      },
    },
  },
  ReservationReleased: { ...SAMPLES.ReservationReleased, rejected: true },
  AccountKilled: { ...SAMPLES.AccountKilled, flatten: true },
  MarketListed: { ...SAMPLES.MarketListed, negRiskEvent },
  MarketProgressed: { ...SAMPLES.MarketProgressed, ...forecast },
  MarketDisputed: { ...SAMPLES.MarketDisputed, ...forecast },
  MarketDisputeEnded: { ...SAMPLES.MarketDisputeEnded, ...forecast },
  SignalReceived: { ...SAMPLES.SignalReceived, ...resting },
  DriftFound: {
    ...SAMPLES.DriftFound,
    kind: 'fill_unknown',
    subject: `trade-77/0x${'f0'.repeat(32)}`,
    conditionId,
    tokenId,
    side: 'SELL',
    price: money.price('0.44'),
    tradeId: 'trade-77',
    orderHash: `0x${'f0'.repeat(32)}`,
  },
};

/** And those that grew once more. */
const GROWN_AGAIN: Partial<Samples> = {
  SignalApproved: { ...SAMPLES.SignalApproved, ...resting },
};

/** By the name of the sample. */
export const SAMPLE_FACTS: ReadonlyMap<string, Fact> = new Map([
  ...Object.entries(SAMPLES).map(([type, data]) => [type, { type, data } as Fact] as const),
  ...Object.entries(GROWN).map(([type, data]) => [`${type}-2`, { type, data } as Fact] as const),
  ...Object.entries(GROWN_AGAIN).map(
    ([type, data]) => [`${type}-3`, { type, data } as Fact] as const,
  ),
]);
