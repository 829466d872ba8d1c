/** An order the venue has taken, and all the orders it knows. */
import type { Address, Hex } from '../chain/venue-chain.js';
import type { Journal } from '../journal/journal.js';
import type { Side, TokenIndex } from '../matching/order-book.js';
import type { OrderType } from '../matching/place-in-book.js';

/** DELAYED = taken, and held back before it is matched. */
export type OrderStatus =
  'LIVE' | 'DELAYED' | 'MATCHED' | 'CANCELED' | 'CANCELED_MARKET_RESOLVED' | 'INVALID';

export type VenueOrder = {
  /** The EIP-712 hash. */
  readonly id: Hex;
  /** The API key that placed it. */
  readonly owner: string;
  readonly wallet: Address;
  readonly conditionId: Hex;
  readonly token: TokenIndex;
  readonly tokenId: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly postOnly: boolean;
  /** In the token's own terms, on the tick. */
  readonly price: bigint;
  /** Signed shares. */
  readonly shares: bigint;
  /** Signed pUSD of an immediate BUY, which is sized in it. */
  readonly dollars: bigint | null;
  readonly matchedShares: bigint;
  readonly matchedDollars: bigint;
  /** What the exchange contract needs to know of the signed order. */
  readonly signed: {
    readonly makerAmount: bigint;
    readonly builder: Hex;
    readonly metadata: Hex;
  };
  readonly status: OrderStatus;
  /** Why it was killed, when it was. */
  readonly reason: string;
  readonly tradeIds: readonly string[];
  /** Unix seconds; 0 = never. */
  readonly expiration: number;
  readonly createdAtMs: number;
};

export type Orders = {
  find(id: string): VenueOrder | undefined;
  /** How many orders were ever taken, finished ones included. */
  count(): number;
  /** Open orders: those in the book, and those held back before they are matched. */
  live(): readonly VenueOrder[];
  liveOf(owner: string): readonly VenueOrder[];
  /** Writes the order's newest state. */
  put(order: VenueOrder): VenueOrder;
  /** True when the venue has processed this hash before, whatever came of it. */
  hasSeen(id: Hex): boolean;
  markSeen(id: Hex): void;
};

export const ORDERS_LIVE_MAX = 20_000;

export const createOrders = (journal: Journal): Orders => {
  const byId = new Map<string, VenueOrder>();
  const live = new Map<string, VenueOrder>();
  const seen = new Set<string>(journal.restored('seen').map(({ id }) => id));
  const put = (order: VenueOrder): void => {
    byId.set(order.id, order);
    seen.add(order.id);
    if (isOpen(order)) live.set(order.id, order);
    else live.delete(order.id);
  };
  for (const order of journal.restored('order')) put(order);
  return {
    find: (id) => byId.get(id.toLowerCase()),
    count: () => byId.size,
    live: () => [...live.values()],
    liveOf: (owner) => [...live.values()].filter((order) => order.owner === owner),
    put: (order) => {
      put(order);
      journal.write('order', order);
      return order;
    },
    hasSeen: (id) => seen.has(id),
    markSeen: (id) => {
      seen.add(id);
      journal.write('seen', { id });
    },
  };
};

export const isOpen = ({ status }: Pick<VenueOrder, 'status'>): boolean =>
  status === 'LIVE' || status === 'DELAYED';

export const remainingShares = (order: VenueOrder): bigint => order.shares - order.matchedShares;
