/** Which facts a person must learn of, and in which words. */
import {
  alert,
  epochMs,
  money,
  type account,
  type AccountId,
  type Fact,
  type Instant,
  type redemption,
  type StrategyId,
  type venueAccount,
  type walletAction,
} from '@sluice/domain';
import { alertStream, when, type Reaction } from '@sluice/reactions';
import { uuidFrom } from '@sluice/runtime';

type Words = Pick<alert.Alert, 'kind' | 'severity' | 'title' | 'message'> & {
  readonly accountId: AccountId;
  readonly strategyId?: StrategyId;
};

type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

function alertOn<Type extends Fact['type']>(
  type: Type,
  wordsFor: (data: FactOf<Type>['data']) => Words,
  /** Without it, every fact of the type. */
  matters: (data: FactOf<Type>['data']) => boolean = () => true,
): Reaction<object> {
  // A trigger is handed over by its type, so its data are that type's.
  const dataOf = (trigger: { readonly data: unknown }) => trigger.data as FactOf<Type>['data'];
  const wordsOf = (trigger: { readonly data: unknown }): Words => wordsFor(dataOf(trigger));
  return when(type).tell(alert.decider)<object>({
    name: 'alerting--when-fact-matters',
    stream: (trigger) => {
      if (!matters(dataOf(trigger))) return undefined;
      const { accountId } = wordsOf(trigger);
      return alertStream(uuidFrom('alert', trigger.id), accountId);
    },
    command: (trigger) => ({
      type: 'RaiseAlert',
      data: {
        strategyId: '',
        ...wordsOf(trigger),
        alertId: uuidFrom('alert', trigger.id),
        at: trigger.at,
      },
    }),
  });
}

const dollars = (amount: bigint): string => `$${money.decimal(amount)}`;
const shares = (amount: bigint): string => `${money.decimal(amount)} shares`;

/** Each start closes the account until all is compared; that it takes too long is told apart. */
const isNoStart = ({ kind }: { readonly kind: account.BreakerKind }): boolean =>
  kind !== 'venue_unreconciled';

