/** Carries matches to the chain one after the other and tells how each of them fares. */
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenAsset } from '../accounts/holdings.js';
import { withdrawUncovered } from '../orders/withdraw-uncovered.js';
import type { Hex, SettledOrder } from '../chain/venue-chain.js';
import type { SettlementPlan } from '../faults/occasions.js';
import type { Venue } from '../venue.js';
import { joinOnChain } from './join-on-chain.js';
import { HOUSE_KEY, legsOf, type TradeLeg, type TradeStatus, type VenueTrade } from './trade.js';
import { neverMined } from './never-mined.js';

export type SettlementDelays = {
  /** From the match to its transaction. */
  readonly minedMs: number;
  /** From the transaction to its confirmation. */
  readonly confirmedMs: number;
};

export type Settlement = {
  readonly enqueue: (trade: VenueTrade) => void;
  /** Resolves when nothing enqueued so far is still on its way to the chain. */
  readonly drained: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const ATTEMPTS_MAX = 3;

export const createSettlement = (venue: () => Venue, delays: SettlementDelays): Settlement => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = (): boolean => signal.aborted;
  const underWay = new Set<Promise<void>>();
  /** Trades that another one took along in its transaction. */
  const carried = new Set<string>();
  let tail: Promise<void> = Promise.resolve();
  const pause = (ms: number): Promise<unknown> =>
    ms <= 0 ? Promise.resolve() : sleep(ms, undefined, { signal });

  const settle = async (trade: VenueTrade, plan: SettlementPlan): Promise<void> => {
    if (carried.delete(trade.id)) return;
    const { stuck } = plan;
    if (stuck?.at === 'MATCHED') {
      later(stuck.forMs, () => inSingleFile(trade, {}));
      return;
    }
    await pause(trade.matchedAtMs + delays.minedMs - venue().nowMs());
    const settled = await throughFaults(trade, plan);
    for (const one of settled) {
      await refreshHoldings(venue(), one);
      if (one.status !== 'MINED') continue;
      const mined = climb(venue(), one, 'MINED', {});
      later(stuck?.forMs ?? 0, () => confirmLater(mined));
    }
    for (const leg of settled.flatMap(clientLegs)) {
      withdrawUncovered(venue(), leg.wallet, 'COLLATERAL');
      withdrawUncovered(venue(), leg.wallet, tokenAsset(leg.tokenId));
    }
  };
  const throughFaults = async (
    trade: VenueTrade,
    plan: SettlementPlan,
  ): Promise<readonly VenueTrade[]> => {
    const { fails, retriedFirst } = plan;
    if (fails !== undefined) {
      const told = fails.minedFirst
        ? climb(venue(), trade, 'MINED', { transactionHash: neverMined() })
        : trade;
      if (fails.minedFirst) await pause(delays.minedMs);
      return [climb(venue(), told, 'FAILED', { error: fails.error })];
    }
    if (retriedFirst === undefined) return attempts(together(trade, plan));
    const lost = climb(venue(), trade, 'MINED', { transactionHash: neverMined() });
    await pause(delays.minedMs);
    const retried = climb(venue(), lost, 'RETRYING', { error: retriedFirst.error });
    await pause(delays.minedMs);
    return attempts([retried]);
  };
  const together = (trade: VenueTrade, plan: SettlementPlan): readonly VenueTrade[] => {
    if (plan.together !== true) return [trade];
    const others = venue()
      .trades.unsettled()
      .filter(({ id, taker }) => id !== trade.id && taker.orderId === trade.taker.orderId);
    for (const { id } of others) carried.add(id);
    return [trade, ...others];
  };
  const attempts = async (trades: readonly VenueTrade[]): Promise<readonly VenueTrade[]> => {
    let current = trades;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 1) await pause(delays.minedMs);
      current = await attemptOnce(venue(), current, attempt);
      if (current[0]?.status !== 'RETRYING') break;
    }
    return current;
  };
  const confirmLater = (trade: VenueTrade): void =>
    later(delays.confirmedMs, () => void climb(venue(), trade, 'CONFIRMED', {}));
  const later = (ms: number, act: () => unknown): void => {
    track(
      pause(ms).then(
        () => void act(),
        () => undefined,
      ),
    );
  };
  const track = (work: Promise<void>): void => {
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  };
  const inSingleFile = (trade: VenueTrade, plan: SettlementPlan): Promise<void> => {
    tail = tail.then(async () => {
      if (stopped()) return;
      try {
        await settle(trade, plan);
      } catch (error) {
        if (!stopped()) venue().log(`Settlement of ${trade.id} broke: ${String(error)}`);
      }
    });
    return tail;
  };
  const waiting = new Set<Promise<void>>();
  return {
    enqueue: (trade) => {
      const plan = planOf(venue(), trade);
      if (plan.delayMs === undefined) return void inSingleFile(trade, plan);
      const late = pause(plan.delayMs).then(
        () => inSingleFile(trade, plan),
        () => undefined,
      );
      waiting.add(late);
      void late.then(() => waiting.delete(late));
    },
    drained: async () => {
      await Promise.all(waiting);
      await tail;
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(waiting);
      await tail;
      await Promise.all(underWay);
    },
  };
};

