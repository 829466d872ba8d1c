/** How people are reached. */
import type { alert, Instant } from '@sluice/domain';

export type Page = alert.Alert & { readonly at: Instant };

export type DeliveryOutcome =
  /** The receiver took it; the receipt is its word for it. */
  | { readonly kind: 'delivered'; readonly receipt: string }
  /** Worth trying again. */
  | { readonly kind: 'failed'; readonly detail: string };

/** One way to reach people. Delivering the same alert twice carries the same id. */
export type PagerChannel = {
  readonly name: string;
  deliver(page: Page): Promise<DeliveryOutcome>;
  close(): Promise<void>;
};
