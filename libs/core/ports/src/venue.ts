/** The exchange we trade on, in our words. */
import type {
  account,
  ConditionId,
  Instant,
  money,
  order,
  OrderType,
  Side,
  TokenId,
} from '@sluice/domain';
import type { Recorded } from './ledger.js';

declare const ticketBrand: unique symbol;

/** Permission to order. Its only maker takes a stored approval, so nothing else compiles. */
export type OrderTicket = account.Approval & { readonly [ticketBrand]: true };

export function ticketFrom(approved: Recorded<account.SignalApproved>): OrderTicket {
  return approved.data as OrderTicket;
}

/**
 * `rejected` means the venue proved it does not hold the order and never will take these bytes.
 * `not_taken` means it proved that this sending did not reach its book; the same bytes may be sent
 * later. Anything short of proof is `unknown`, and the order stays open until evidence ends it.
 */
export type PlacementOutcome =
  | { readonly kind: 'accepted'; readonly venueStatus: string }
  | {
      readonly kind: 'rejected';
      readonly reason: string;
      /** When the reason lies in the venue or this account, and other orders will meet it too. */
      readonly condition?: VenueCondition;
    }
  | {
      readonly kind: 'not_taken';
      /** `open` when only this sending was too early, as with a limit on how many are taken. */
      readonly condition: VenueCondition;
      /** What the venue asks us to wait, when it says so. */
      readonly retryAfterMs?: number;
      readonly detail: string;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

/** How much the venue takes at present, as its own answers tell. */
export type VenueCondition =
  | 'open'
  /** Its matching engine starts again: nothing is taken, and the same bytes may be sent later. */
  | 'restarting'
  | 'post_only'
  | 'cancel_only'
  | 'disabled'
  /** This account may only close what it has. */
  | 'closed_only'
  | 'geoblocked'
  /** It signs orders by another version than we do. */
  | 'version_changed'
  | 'unauthorized';

/** One of this key's orders as the venue lists it, ours or placed by hand. */
export type VenueOrder = {
  readonly orderHash: string;
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly price: money.Price;
  readonly shares: money.MicroShares;
  readonly matchedShares: money.MicroShares;
  readonly status: Extract<OrderEvidence, { kind: 'found' }>['status'];
};

/** What the wallet holds, as the venue's data service says; it lags, and proves nothing alone. */
export type VenuePosition = {
  readonly conditionId: ConditionId;
  readonly tokenId: TokenId;
  readonly shares: money.MicroShares;
};

/** What became of each order that was to be cancelled; the rest is not cancelled, with its reason. */
export type CancelAnswer = {
  readonly cancelled: readonly string[];
  readonly notCancelled: ReadonlyMap<string, string>;
};

export type VenueHealth = {
  readonly condition: VenueCondition;
  readonly detail: string;
  /** The version of orders it takes. */
  readonly orderVersion: number;
  /** How far its clock is ahead of ours, in milliseconds; negative when behind. */
  readonly clockSkewMs: number;
};

/** Watching over all that the key has at the venue, beyond single orders. */
export type VenueWatch = {
  /** Any number; in several requests when the venue takes fewer at once. Never throws. */
  cancelMany(orderHashes: readonly string[]): Promise<CancelAnswer>;
  /** Every open order of this key, those placed by hand too. Throws when no answer names them. */
  cancelAll(): Promise<CancelAnswer>;
  /** All of them; throws IncompleteAnswerError rather than show a part. */
  openOrders(): Promise<readonly VenueOrder[]>;
  /** Throws IncompleteAnswerError rather than show a part. */
  positions(): Promise<readonly VenuePosition[]>;
  /** One heartbeat of the dead man's switch. Throws when the venue did not take it. */
  beat(): Promise<void>;
  /** Asks the venue how much it takes. Throws when it cannot be asked. */
  probe(): Promise<VenueHealth>;
  /** Lets the venue read a balance from the chain again. */
  refreshBalance(asset: 'collateral' | { readonly tokenId: TokenId }): Promise<void>;
};

/** What the chain itself says, asked where one is configured. Every question throws without an answer. */
export type VenueChain = {
  /** What the wallet has to pay with, in the newest block. */
  collateral(): Promise<bigint>;
  /** How much of its `makerAmount` an order gave in fills that are final: pUSD for BUY, shares for SELL. */
  settledOf(signed: Pick<order.SignedOrder, 'orderHash' | 'signedBody'>): Promise<bigint>;
  /**
   * What a transaction moved for an order, by the one record the exchange made of it there; undefined
   * when it made none or several. The same whenever it is asked: a transaction that is mined anew after
   * a reorganisation moves the same.
   */
  movedFor(
    signed: Pick<order.SignedOrder, 'orderHash' | 'signedBody'>,
    transactionHash: string,
  ): Promise<(order.SettledMoney & { readonly shares: bigint }) | undefined>;
};

/** The venue's answer is a part of what was asked for: it may not be taken for the whole. */
export class IncompleteAnswerError extends Error {
  override readonly name: string = 'IncompleteAnswerError';
}

/** What the venue says of one order. `absent` proves nothing by itself. */
export type OrderEvidence =
  | {
      readonly kind: 'found';
      readonly status:
        'live' | 'delayed' | 'matched' | 'cancelled' | 'expired' | 'market_over' | 'invalid';
      readonly matchedShares: money.MicroShares;
    }
  | { readonly kind: 'absent' };

/** One of our fills as the venue reports it; `orderHash` says which of our orders. */
export type VenueFill = order.Fill & {
  readonly orderHash: string;
  readonly status: 'matched' | 'mined' | 'confirmed' | 'retrying' | 'failed';
  readonly transactionHash: string;
  readonly matchedAt: Instant;
};

export type OrderUpdate = {
  readonly orderHash: string;
  readonly kind: 'placed' | 'updated' | 'cancelled';
  readonly status: Extract<OrderEvidence, { kind: 'found' }>['status'];
  readonly matchedShares: money.MicroShares;
};

export type VenueEvent =
  | { readonly kind: 'fill'; readonly fill: VenueFill }
  | { readonly kind: 'order'; readonly update: OrderUpdate }
  /** The stream was, or may have been, interrupted: look everything up again. */
  | { readonly kind: 'discontinuity' };

export type Venue = VenueWatch & {
  /** The wallet that holds money and positions. */
  readonly wallet: string;
  /** Signs without sending. The hash is the venue's future id for the order. */
  sign(ticket: OrderTicket): Promise<order.SignedOrder>;
  /** Sends exactly these bytes. Sending them again is safe. */
  place(
    signed: Pick<order.SignedOrder, 'orderHash' | 'signedBody' | 'orderType'>,
  ): Promise<PlacementOutcome>;
  cancel(orderHash: string): Promise<{
    readonly kind: 'cancelled' | 'not_cancelled';
    readonly detail: string;
  }>;
  lookUp(orderHash: string): Promise<OrderEvidence>;
  /**
   * Our fills, newest first, of one token or of all, since an instant or since ever. Throws
   * IncompleteAnswerError rather than show a part.
   */
  fills(of: {
    readonly tokenId?: TokenId;
    readonly since?: Instant;
  }): Promise<readonly VenueFill[]>;
  /** What the venue believes we can spend or sell, in millionths. */
  balance(asset: 'collateral' | { readonly tokenId: TokenId }): Promise<bigint>;
  follow(onEvent: (event: VenueEvent) => void): {
    stop(): Promise<void>;
    healthy(): boolean;
  };
};

export type { OrderType };

/** The order can never be signed as approved: off the grid, too small, amounts that disagree. */
export class UnsignableOrderError extends Error {
  override readonly name: string = 'UnsignableOrderError';
}