const planOf = (venue: Venue, trade: VenueTrade): SettlementPlan => {
  const given = { ...venue.faults.hand(venue), trade };
  return venue.faults.take('settlement', ['trade'], given)?.() ?? {};
};

/**
 * The trades as they then stand: mined but not yet told, or told to be retried or to have failed. Before a
 * transaction leaves, its hash is written down; whoever finds such a hash asks the chain first, so that no
 * trade moves money twice, also after a kill between the two.
 */
const attemptOnce = async (
  venue: Venue,
  trades: readonly VenueTrade[],
  attempt: number,
): Promise<readonly VenueTrade[]> => {
  const sent = trades[0]?.sentHash ?? trades[0]?.transactionHash ?? undefined;
  try {
    if (sent !== undefined && (await venue.chain.hasMined(sent))) return trades.map(minedBy(sent));
    const { transactionHash } = await venue.chain.settle(onChain(venue, trades), (hash) => {
      for (const trade of trades)
        venue.trades.put({ ...(venue.trades.find(trade.id) ?? trade), sentHash: hash });
    });
    return trades.map(minedBy(transactionHash));
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    const last = attempt === ATTEMPTS_MAX;
    return trades.map((trade) => {
      venue.log(`Trade ${trade.id} was not settled at attempt ${attempt}: ${error}`);
      const known = venue.trades.find(trade.id) ?? trade;
      return climb(venue, known, last ? 'FAILED' : 'RETRYING', { error });
    });
  }
};

const minedBy =
  (transactionHash: Hex) =>
  (trade: VenueTrade): VenueTrade => ({
    ...trade,
    status: 'MINED',
    transactionHash,
    sentHash: transactionHash,
    error: '',
  });

const climb = (
  venue: Venue,
  trade: VenueTrade,
  status: TradeStatus,
  change: Partial<VenueTrade>,
): VenueTrade => {
  const next = venue.trades.put({ ...trade, ...change, status, updatedAtMs: venue.nowMs() });
  venue.announcements.publish({ kind: 'trade', trade: next });
  return next;
};

const onChain = (venue: Venue, trades: readonly VenueTrade[]) =>
  joinOnChain(
    trades.map((trade) => ({
      taker: settledOrder(venue, trade.taker),
      makers: trade.makers.map((leg) => settledOrder(venue, leg)),
    })),
  );

const settledOrder = (venue: Venue, leg: TradeLeg): SettledOrder => {
  const signed = venue.orders.find(leg.orderId)?.signed;
  return {
    orderHash: leg.orderId,
    maker: leg.wallet,
    side: leg.side,
    tokenId: leg.tokenId,
    makerAmount: leg.side === 'BUY' ? leg.dollars : leg.shares,
    takerAmount: leg.side === 'BUY' ? leg.shares : leg.dollars,
    fee: leg.fee,
    ...(signed === undefined ? {} : { builder: signed.builder, metadata: signed.metadata }),
  };
};

/** A venue that forgets to look again still believes what it read before the trade. */
const refreshHoldings = async (venue: Venue, trade: VenueTrade): Promise<void> => {
  const given = { ...venue.faults.hand(venue), trade };
  const stale = venue.faults.take('refresh', ['balance'], given)?.() === 'skip';
  const { refresh, known, believe } = venue.holdings;
  for (const leg of clientLegs(trade))
    for (const asset of ['COLLATERAL', tokenAsset(leg.tokenId)] as const) {
      const before = known(leg.wallet, asset);
      await refresh(leg.wallet, asset);
      if (stale) believe(leg.wallet, asset, before);
    }
};

const clientLegs = (trade: VenueTrade): readonly TradeLeg[] =>
  legsOf(trade).filter((leg) => leg.owner !== HOUSE_KEY);
