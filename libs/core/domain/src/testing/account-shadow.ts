/**
 * The plain account: lists orders, trades and holdings as the facts tell them, and adds them up anew
 * for every question. What the account's own state keeps must at all times be that sum.
 */
import { windowKeyOf } from '../account/windows.js';
import type * as account from '../account.js';

export type Shadow = {
  readonly orders: ReadonlyMap<string, ShadowOrder>;
  readonly trades: ReadonlyMap<string, Trade>;
  readonly positions: ReadonlyMap<string, Held>;
  /** What markets paid out. */
  readonly paidOutUsd: bigint;
};

export type ShadowOrder = {
  readonly approval: account.Approval;
  readonly live: boolean;
  readonly filled: boolean;
  readonly remainingShares: bigint;
  readonly remainingUsd: bigint;
};

export type Trade = {
  readonly fact: account.ExposureOpened | account.ExposureClosed;
  /** Of the shares that left with a sell, those that were settled. */
  readonly settledShares: bigint;
  /** What a share counted as before the sale that ended its position. */
  readonly mark: bigint | undefined;
  readonly settled: boolean;
  readonly reversed: boolean;
};

type Held = {
  readonly strategyId: string;
  readonly conditionId: string;
  readonly tokenId: string;
  readonly shares: bigint;
  readonly costUsd: bigint;
  readonly settledShares: bigint;
  readonly mark: bigint | undefined;
};

const nothing: Shadow = {
  orders: new Map(),
  trades: new Map(),
  positions: new Map(),
  paidOutUsd: 0n,
};

export const shadowOf = (facts: readonly account.Event[], before: Shadow = nothing): Shadow =>
  facts.reduce(follow, before);

/** Every total of every strategy, in plain and sorted form. */
export function totalsOf(shadow: Shadow, strategyIds: readonly string[]) {
  const buys = [...shadow.trades.values()].filter(
    ({ fact, settled, reversed }) => fact.type === 'ExposureOpened' && !settled && !reversed,
  );
  return {
    reservedUsd: total(
      [...shadow.orders.values()]
        .filter(({ live, approval }) => live && approval.side === 'BUY')
        .map(({ remainingUsd }) => remainingUsd),
    ),
    unsettledUsd: total(buys.map(({ fact }) => fact.data.costUsd)),
    strategies: strategyIds.map((strategyId) => strategyTotals(shadow, strategyId)),
    positions: [...shadow.positions.entries()]
      .map(([key, held]) => ({ key, ...held, sellingShares: promised(shadow, key) }))
      .filter(({ shares, sellingShares }) => shares > 0n || sellingShares > 0n)
      .sort(byKey)
      .map(({ key, shares, costUsd, settledShares, sellingShares }) => ({
        ...{ key, shares, costUsd, settledShares, sellingShares },
      })),
    holders: [...shadow.positions.values()]
      .filter(({ shares }) => shares > 0n)
      .map(({ tokenId, strategyId }) => `${tokenId} ${strategyId}`)
      .sort(),
  };
}

/** The same totals, as the account's state keeps them. */
export function totalsKept(state: account.State): ReturnType<typeof totalsOf> {
  return {
    reservedUsd: state.reservedUsd,
    unsettledUsd: state.collateral.unsettledUsd,
    strategies: [...state.strategies.entries()].sort(byFirst).map(([, strategy]) => ({
      strategyId: strategy.strategyId,
      reservedUsd: strategy.reservedUsd,
      openCostUsd: strategy.openCostUsd,
      unrealizedUsd: strategy.unrealizedUsd,
      openPositions: strategy.openPositions,
      pendingEntries: strategy.pendingEntries,
      heldInMarket: [...strategy.heldInMarket.entries()].sort(byFirst),
      spentUsd: [...strategy.spentUsd.entries()].sort(byFirst),
    })),
    positions: [...state.positions.entries()]
      .filter(([, { shares, sellingShares }]) => shares > 0n || sellingShares > 0n)
      .sort(byFirst)
      .map(([key, { shares, costUsd, settledShares, sellingShares }]) => ({
        ...{ key, shares, costUsd, settledShares, sellingShares },
      })),
    holders: [...state.holders.entries()]
      .flatMap(([tokenId, strategyIds]) => strategyIds.map((id) => `${tokenId} ${id}`))
      .sort(),
  };
}

/** What was paid and received for fills that stand, and what markets paid out. */
export function cashFlowOf({ trades, paidOutUsd }: Shadow): bigint {
  const traded = [...trades.values()]
    .filter(({ reversed }) => !reversed)
    .map(({ fact }) =>
      fact.type === 'ExposureOpened'
        ? 0n - fact.data.costUsd
        : fact.data.realizedUsd + fact.data.costUsd,
    );
  return total(traded) + paidOutUsd;
}

