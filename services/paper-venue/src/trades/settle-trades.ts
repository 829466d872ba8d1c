/** Carries matches to the chain one after the other and tells how each of them fares. */
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenAsset } from '../accounts/holdings.js';
import { withdrawUncovered } from '../orders/withdraw-uncovered.js';
import type { SettledOrder } from '../chain/venue-chain.js';
import type { Venue } from '../venue.js';
import { HOUSE_KEY, legsOf, type TradeLeg, type TradeStatus, type VenueTrade } from './trade.js';

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
  const confirmations = new Set<Promise<void>>();
  let tail: Promise<void> = Promise.resolve();
  const pause = (ms: number): Promise<unknown> =>
    ms <= 0 ? Promise.resolve() : sleep(ms, undefined, { signal });

  const settle = async (trade: VenueTrade): Promise<void> => {
    if (trade.status === 'MINED') {
      confirmLater(trade);
      return;
    }
    await pause(trade.matchedAtMs + delays.minedMs - venue().nowMs());
    let current = trade;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 1) await pause(delays.minedMs);
      current = await attemptOnce(venue(), current, attempt);
      if (current.status !== 'RETRYING') break;
    }
    await refreshHoldings(venue(), current);
    if (current.status === 'MINED') confirmLater(climb(venue(), current, 'MINED', {}));
    for (const leg of clientLegs(current)) {
      withdrawUncovered(venue(), leg.wallet, 'COLLATERAL');
      withdrawUncovered(venue(), leg.wallet, tokenAsset(leg.tokenId));
    }
  };
  const confirmLater = (trade: VenueTrade): void => {
    const confirmation = pause(delays.confirmedMs).then(
      () => void climb(venue(), trade, 'CONFIRMED', {}),
      () => undefined,
    );
    confirmations.add(confirmation);
    void confirmation.then(() => confirmations.delete(confirmation));
  };
  return {
    enqueue: (trade) => {
      tail = tail.then(async () => {
        if (stopped()) return;
        try {
          await settle(trade);
        } catch (error) {
          if (!stopped()) venue().log(`Settlement of ${trade.id} broke: ${String(error)}`);
        }
      });
    },
    drained: () => tail,
    stop: async () => {
      stopping.abort();
      await tail;
      await Promise.all(confirmations);
    },
  };
};

/** The trade as it then stands: mined but not yet told, or told to be retried or to have failed. */
const attemptOnce = async (
  venue: Venue,
  trade: VenueTrade,
  attempt: number,
): Promise<VenueTrade> => {
  try {
    const { transactionHash } = await venue.chain.settle(onChain(venue, trade));
    return { ...trade, status: 'MINED', transactionHash, error: '' };
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    venue.log(`Trade ${trade.id} was not settled at attempt ${attempt}: ${error}`);
    return climb(venue, trade, attempt === ATTEMPTS_MAX ? 'FAILED' : 'RETRYING', { error });
  }
};

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

const onChain = (venue: Venue, trade: VenueTrade) => ({
  taker: settledOrder(venue, trade.taker),
  makers: trade.makers.map((leg) => settledOrder(venue, leg)),
});

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

const refreshHoldings = async (venue: Venue, trade: VenueTrade): Promise<void> => {
  await Promise.all(
    clientLegs(trade).flatMap((leg) => [
      venue.holdings.refresh(leg.wallet, 'COLLATERAL'),
      venue.holdings.refresh(leg.wallet, tokenAsset(leg.tokenId)),
    ]),
  );
};

const clientLegs = (trade: VenueTrade): readonly TradeLeg[] =>
  legsOf(trade).filter((leg) => leg.owner !== HOUSE_KEY);
