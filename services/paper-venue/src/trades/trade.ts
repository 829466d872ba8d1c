/** A match the venue made, from the moment it is told until the chain has confirmed or refused it. */
import type { Address, Hex } from '../chain/venue-chain.js';
import type { Journal } from '../journal/journal.js';
import type { Side, TokenIndex } from '../matching/order-book.js';

export type TradeStatus = 'MATCHED' | 'MINED' | 'CONFIRMED' | 'RETRYING' | 'FAILED';

/** One order's part in a trade. */
export type TradeLeg = {
  readonly orderId: Hex;
  /** The API key, or HOUSE_KEY. */
  readonly owner: string;
  readonly wallet: Address;
  readonly token: TokenIndex;
  readonly tokenId: string;
  readonly side: Side;
  /** In the leg's own token's terms. */
  readonly price: bigint;
  readonly shares: bigint;
  /** pUSD given (BUY) or received before the fee (SELL). */
  readonly dollars: bigint;
  readonly fee: bigint;
};

export type VenueTrade = {
  readonly id: string;
  readonly conditionId: Hex;
  readonly taker: TradeLeg;
  readonly makers: readonly TradeLeg[];
  readonly status: TradeStatus;
  readonly transactionHash: Hex | null;
  /** The newest transaction that was signed for it; the chain knows whether it was mined. */
  readonly sentHash?: Hex;
  readonly error: string;
  readonly bucketIndex: number;
  readonly matchedAtMs: number;
  readonly updatedAtMs: number;
};

export const HOUSE_KEY = '00000000-0000-0000-0000-000000000000';

export type Trades = {
  find(id: string): VenueTrade | undefined;
  put(trade: VenueTrade): VenueTrade;
  /** Newest first. */
  all(): readonly VenueTrade[];
  /** Newest first. */
  of(owner: string): readonly VenueTrade[];
  /** Trades whose money has not moved on chain yet. */
  unsettled(): readonly VenueTrade[];
  /** Trades that may still change. */
  unfinished(): readonly VenueTrade[];
};

export const createTrades = (journal: Journal): Trades => {
  const byId = new Map<string, VenueTrade>();
  const unsettled = new Map<string, VenueTrade>();
  const idsByOwner = new Map<string, Set<string>>();
  const put = (trade: VenueTrade): void => {
    byId.set(trade.id, trade);
    for (const { owner } of legsOf(trade)) {
      const ids = idsByOwner.get(owner) ?? new Set();
      idsByOwner.set(owner, ids.add(trade.id));
    }
    if (trade.status === 'MATCHED' || trade.status === 'RETRYING') unsettled.set(trade.id, trade);
    else unsettled.delete(trade.id);
  };
  for (const trade of journal.restored('trade')) put(trade);
  return {
    find: (id) => byId.get(id),
    put: (trade) => {
      put(trade);
      journal.write('trade', trade);
      return trade;
    },
    all: () => [...byId.values()].reverse(),
    of: (owner) => [...(idsByOwner.get(owner) ?? [])].flatMap((id) => byId.get(id) ?? []).reverse(),
    unsettled: () => [...unsettled.values()],
    unfinished: () =>
      [...byId.values()].filter(({ status }) => status !== 'CONFIRMED' && status !== 'FAILED'),
  };
};

export const legsOf = (trade: VenueTrade): readonly TradeLeg[] => [trade.taker, ...trade.makers];
