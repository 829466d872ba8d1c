/** One strategy's holding of one outcome and the way out of it, and how facts change it. */
import { money, order, type account, type exit } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

export type ExitRow = {
  readonly account_id: string;
  readonly strategy_id: string;
  readonly token_id: string;
  readonly condition_id: string;
  /** The first fill since the position was last empty. */
  readonly entered_at: string;
  /** Bought, and not final on chain. */
  readonly provisional_shares: string;
  readonly settled_shares: string;
  /** Of the settled shares only, fees included: the entry price is its average. */
  readonly settled_cost_usd: string;
  /** What left with each sale whose settlement is not final, by order and trade. */
  readonly unsettled_sales: Readonly<Record<string, Sold>>;
  /** Shares promised to sell orders that are not over, by signal. */
  readonly promised_shares: Readonly<Record<string, string>>;
  readonly trailing_high_usd: string | null;
  /** The entry the high belongs to. */
  readonly high_entered_at: string | null;
  readonly state: 'idle' | 'exiting';
  /** Of the exit that runs, or of the last one. */
  readonly kind: exit.Kind | null;
  readonly round: number;
  readonly attempts: number;
  /** The signal whose outcome is not known yet. */
  readonly in_flight: string | null;
  readonly triggered_at: string | null;
  readonly unprotected_since: string | null;
  /** How the last attempt, or the exit, ended. */
  readonly last_outcome: string | null;
};

type Sold = { readonly settled: string; readonly provisional: string; readonly cost: string };

export type HoldingFact =
  | order.Filled
  | order.FillConfirmed
  | order.FillFailed
  | order.Rejected
  | order.Closed
  | account.SignalApproved;

/** Undefined when the fact is about something that was never held here. */
export function afterHoldingFact(row: ExitRow | undefined, fact: HoldingFact): ExitRow | undefined {
  if (fact.data.side === 'BUY') {
    const isFill = fact.type === 'OrderFilled' || fact.type === 'FillConfirmed';
    if (row === undefined && !isFill) return undefined;
    return bought(row ?? emptyRow(fact.data, fact.data.at), fact);
  }
  return row === undefined ? undefined : sold(row, fact);
}

export function afterExitFact(row: ExitRow, { type, data }: exit.Event): ExitRow {
  switch (type) {
    case 'TrailingHighRaised':
      return {
        ...row,
        trailing_high_usd: money.decimal(data.high),
        high_entered_at: data.enteredAt,
      };
    case 'ExitTriggered': {
      const { kind, round, at } = data;
      const fresh = { attempts: 0, in_flight: null, unprotected_since: null, last_outcome: null };
      return { ...row, ...fresh, state: 'exiting', kind, round, triggered_at: at };
    }
    case 'ExitAttempted':
      return { ...row, attempts: data.attempt, in_flight: data.signalId };
    case 'ExitAttemptEnded':
      return { ...row, in_flight: null, last_outcome: `${data.outcome}: ${data.detail}` };
    case 'PositionUnprotected':
      return { ...row, unprotected_since: data.since };
    case 'ExitFinished':
      return {
        ...row,
        ...{ state: 'idle', in_flight: null, unprotected_since: null },
        last_outcome: data.reason,
      };
  }
}

/** A payout takes these of what is held, settled ones first; what was promised is over with its orders. */
export function paidOut(row: ExitRow, shares: bigint): ExitRow {
  const settled = money.shares(row.settled_shares);
  const cost = money.usd(row.settled_cost_usd);
  const fromSettled = smaller(shares, settled);
  const provisional = money.shares(row.provisional_shares);
  const fromProvisional = smaller(shares - fromSettled, provisional);
  const leaving = settled === 0n ? 0n : (cost * fromSettled) / settled;
  return {
    ...row,
    provisional_shares: money.decimal(provisional - fromProvisional),
    settled_shares: money.decimal(settled - fromSettled),
    settled_cost_usd: money.decimal(cost - leaving),
  };
}

export const heldShares = ({ provisional_shares, settled_shares }: ExitRow): bigint =>
  money.shares(provisional_shares) + money.shares(settled_shares);

export const emptyRow = (
  of: {
    readonly accountId: string;
    readonly strategyId: string;
    readonly tokenId: string;
    readonly conditionId: string;
  },
  enteredAt: string,
): ExitRow => ({
  account_id: of.accountId,
  strategy_id: of.strategyId,
  token_id: of.tokenId,
  condition_id: of.conditionId,
  entered_at: enteredAt,
  provisional_shares: '0',
  settled_shares: '0',
  settled_cost_usd: '0',
  unsettled_sales: {},
  promised_shares: {},
  trailing_high_usd: null,
  high_entered_at: null,
  state: 'idle',
  kind: null,
  round: 0,
  attempts: 0,
  in_flight: null,
  triggered_at: null,
  unprotected_since: null,
  last_outcome: null,
});