export const whenFactMatters: readonly Reaction<object>[] = [
  alertOn('OrderRejected', ({ accountId, strategyId, orderId, reason }) => ({
    accountId,
    strategyId,
    kind: 'order_rejected',
    severity: 'WARNING',
    title: 'An order was rejected',
    message: `The venue does not hold order ${orderId}: ${reason}. Its reservation is free again.`,
  })),
  alertOn('OrderUnconfirmed', ({ accountId, strategyId, orderId, detail }) => ({
    accountId,
    strategyId,
    kind: 'order_unconfirmed',
    severity: 'WARNING',
    title: 'The outcome of an order is not known',
    message:
      `Order ${orderId} was sent and not answered (${detail}). It counts in full until the ` +
      'venue or the chain shows what became of it.',
  })),
  alertOn('FillFailed', ({ accountId, strategyId, orderId, shares: size, reason }) => ({
    accountId,
    strategyId,
    kind: 'fill_failed',
    severity: 'CRITICAL',
    title: 'A fill was not settled',
    message: `${shares(size)} of order ${orderId} never settled: ${reason}. It is undone.`,
  })),
  alertOn('RedemptionConfirmed', ({ accountId, conditionId, proof }) => ({
    accountId,
    kind: 'redemption_confirmed',
    severity: 'INFO',
    title: 'A winning position was redeemed',
    message:
      `Condition ${conditionId} paid ${dollars(proof.payoutUsd)}, proven by transaction ` +
      `${proof.transactionHash} in block ${proof.blockNumber}.`,
  })),
  alertOn('RedemptionFailed', ({ accountId, conditionId, attempt, reason, detail, final }) => ({
    accountId,
    kind: 'redemption_failed',
    severity: final ? 'CRITICAL' : 'WARNING',
    title: final ? 'A redemption needs a person' : 'An attempt to redeem failed',
    message: `Condition ${conditionId}, attempt ${attempt}: ${reason}: ${detail}.`,
  })),
  alertOn('RedemptionDelayed', ({ accountId, conditionId, attempt, detail }) => ({
    accountId,
    kind: 'redemption_delayed',
    severity: 'CRITICAL',
    title: 'A redemption takes too long',
    message: `Condition ${conditionId}, attempt ${attempt}: ${detail}. It is gone on with.`,
  })),
  alertOn('RedemptionFoundElsewhere', ({ accountId, conditionId, proof, by, sender }) => ({
    accountId,
    kind: 'redemption_found_elsewhere',
    severity: by === 'somebody' ? 'CRITICAL' : 'INFO',
    title: 'A position was redeemed elsewhere',
    message:
      `Condition ${conditionId} was redeemed by ${REDEEMING[by]} (${sender}) for ` +
      `${dollars(proof.payoutUsd)} in transaction ${proof.transactionHash}, block ` +
      `${proof.blockNumber}. It is booked.`,
  })),
  alertOn('WalletActionConfirmed', ({ accountId, work, proof, actionId }) => ({
    accountId,
    kind: 'wallet_action_confirmed',
    severity: 'INFO',
    title: work.kind === 'merge' ? 'Complete sets were merged' : 'Contracts were approved',
    message: `${worded(work)} (${actionId}) is proven by transaction ${proof.transactionHash}.`,
  })),
  alertOn('WalletActionFailed', ({ accountId, actionId, attempt, reason, detail, final }) => ({
    accountId,
    kind: 'wallet_action_failed',
    severity: final ? 'CRITICAL' : 'WARNING',
    title: final ? 'A wallet action was given up' : 'An attempt at a wallet action failed',
    message: `Action ${actionId}, attempt ${attempt}: ${reason}: ${detail}.`,
  })),
  alertOn('LossConfirmed', ({ accountId, conditionId, holdings, blockNumber }) => ({
    accountId,
    kind: 'loss_confirmed',
    severity: 'INFO',
    title: 'A losing position is confirmed',
    message:
      `Condition ${conditionId} pays nothing for ` +
      `${shares(holdings.reduce((total, holding) => total + holding.shares, 0n))}, as of block ` +
      `${blockNumber}.`,
  })),
  alertOn('StrategyPaused', ({ accountId, strategyId, kind, by, why, inputs }) => ({
    accountId,
    strategyId,
    kind: 'strategy_paused',
    severity: 'WARNING',
    title: 'A strategy is paused',
    message:
      `${by} paused strategy ${strategyId} ${PAUSED[kind]}: ${why}${numbers(inputs)}. ` +
      'It enters nothing until it is resumed; exits still pass.',
  })),
  alertOn('StrategyResumed', ({ accountId, strategyId, kind, streakReset, by, why, inputs }) => ({
    accountId,
    strategyId,
    kind: 'strategy_resumed',
    severity: 'INFO',
    title: 'A strategy is resumed',
    message:
      `${by} resumed strategy ${strategyId}, which was paused ${PAUSED[kind]}: ` +
      `${why}${numbers(inputs)}.${streakReset ? ' Its losses are counted anew.' : ''}`,
  })),
  alertOn(
    'BreakerTripped',
    ({ accountId, strategyId, kind, until, by, why }) => ({
      accountId,
      strategyId: strategyId ?? '',
      kind: 'breaker_tripped',
      severity: strategyId === undefined ? 'CRITICAL' : 'WARNING',
      title:
        strategyId === undefined ? 'A breaker stops the account' : 'A breaker stops a strategy',
      message:
        `${by} tripped the breaker "${kind}" of ${whose({ accountId, strategyId })}: ${why}. ` +
        `No entry passes until ${until ?? 'it is cleared'}; exits still pass.`,
    }),
    isNoStart,
  ),
  alertOn(
    'BreakerCleared',
    ({ accountId, strategyId, kind, by, why }) => ({
      accountId,
      strategyId: strategyId ?? '',
      kind: 'breaker_cleared',
      severity: 'INFO',
      title: 'A breaker is cleared',
      message: `${by} cleared the breaker "${kind}" of ${whose({ accountId, strategyId })}: ${why}.`,
    }),
    isNoStart,
  ),
  alertOn(
    'VenueUnreconciled',
    ({ accountId, why }) => ({
      accountId,
      kind: 'venue_unreconciled',
      severity: 'CRITICAL',
      title: 'What is at the venue cannot be compared',
      message: `Account ${accountId}: ${why}. No entry passes until it is; exits still pass.`,
    }),
    ({ reason }) => reason !== 'started',
  ),
  alertOn('DriftFound', ({ accountId, kind, subject, ours, venues, since, detail }) => ({
    accountId,
    kind: 'drift_found',
    severity: kind === 'order_unknown' || kind === 'fill_unknown' ? 'INFO' : 'WARNING',
    title: DRIFTS[kind],
    message:
      `Account ${accountId}, ${subject}: ours ${money.decimal(ours)}, the venue's ` +
      `${money.decimal(venues)}, since ${since}: ${detail}.`,
  })),
  alertOn('RulesUnevaluated', ({ accountId, strategyId, since, at }) => ({
    accountId,
    strategyId,
    kind: 'rules_unevaluated',
    severity: 'WARNING',
    title: 'The rules of a strategy are not asked',
    message:
      `Signals of strategy ${strategyId} have come for ${hoursBetween(since, at)} hours, since ` +
      `${since}, and each was refused before its rules were asked.`,
  })),
  alertOn('StrategyKilled', ({ accountId, strategyId, by, why, flatten }) => ({
    accountId,
    strategyId,
    kind: 'strategy_killed',
    severity: 'CRITICAL',
    title: 'A strategy was killed',
    message:
      `${by} killed trading of strategy ${strategyId} on account ${accountId}: ${why}. ` +
      exits(flatten),
  })),
  alertOn('AccountKilled', ({ accountId, by, why, flatten }) => ({
    accountId,
    kind: 'account_killed',
    severity: 'CRITICAL',
    title: 'Trading was killed',
    message: `${by} killed trading on account ${accountId}: ${why}. ${exits(flatten)}`,
  })),
  alertOn('KillVerified', ({ accountId, strategyId, cancelled, inDoubt, tookMs }) => ({
    accountId,
    strategyId,
    kind: 'kill_verified',
    severity: 'INFO',
    title: 'A kill is verified at the venue',
    message:
      `The venue lists no open order of ${killed({ accountId, strategyId })} any more; ` +
      `${cancelled} were cancelled in ${tookMs} ms. ` +
      (inDoubt === 0 ? 'Nothing is in doubt.' : `The outcome of ${inDoubt} more is not known.`),
  })),
  alertOn('KillUnverified', ({ accountId, strategyId, detail }) => ({
    accountId,
    strategyId,
    kind: 'kill_unverified',
    severity: 'CRITICAL',
    title: 'A kill could not be verified',
    message:
      `Orders of ${killed({ accountId, strategyId })} may still be open at the venue: ${detail}. ` +
      'It is gone on with; cancel them there by hand as well.',
  })),
  alertOn('PositionUnprotected', (data) => {
    const { accountId, strategyId, tokenId, kind, since, attempts, leftShares, why } = data;
    return {
      accountId,
      strategyId,
      kind: 'position_unprotected',
      severity: 'CRITICAL',
      title: 'A position is unprotected',
      message:
        `${shares(leftShares)} of ${tokenId} should be sold for "${kind}" and nothing of it was ` +
        `since ${since}, in ${attempts} attempts: ${why}. It is tried on.`,
    };
  }),
  alertOn(
    'ExitAttemptEnded',
    ({ accountId, strategyId, tokenId, kind, attempt, detail }) => ({
      accountId,
      strategyId,
      kind: 'exit_refused',
      severity: 'CRITICAL',
      title: 'An exit was refused',
      message:
        `Risk refused attempt ${attempt} to sell ${tokenId} for "${kind}": ${detail} ` +
        'It is tried again.',
    }),
    // Once an exit: it is tried again and again.
    ({ outcome, refusals }) => outcome === 'refused' && refusals === 1,
  ),
  alertOn('MarketDisputed', ({ conditionId, status, since, expectedSettlementAt }) => ({
    accountId: OF_NO_ACCOUNT,
    kind: 'market_disputed',
    severity: 'WARNING',
    title: 'The outcome of a market is disputed',
    message:
      `Condition ${conditionId} is ${status}${since === undefined ? '' : ` since ${since}`}. ` +
      'Nothing more of it is bought; what is held may be sold while it trades, and its payout ' +
      `waits${expectedSettlementAt === undefined ? '' : `, to about ${expectedSettlementAt}`}.`,
  })),
  alertOn('MarketDisputeEnded', ({ conditionId, status }) => ({
    accountId: OF_NO_ACCOUNT,
    kind: 'market_dispute_ended',
    severity: 'INFO',
    title: 'The dispute about a market is over',
    message: `Condition ${conditionId} is ${status} now, and may be traded while it is open.`,
  })),
];

