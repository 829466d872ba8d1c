/** The points of the venue where a fault may strike, and what it is given and answers there. */
import type { ApiKey } from '../auth/api-keys.js';
import type { Answer, VenueRequest } from '../http/route.js';
import type { VenueTrade } from '../trades/trade.js';
import type { Announcement, Venue } from '../venue.js';

export type Occasions = {
  /** A request has arrived. */
  readonly request: { readonly given: RequestOccasion; readonly outcome: Promise<Reply> };
  /** Fills were turned into trades that nobody has heard of yet. */
  readonly match: { readonly given: MatchOccasion; readonly outcome: readonly VenueTrade[] };
  /** A trade is about to go to the chain. */
  readonly settlement: { readonly given: SettlementOccasion; readonly outcome: SettlementPlan };
  /** The venue would look at the chain again after a settlement. */
  readonly refresh: { readonly given: RefreshOccasion; readonly outcome: 'skip' };
  /** A frame is about to leave on the user channel. */
  readonly user_frame: { readonly given: UserFrameOccasion; readonly outcome: FramePlan };
  /** A frame is about to leave on the market channel. */
  readonly market_frame: { readonly given: MarketFrameOccasion; readonly outcome: FramePlan };
  /** A connection authenticates on the user channel. */
  readonly user_subscription: {
    readonly given: UserSubscriptionOccasion;
    readonly outcome: SubscriptionPlan;
  };
  /** A connection subscribes on the market channel. */
  readonly market_subscription: {
    readonly given: MarketSubscriptionOccasion;
    readonly outcome: SubscriptionPlan;
  };
};

export type Point = keyof Occasions;

/** What every fault may use. */
export type Hand = {
  readonly venue: Venue;
  /** Ends early, by throwing, when the venue stops. */
  readonly pause: (ms: number) => Promise<void>;
  /** Does something later, unless the venue has stopped by then. */
  readonly later: (ms: number, act: () => unknown) => void;
};

export type Reply = Answer | 'reset';

export type RequestOccasion = Hand & {
  /** Such as "GET /data/order/:id". */
  readonly route: string;
  readonly request: VenueRequest;
  /** Lets the venue obey the request, or another one in its place. */
  readonly serve: (instead?: VenueRequest) => Promise<Answer>;
};

export type MatchOccasion = Hand & {
  /** "house" = the crowd took from clients' resting orders. */
  readonly taker: 'client' | 'house';
  readonly trades: readonly VenueTrade[];
};

export type SettlementOccasion = Hand & { readonly trade: VenueTrade };

/** Every part is absent in an ordinary settlement. */
export type SettlementPlan = {
  /** Waits this much longer than usual. */
  readonly delayMs?: number;
  /** The chain is not asked; the trade is told MINED first when `minedFirst`. */
  readonly fails?: { readonly error: string; readonly minedFirst: boolean };
  /** A transaction that never was is told, then RETRYING, and only then the true one. */
  readonly retriedFirst?: { readonly error: string };
  /** No word after this status. */
  readonly stuck?: { readonly at: 'MATCHED' | 'MINED'; readonly forMs: number };
  /** All waiting trades of the same taking order settle in one transaction. */
  readonly together?: boolean;
};

export type RefreshOccasion = Hand & { readonly trade: VenueTrade };

export type UserFrameOccasion = Hand & {
  readonly owner: string;
  readonly announcement: Extract<Announcement, { readonly kind: 'order' | 'trade' }>;
  readonly body: Readonly<Record<string, unknown>>;
};

export type MarketFrameOccasion = Hand & { readonly body: Readonly<Record<string, unknown>> };

export type FramePlan = {
  readonly deliveries: readonly {
    /** An object leaves as JSON, bytes as they are. */
    readonly payload: object | Buffer;
    readonly afterMs: number;
  }[];
  /** What becomes of the connection: it goes silent for some time, or is cut. */
  readonly connection?: { readonly silentForMs: number } | 'cut';
};

export type UserSubscriptionOccasion = Hand & {
  /** Undefined = the credentials are wrong. */
  readonly key: ApiKey | undefined;
  /** The newest frames its key was told, oldest first. */
  readonly toldBefore: readonly object[];
};

export type MarketSubscriptionOccasion = Hand & { readonly tokenIds: readonly string[] };

/** Every part is absent for an ordinary subscription. */
export type SubscriptionPlan = {
  /** The connection stays open and hears nothing, ever. */
  readonly ignored?: boolean;
  readonly cutAfterMs?: number;
  readonly noSnapshot?: boolean;
  /** Frames told again at once. */
  readonly again?: readonly object[];
};