function bought(row: ExitRow, { type, data }: HoldingFact): ExitRow {
  const provisional = money.shares(row.provisional_shares);
  const settled = money.shares(row.settled_shares);
  switch (type) {
    case 'OrderFilled': {
      // What is on its way back from a sale that may fail still belongs to the old entry.
      const isNew = provisional + settled === 0n && Object.keys(row.unsettled_sales).length === 0;
      return {
        ...row,
        entered_at: isNew ? data.at : row.entered_at,
        provisional_shares: money.decimal(provisional + data.shares),
      };
    }
    case 'FillConfirmed': {
      // What a payout or a sale ended meanwhile does not come back.
      const left = smaller(data.shares, provisional);
      const { amountUsd, feeUsd } = order.moneyOf(data);
      const cost = ((amountUsd + feeUsd) * left) / data.shares;
      return {
        ...row,
        provisional_shares: money.decimal(provisional - left),
        settled_shares: money.decimal(settled + left),
        settled_cost_usd: money.decimal(money.usd(row.settled_cost_usd) + cost),
      };
    }
    case 'FillFailed': {
      const left = smaller(data.shares, provisional);
      return { ...row, provisional_shares: money.decimal(provisional - left) };
    }
    case 'OrderRejected':
    case 'OrderClosed':
    case 'SignalApproved':
      return row;
  }
}

function sold(row: ExitRow, { type, data }: HoldingFact): ExitRow {
  const { [data.signalId]: promised = '0', ...otherPromises } = row.promised_shares;
  const provisional = money.shares(row.provisional_shares);
  const settled = money.shares(row.settled_shares);
  const cost = money.usd(row.settled_cost_usd);
  switch (type) {
    case 'SignalApproved': {
      const shares = money.decimal(data.shares);
      return { ...row, promised_shares: { ...otherPromises, [data.signalId]: shares } };
    }
    case 'OrderRejected':
    case 'OrderClosed':
      return { ...row, promised_shares: otherPromises };
    case 'OrderFilled': {
      const fromSettled = smaller(data.shares, settled);
      const fromProvisional = smaller(data.shares - fromSettled, provisional);
      const leaving = settled === 0n ? 0n : (cost * fromSettled) / settled;
      const left = money.shares(promised) - smaller(data.shares, money.shares(promised));
      return {
        ...row,
        provisional_shares: money.decimal(provisional - fromProvisional),
        settled_shares: money.decimal(settled - fromSettled),
        settled_cost_usd: money.decimal(cost - leaving),
        promised_shares:
          left > 0n ? { ...otherPromises, [data.signalId]: money.decimal(left) } : otherPromises,
        unsettled_sales: {
          ...row.unsettled_sales,
          [saleOf(data)]: {
            settled: money.decimal(fromSettled),
            provisional: money.decimal(fromProvisional),
            cost: money.decimal(leaving),
          },
        },
      };
    }
    case 'FillConfirmed': {
      const { [saleOf(data)]: _, ...others } = row.unsettled_sales;
      return { ...row, unsettled_sales: others };
    }
    case 'FillFailed': {
      const { [saleOf(data)]: back, ...others } = row.unsettled_sales;
      if (back === undefined) return row;
      return {
        ...row,
        provisional_shares: money.decimal(provisional + money.shares(back.provisional)),
        settled_shares: money.decimal(settled + money.shares(back.settled)),
        settled_cost_usd: money.decimal(cost + money.usd(back.cost)),
        unsettled_sales: others,
      };
    }
  }
}

const saleOf = ({ orderId, tradeId }: { readonly orderId: string; readonly tradeId: string }) =>
  `${orderId}/${tradeId}`;

const smaller = (one: bigint, other: bigint): bigint => (one < other ? one : other);

export const EXIT_SHAPE: RowShape<keyof ExitRow> = {
  table: 'exits',
  key: ['account_id', 'strategy_id', 'token_id'],
  columns: {
    account_id: 'text',
    strategy_id: 'text',
    token_id: 'text',
    condition_id: 'text',
    entered_at: 'text',
    provisional_shares: 'numeric',
    settled_shares: 'numeric',
    settled_cost_usd: 'numeric',
    unsettled_sales: 'jsonb',
    promised_shares: 'jsonb',
    trailing_high_usd: 'numeric',
    high_entered_at: 'text',
    state: 'text',
    kind: 'text',
    round: 'integer',
    attempts: 'integer',
    in_flight: 'text',
    triggered_at: 'text',
    unprotected_since: 'text',
    last_outcome: 'text',
  },
};
