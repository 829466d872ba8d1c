/** The exchange we trade on, in our words. */
import type { account, order, Instant, OrderType, TokenId } from '@sluice/domain';
import type { money } from '@sluice/domain';
import type { Recorded } from './ledger.js';

declare const ticketBrand: unique symbol;

/** Permission to order. Its only maker takes a stored approval, so nothing else compiles. */
export type OrderTicket = account.Approval & { readonly [ticketBrand]: true };

export function ticketFrom(approved: Recorded<account.SignalApproved>): OrderTicket {
  return approved.data as OrderTicket;
}

/**
 * `rejected` means the venue proved it does not hold the order. Anything short of proof is
 * `unknown`, and the order stays open until evidence ends it.
 */
export type PlacementOutcome =
  | { readonly kind: 'accepted'; readonly venueStatus: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly detail: string };

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

export type Venue = {
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
  /** Our fills, newest first, of one order or of all since an instant. Throws when incomplete. */
  fills(of: { readonly tokenId: TokenId; readonly since?: Instant }): Promise<readonly VenueFill[]>;
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