function strategyTotals(shadow: Shadow, strategyId: string) {
  const entries = [...shadow.orders.values()].filter(
    ({ approval }) => approval.strategyId === strategyId && approval.side === 'BUY',
  );
  const live = entries.filter((order) => order.live);
  const held = [...shadow.positions.values()].filter(
    (position) => position.strategyId === strategyId && position.shares > 0n,
  );
  const heldTokens = new Set(held.map(({ tokenId }) => tokenId));
  const unfilled = live.filter(({ filled }) => !filled).map(({ approval }) => approval);
  // An order that filled may fill again into a position that is gone: one place for each outcome.
  const emptied = new Map(
    live
      .filter(({ filled, approval }) => filled && !heldTokens.has(approval.tokenId))
      .map(({ approval }) => [approval.tokenId, approval]),
  );
  const pending = [...unfilled, ...emptied.values()];
  const spent = entries.flatMap((order) =>
    (['day', 'week', 'month'] as const).map((period) => ({
      key: windowKeyOf(period, order.approval.dayKey),
      amount: spentBy(order, shadow),
    })),
  );
  return {
    strategyId,
    reservedUsd: total(live.map(({ remainingUsd }) => remainingUsd)),
    openCostUsd: total(held.map(({ costUsd }) => costUsd)),
    unrealizedUsd: total(
      held.map(({ shares, costUsd, mark }) =>
        mark === undefined ? 0n : (shares * mark) / 1_000_000n - costUsd,
      ),
    ),
    openPositions: held.length,
    pendingEntries: pending.length,
    heldInMarket: tally(
      [...held, ...pending].map(({ conditionId }) => ({ key: conditionId, amount: 1n })),
    ).map(([key, amount]) => [key, Number(amount)] as const),
    spentUsd: tally(spent),
  };
}

/** What the entries of a strategy spent that were approved after an instant. */
export const spentSince = (shadow: Shadow, strategyId: string, afterMs: number): bigint =>
  total(
    [...shadow.orders.values()]
      .filter(({ approval }) => approval.strategyId === strategyId && approval.side === 'BUY')
      .filter(({ approval }) => Date.parse(approval.at) > afterMs)
      .map((order) => spentBy(order, shadow)),
  );

const spentBy = ({ approval, live, remainingUsd }: ShadowOrder, shadow: Shadow): bigint =>
  (live ? remainingUsd : 0n) + costOfFills(shadow, approval.signalId);

function follow(shadow: Shadow, fact: account.Event): Shadow {
  switch (fact.type) {
    case 'SignalApproved': {
      const { signalId, shares, reservedUsd } = fact.data;
      const order = {
        ...{ approval: fact.data, live: true, filled: false },
        ...{ remainingShares: shares, remainingUsd: reservedUsd },
      };
      return { ...shadow, orders: new Map(shadow.orders).set(signalId, order) };
    }
    case 'ReservationReleased':
      return withOrder(shadow, fact.data.signalId, () => ({ live: false }));
    case 'ExposureOpened': {
      const { shares, costUsd, releasedUsd } = fact.data;
      return moved(filled(withTrade(shadow, fact), fact.data, releasedUsd), fact.data, {
        ...{ shares, costUsd, settledShares: 0n },
      });
    }
    case 'ExposureSettled': {
      const settled = changedTrade(shadow, fact.data, { settled: true });
      const { shares: settledShares } = fact.data;
      return moved(settled, fact.data, { shares: 0n, costUsd: 0n, settledShares });
    }
    case 'ExposureClosed': {
      const { shares, costUsd, proceedsUsd, reason } = fact.data;
      const next =
        reason === 'sold'
          ? filled(withTrade(shadow, fact), fact.data, 0n)
          : { ...shadow, paidOutUsd: shadow.paidOutUsd + proceedsUsd };
      return moved(next, fact.data, {
        ...{ shares: 0n - shares, costUsd: 0n - costUsd, settledShares: 0n - shares },
      });
    }
    case 'FillReversed': {
      const { side, shares, costUsd } = fact.data;
      const settledShares = shadow.trades.get(tradeOf(fact.data))?.settledShares ?? 0n;
      const next = changedTrade(shadow, fact.data, { reversed: true });
      return side === 'BUY'
        ? moved(next, fact.data, { shares: 0n - shares, costUsd: 0n - costUsd, settledShares: 0n })
        : remembered(
            moved(next, fact.data, { shares, costUsd, settledShares }),
            fact.data,
            shadow.trades.get(tradeOf(fact.data))?.mark,
          );
    }
    case 'EquityMarked':
      return fact.data.marks.reduce(
        (before, { tokenId, price }) => marked(before, `${fact.data.strategyId}/${tokenId}`, price),
        shadow,
      );
    default:
      return shadow;
  }
}

