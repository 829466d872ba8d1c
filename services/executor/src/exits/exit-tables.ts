/** The three tables of exits as maps: one function of the facts, whatever holds the rows. */
import { money, type exit, type Fact, type market } from '@sluice/domain';
import type { RowShape } from '@sluice/postgres';
import {
  afterExitFact,
  afterHoldingFact,
  emptyRow,
  heldShares,
  paidOut,
  type ExitRow,
  type HoldingFact,
} from './exit-row.js';
import { afterPaid, PAYOUT_FACTS, paidShares, type PayoutFact } from '../paid-shares.js';
import { afterSteering, rulesOf, type ExitRulesRow, type SteeringFact } from './exit-rules-row.js';

export type ExitTables = {
  readonly exits: Map<string, ExitRow>;
  readonly rules: Map<string, ExitRulesRow>;
  readonly markets: Map<string, ExitMarketRow>;
};

export type ExitMarketRow = {
  readonly condition_id: string;
  readonly open: boolean;
  readonly tick_size: string;
  readonly order_size_min: string;
};

type MarketFact = market.Listed | market.Closed | market.Reopened | market.Resolved;
export type ExitTablesFact = HoldingFact | PayoutFact | MarketFact | SteeringFact | exit.Event;

export const EXIT_FACTS = [
  ...['SignalApproved', 'OrderFilled', 'FillConfirmed', 'FillFailed', 'OrderRejected'],
  ...['OrderClosed', ...PAYOUT_FACTS],
  ...['MarketListed', 'MarketClosed', 'MarketReopened', 'MarketResolved'],
  ...['RiskRulesSet', 'RulesTookEffect', 'StrategyKilled', 'StrategyReleased'],
  ...['AccountKilled', 'AccountReleased'],
  ...['TrailingHighRaised', 'ExitTriggered', 'ExitAttempted', 'ExitAttemptEnded'],
  ...['PositionUnprotected', 'ExitFinished'],
] as readonly ExitTablesFact['type'][];

export const noExitTables = (): ExitTables => ({
  exits: new Map(),
  rules: new Map(),
  markets: new Map(),
});

/** Changes the maps; what the fact is about must be in them, if it is known at all. */
export function take(tables: ExitTables, fact: ExitTablesFact): void {
  const { exits, rules, markets } = tables;
  switch (fact.type) {
    case 'SignalApproved':
    case 'OrderFilled':
    case 'FillConfirmed':
    case 'FillFailed':
    case 'OrderRejected':
    case 'OrderClosed': {
      const row = afterHoldingFact(exits.get(exitKey(fact.data)), fact);
      if (row !== undefined) exits.set(exitKey(fact.data), row);
      return;
    }
    case 'RedemptionConfirmed':
    case 'RedemptionFoundElsewhere':
    case 'LossConfirmed':
    case 'WalletActionConfirmed':
      for (const paid of paidShares(fact)) {
        const how = { heldOf: heldShares, after: paidOut };
        for (const row of afterPaid(paid, exits.values(), how)) exits.set(keyOf(row), row);
      }
      return;
    case 'MarketListed': {
      const { conditionId, tickSize, orderSizeMin } = fact.data;
      markets.set(conditionId, {
        condition_id: conditionId,
        open: markets.get(conditionId)?.open ?? true,
        tick_size: money.decimal(tickSize),
        order_size_min: money.decimal(orderSizeMin),
      });
      return;
    }
    case 'MarketClosed':
    case 'MarketReopened':
    case 'MarketResolved': {
      const known = markets.get(fact.data.conditionId);
      const open = fact.type === 'MarketReopened';
      if (known !== undefined) markets.set(fact.data.conditionId, { ...known, open });
      return;
    }
    case 'RiskRulesSet':
    case 'RulesTookEffect':
    case 'StrategyKilled':
    case 'StrategyReleased':
    case 'AccountKilled':
    case 'AccountReleased': {
      const key = rulesKey(
        fact.data.accountId,
        'strategyId' in fact.data ? fact.data.strategyId : '',
      );
      rules.set(key, afterSteering(rules.get(key), fact));
      return;
    }
    case 'TrailingHighRaised':
    case 'ExitTriggered':
    case 'ExitAttempted':
    case 'ExitAttemptEnded':
    case 'PositionUnprotected':
    case 'ExitFinished': {
      const key = exitKey(fact.data);
      exits.set(key, afterExitFact(exits.get(key) ?? emptyRow(fact.data, fact.data.at), fact));
      return;
    }
  }
}

