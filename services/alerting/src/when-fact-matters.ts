/** Which facts a person must learn of, and in which words. */
import { alert, money, type AccountId, type Fact, type StrategyId } from '@sluice/domain';
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
): Reaction<object> {
  // A trigger is handed over by its type, so its data are that type's.
  const wordsOf = (trigger: { readonly data: unknown }): Words =>
    wordsFor(trigger.data as FactOf<Type>['data']);
  return when(type).tell(alert.decider)<object>({
    name: 'alerting--when-fact-matters',
    stream: (trigger) => {
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
  alertOn('AccountKilled', ({ accountId, by, why }) => ({
    accountId,
    kind: 'account_killed',
    severity: 'CRITICAL',
    title: 'Trading was killed',
    message: `${by} killed trading on account ${accountId}: ${why}.`,
  })),
];