function withOrder(
  shadow: Shadow,
  signalId: string,
  change: (order: ShadowOrder) => Partial<ShadowOrder>,
): Shadow {
  const order = shadow.orders.get(signalId);
  if (order === undefined) return shadow;
  const orders = new Map(shadow.orders).set(signalId, { ...order, ...change(order) });
  return { ...shadow, orders };
}

const filled = (
  shadow: Shadow,
  { signalId, shares }: account.AccountFill,
  freedUsd: bigint,
): Shadow =>
  withOrder(shadow, signalId, ({ remainingShares, remainingUsd }) => ({
    filled: true,
    remainingShares: remainingShares - shares,
    remainingUsd: remainingUsd - freedUsd,
  }));

function withTrade(shadow: Shadow, fact: Trade['fact']): Shadow {
  const { strategyId, tokenId, shares } = fact.data;
  const position = shadow.positions.get(`${strategyId}/${tokenId}`);
  const held = position?.settledShares ?? 0n;
  const settledShares = held < shares ? held : shares;
  const endsIt = position !== undefined && shares >= position.shares;
  const mark = endsIt ? position.mark : undefined;
  const trade = { fact, settledShares, mark, settled: false, reversed: false };
  return { ...shadow, trades: new Map(shadow.trades).set(tradeOf(fact.data), trade) };
}

function changedTrade(shadow: Shadow, fill: account.AccountFill, change: Partial<Trade>): Shadow {
  const trade = shadow.trades.get(tradeOf(fill));
  if (trade === undefined) return shadow;
  const trades = new Map(shadow.trades).set(tradeOf(fill), { ...trade, ...change });
  return { ...shadow, trades };
}

function moved(
  shadow: Shadow,
  { strategyId, conditionId, tokenId }: account.AccountFill,
  by: Pick<Held, 'shares' | 'costUsd' | 'settledShares'>,
): Shadow {
  const key = `${strategyId}/${tokenId}`;
  const none = { shares: 0n, costUsd: 0n, settledShares: 0n, mark: undefined };
  const before = shadow.positions.get(key) ?? none;
  const shares = atLeastNothing(before.shares + by.shares);
  const costUsd = shares === 0n ? 0n : atLeastNothing(before.costUsd + by.costUsd);
  const settled = atLeastNothing(before.settledShares + by.settledShares);
  const settledShares = settled < shares ? settled : shares;
  const mark = shares === 0n ? undefined : before.mark;
  const after = { strategyId, conditionId, tokenId, shares, costUsd, settledShares, mark };
  return { ...shadow, positions: new Map(shadow.positions).set(key, after) };
}

/** A sale that ended its position and failed: what is back counts as it did before. */
function remembered(
  shadow: Shadow,
  { strategyId, tokenId }: account.AccountFill,
  mark: bigint | undefined,
): Shadow {
  const key = `${strategyId}/${tokenId}`;
  const isUnmarked = shadow.positions.get(key)?.mark === undefined;
  return isUnmarked && mark !== undefined ? marked(shadow, key, mark) : shadow;
}

function marked(shadow: Shadow, key: string, mark: bigint): Shadow {
  const held = shadow.positions.get(key);
  if (held === undefined) return shadow;
  return { ...shadow, positions: new Map(shadow.positions).set(key, { ...held, mark }) };
}

const promised = ({ orders }: Shadow, key: string): bigint =>
  total(
    [...orders.values()]
      .filter(({ live, approval }) => live && approval.side === 'SELL')
      .filter(({ approval }) => `${approval.strategyId}/${approval.tokenId}` === key)
      .map(({ remainingShares }) => remainingShares),
  );

const costOfFills = ({ trades }: Shadow, signalId: string): bigint =>
  total(
    [...trades.values()]
      .filter(({ fact, reversed }) => fact.data.signalId === signalId && !reversed)
      .map(({ fact }) => fact.data.costUsd),
  );

const tradeOf = ({ orderId, tradeId }: account.AccountFill): string => `${orderId}/${tradeId}`;

function tally(entries: readonly { readonly key: string; readonly amount: bigint }[]) {
  const sums = new Map<string, bigint>();
  for (const { key, amount } of entries) sums.set(key, (sums.get(key) ?? 0n) + amount);
  return [...sums.entries()]
    .filter(([, amount]) => amount !== 0n)
    .sort(byFirst)
    .map(([key, amount]) => [key, amount] as const);
}

const total = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((so, amount) => so + amount, 0n);

const atLeastNothing = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

const byFirst = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

const byKey = (one: { readonly key: string }, other: { readonly key: string }): number =>
  one.key < other.key ? -1 : 1;