export const isExitTablesFact = (fact: Fact): fact is ExitTablesFact =>
  (EXIT_FACTS as readonly string[]).includes(fact.type);

/** Everything a look needs besides the book and the time. */
export type HeldExit = Omit<exit.Look, 'quotes' | 'at'>;

/** How one row reads, with the rules and kills of its strategy and the terms of its market. */
export function heldExit(row: ExitRow, { ofStrategy, ofAccount, ofMarket }: ExitTerms): HeldExit {
  const settledShares = money.shares(row.settled_shares);
  const promised = Object.values(row.promised_shares);
  return {
    exitId: `${row.strategy_id}-${row.token_id}`,
    accountId: row.account_id,
    strategyId: row.strategy_id,
    conditionId: row.condition_id,
    tokenId: row.token_id,
    position: {
      enteredAt: row.entered_at,
      entryPrice: entryPriceOf(row),
      settledShares,
      provisionalShares: money.shares(row.provisional_shares),
      promisedShares: promised.reduce(
        (sum, each) => money.plus(sum, money.shares(each)),
        money.noShares,
      ),
    },
    rules: ofStrategy === undefined ? undefined : rulesOf(ofStrategy),
    rulesVersion: ofStrategy?.rules_version ?? 0,
    market: ofMarket === undefined ? undefined : marketOf(ofMarket),
    kill: strictest(ofAccount?.killed ?? undefined, ofStrategy?.killed ?? undefined),
  };
}

export type ExitTerms = {
  readonly ofStrategy: ExitRulesRow | undefined;
  readonly ofAccount: ExitRulesRow | undefined;
  readonly ofMarket: ExitMarketRow | undefined;
};

export const termsOf = (row: ExitRow, { rules, markets }: ExitTables): ExitTerms => ({
  ofStrategy: rules.get(rulesKey(row.account_id, row.strategy_id)),
  ofAccount: rules.get(rulesKey(row.account_id, '')),
  ofMarket: markets.get(row.condition_id),
});

/** What it is about is held, or was being left when it ended. */
export const isOpen = (row: ExitRow): boolean =>
  row.state === 'exiting' ||
  money.shares(row.settled_shares) + money.shares(row.provisional_shares) > 0n;

export function entryPriceOf(row: ExitRow): bigint | undefined {
  const settled = money.shares(row.settled_shares);
  return settled === 0n ? undefined : (money.usd(row.settled_cost_usd) * money.MICROS) / settled;
}

function marketOf({ open, tick_size, order_size_min }: ExitMarketRow): exit.MarketTerms {
  return { open, tickSize: money.price(tick_size), orderSizeMin: money.shares(order_size_min) };
}

/** A kill that stops exits holds over one that sells. */
function strictest(...kills: readonly HeldExit['kill'][]): HeldExit['kill'] {
  return kills.find((kill) => kill?.flatten === false) ?? kills.find((kill) => kill !== undefined);
}

export const exitKey = (of: {
  readonly accountId: string;
  readonly strategyId: string;
  readonly tokenId: string;
}): string => `${of.accountId}/${of.strategyId}/${of.tokenId}`;

const keyOf = ({ account_id, strategy_id, token_id }: ExitRow): string =>
  exitKey({ accountId: account_id, strategyId: strategy_id, tokenId: token_id });

export const rulesKey = (accountId: string, strategyId: string): string =>
  `${accountId}/${strategyId}`;

export const EXIT_MARKET_SHAPE: RowShape<keyof ExitMarketRow> = {
  table: 'exit_markets',
  key: ['condition_id'],
  columns: {
    condition_id: 'text',
    open: 'boolean',
    tick_size: 'numeric',
    order_size_min: 'numeric',
  },
};
