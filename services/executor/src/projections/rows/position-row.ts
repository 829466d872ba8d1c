/** One position as it stands in its table, and how fills and payouts change it. */
import { money, order } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';

export type PositionRow = {
  readonly account_id: string;
  readonly strategy_id: string;
  readonly token_id: string;
  readonly condition_id: string;
  /** Bought, and not final on chain. */
  readonly provisional_shares: string;
  readonly settled_shares: string;
  /** Of what is held, fees included. */
  readonly cost_usd: string;
  /** Cost that left with each sale whose settlement is not final, by order and trade. */
  readonly unsettled_sales: Readonly<Record<string, string>>;
};

export type FillFact = order.Filled | order.FillConfirmed | order.FillFailed;

export function afterFill(row: PositionRow | undefined, fact: FillFact): PositionRow {
  const before = row ?? newPosition(fact);
  const change = fact.data.side === 'BUY' ? bought(before, fact) : sold(before, fact);
  const next = { ...before, ...change };
  // Without shares there is no cost.
  return heldShares(next) === 0n ? { ...next, cost_usd: '0' } : next;
}

/** Without shares that a payout took, with their part of the cost: settled ones first. */
export function afterPayout(row: PositionRow, shares: bigint): PositionRow {
  const held = heldShares(row);
  if (shares >= held) return { ...row, ...NOTHING };
  const settled = money.shares(row.settled_shares);
  const cost = money.usd(row.cost_usd);
  const fromSettled = smaller(shares, settled);
  const provisional = money.shares(row.provisional_shares) - (shares - fromSettled);
  return {
    ...row,
    provisional_shares: money.decimal(provisional),
    settled_shares: money.decimal(settled - fromSettled),
    cost_usd: money.decimal(cost - (cost * shares) / held),
  };
}

const NOTHING = { provisional_shares: '0', settled_shares: '0', cost_usd: '0' } as const;

function bought(row: PositionRow, { type, data }: FillFact): Partial<PositionRow> {
  const { shares, amountUsd, feeUsd } = data;
  const provisional = money.shares(row.provisional_shares);
  // What a payout ended meanwhile is neither settled nor undone again.
  const left = smaller(shares, provisional);
  switch (type) {
    case 'OrderFilled':
      return {
        provisional_shares: money.decimal(provisional + shares),
        cost_usd: money.decimal(money.usd(row.cost_usd) + amountUsd + feeUsd),
      };
    case 'FillConfirmed':
      return {
        provisional_shares: money.decimal(provisional - left),
        settled_shares: money.decimal(money.shares(row.settled_shares) + left),
        // Of what a payout took meanwhile, the cost is gone already.
        ...(left === shares ? { cost_usd: trued(row, data) } : {}),
      };
    case 'FillFailed': {
      const cost = money.usd(row.cost_usd);
      return {
        provisional_shares: money.decimal(provisional - left),
        cost_usd: money.decimal(cost - smaller(amountUsd + feeUsd, cost)),
      };
    }
  }
}

/** The cost with the money of a fill as the chain booked it instead of as it was first told. */
function trued(row: PositionRow, data: FillFact['data']): string {
  const settled = order.moneyOf(data);
  const more = settled.amountUsd + settled.feeUsd - data.amountUsd - data.feeUsd;
  const cost = money.usd(row.cost_usd) + more;
  return money.decimal(cost > 0n ? cost : 0n);
}

function sold(row: PositionRow, { type, data }: FillFact): Partial<PositionRow> {
  const sale = `${data.orderId}/${data.tradeId}`;
  const { [sale]: saleCost = '0', ...otherSales } = row.unsettled_sales;
  const cost = money.usd(row.cost_usd);
  const settled = money.shares(row.settled_shares);
  switch (type) {
    case 'OrderFilled': {
      const held = heldShares(row);
      const leaving = data.shares >= held ? cost : (cost * data.shares) / held;
      const fromSettled = smaller(data.shares, settled);
      const provisional = money.shares(row.provisional_shares);
      const fromProvisional = smaller(data.shares - fromSettled, provisional);
      return {
        provisional_shares: money.decimal(provisional - fromProvisional),
        settled_shares: money.decimal(settled - fromSettled),
        cost_usd: money.decimal(cost - leaving),
        unsettled_sales: { ...otherSales, [sale]: money.decimal(leaving) },
      };
    }
    case 'FillConfirmed':
      return { unsettled_sales: otherSales };
    case 'FillFailed':
      return {
        settled_shares: money.decimal(settled + data.shares),
        cost_usd: money.decimal(cost + money.usd(saleCost)),
        unsettled_sales: otherSales,
      };
  }
}

export const heldShares = ({ provisional_shares, settled_shares }: PositionRow): bigint =>
  money.shares(provisional_shares) + money.shares(settled_shares);

const smaller = (one: bigint, other: bigint): bigint => (one < other ? one : other);

const newPosition = ({ data }: FillFact): PositionRow => ({
  account_id: data.accountId,
  strategy_id: data.strategyId,
  token_id: data.tokenId,
  condition_id: data.conditionId,
  provisional_shares: '0',
  settled_shares: '0',
  cost_usd: '0',
  unsettled_sales: {},
});

export const POSITION_SHAPE: RowShape<keyof PositionRow> = {
  table: 'positions',
  key: ['account_id', 'strategy_id', 'token_id'],
  columns: {
    account_id: 'text',
    strategy_id: 'text',
    token_id: 'text',
    condition_id: 'text',
    provisional_shares: 'numeric',
    settled_shares: 'numeric',
    cost_usd: 'numeric',
    unsettled_sales: 'jsonb',
  },
};