/** A market is everybody's. */
const OF_NO_ACCOUNT: AccountId = '';

const REDEEMING: Readonly<Record<redemption.Redeeming, string>> = {
  auto_redeemer: "the venue's own redeemer",
  owner: 'the owner of the wallet',
  somebody: 'somebody else',
};

const worded = (work: walletAction.Work): string =>
  work.kind === 'merge'
    ? `Merging ${shares(work.shares)} of each outcome of ${work.conditionId}`
    : `Approving ${work.approvals.map(({ operator }) => operator).join(', ')}`;

const PAUSED: Readonly<Record<account.PauseKind, string>> = {
  operator: 'by hand',
  drawdown: 'for its drawdown',
  streak: 'for its losses in a row',
};

const DRIFTS: Readonly<Record<venueAccount.DriftKind, string>> = {
  order_unknown: 'An order was placed that is not ours',
  order_missing: 'The venue does not know an order of ours',
  fill_unknown: 'The wallet traded without us',
  position_differs: 'A position is not what our fills make it',
  balance_differs: "The wallet's money is not what our fills make it",
};

/** Nothing when a person decided without numbers. */
const numbers = (inputs: readonly account.Input[]): string =>
  inputs.length === 0 ? '' : ` (${inputs.map(({ name, value }) => `${name} ${value}`).join(', ')})`;

const killed = ({
  accountId,
  strategyId,
}: Pick<alert.Alert, 'accountId' | 'strategyId'>): string =>
  strategyId === '' ? `account ${accountId}` : `strategy ${strategyId}`;

const whose = ({
  accountId,
  strategyId,
}: Pick<account.BreakerTripped['data'], 'accountId' | 'strategyId'>): string =>
  strategyId === undefined ? `account ${accountId}` : `strategy ${strategyId}`;

const exits = (flatten = false): string =>
  flatten ? 'Exits may still sell what is held.' : 'Exits are stopped as well.';

const HOUR_MS = 3_600_000;

const hoursBetween = (since: Instant, at: Instant): number =>
  Math.floor((epochMs(at) - epochMs(since)) / HOUR_MS);
