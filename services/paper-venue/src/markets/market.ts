/** The venue's markets: what was listed, how each one stands, and its book. */
import type { Hex, MarketKind } from '../chain/venue-chain.js';
import type { Journal } from '../journal/journal.js';
import { PLAIN_TRAITS, type MarketTraits } from './market-traits.js';
import { emptyBook, type OrderBook, type Side, type TokenIndex } from '../matching/order-book.js';

/** What outlives a restart. */
export type MarketRecord = MarketTraits & {
  /** The condition id. */
  readonly id: Hex;
  /** What the chain calls it, which is something else only where an earlier venue listed it. */
  readonly onChain: {
    readonly kind: MarketKind['kind'];
    readonly conditionId: Hex;
    readonly tokenIds: readonly [string, string];
  };
  readonly questionId: Hex;
  readonly tokenIds: readonly [string, string];
  readonly slug: string;
  readonly question: string;
  readonly outcomes: readonly [string, string];
  /** Part of a millionth of shares x p x (1 - p). */
  readonly feeRate: bigint;
  readonly minSize: bigint;
  readonly tick: bigint;
  readonly listedAtMs: number;
  readonly stage: 'open' | 'closed' | 'resolved';
  /** Null until it is resolved, and of a resolved market that pays half a dollar for each outcome. */
  readonly winner: TokenIndex | null;
  readonly closedAtMs: number | null;
  /** Stopped by hand: it waits for a hand to reopen or resolve it, and its tape waits with it. */
  readonly closedByHand?: boolean;
  /** What a hand made the oracle say; absent = nothing is asked of it. */
  readonly oracle?: Oracle;
  /** Events of the tape already played. */
  readonly tapePosition: number;
};

export const ORACLE_STATUSES = [
  ...(['initialized', 'posed', 'active', 'proposed', 'challenged', 'reproposed'] as const),
  ...(['disputed', 'arbitration', 'resolved'] as const),
] as const;

export type Oracle = {
  /** It may say resolved while the chain has no payout: others have to tell the difference. */
  readonly status: (typeof ORACLE_STATUSES)[number];
  readonly sinceMs: number;
  readonly expectedSettlementMs: number | null;
  readonly wasDisputed: boolean;
};

export type Market = MarketRecord & {
  readonly book: OrderBook;
  readonly lastTrade: LastTrade | null;
  /** When the book last moved. */
  readonly movedAtMs: number;
};

export type LastTrade = {
  readonly token: TokenIndex;
  readonly side: Side;
  readonly price: bigint;
  readonly shares: bigint;
};

export type Markets = {
  list(record: MarketRecord): Market;
  find(conditionId: string): Market | undefined;
  bySlug(slug: string): Market | undefined;
  byToken(tokenId: string): { readonly market: Market; readonly token: TokenIndex } | undefined;
  readonly all: () => readonly Market[];
  /** The book moves all the time and is not remembered; the rest is. */
  change(id: Hex, next: Partial<Market>): Market;
};

export const createMarkets = (journal: Journal): Markets => {
  const byId = new Map<string, Market>();
  const tokens = new Map<string, readonly [Hex, TokenIndex]>();
  const list = (record: MarketRecord): Market => {
    const market = {
      ...record,
      book: emptyBook,
      lastTrade: null,
      movedAtMs: record.listedAtMs,
    };
    byId.set(record.id.toLowerCase(), market);
    tokens.set(record.tokenIds[0], [record.id, 0]);
    tokens.set(record.tokenIds[1], [record.id, 1]);
    return market;
  };
  for (const record of journal.restored('market')) list(completed(record));
  const find = (conditionId: string): Market | undefined => byId.get(conditionId.toLowerCase());
  return {
    list: (record) => {
      journal.write('market', record);
      return list(record);
    },
    find,
    bySlug: (slug) => [...byId.values()].find((market) => market.slug === slug),
    byToken: (tokenId) => {
      const [id, token] = tokens.get(tokenId) ?? [];
      const market = id === undefined ? undefined : find(id);
      return market === undefined || token === undefined ? undefined : { market, token };
    },
    all: () => [...byId.values()],
    change: (id, next) => {
      const market = find(id);
      if (market === undefined) throw new Error(`Market ${id} was never listed`);
      const changed = { ...market, ...next };
      byId.set(id.toLowerCase(), changed);
      if (isRemembered(next)) journal.write('market', recordOf(changed));
      return changed;
    },
  };
};

/**
 * Markets written down before there were others than plain ones lack what only those have; before other
 * kinds were settled as such, all were standard on the chain.
 */
const completed = (record: MarketRecord): MarketRecord => ({
  ...PLAIN_TRAITS,
  ...record,
  onChain: {
    kind: 'standard',
    conditionId: record.id,
    tokenIds: record.tokenIds,
    ...(record as Partial<MarketRecord>).onChain,
  },
});

const isRemembered = (change: Partial<Market>): boolean =>
  'stage' in change || 'oracle' in change || 'tick' in change || 'tapePosition' in change;

const recordOf = ({
  book: _book,
  lastTrade: _trade,
  movedAtMs: _at,
  ...record
}: Market): MarketRecord => record;
