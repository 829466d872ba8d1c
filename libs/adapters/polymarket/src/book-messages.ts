/** What the market channel says about books, in our numbers, and which market it calls resolved. */
import { z } from 'zod';
import type { ConditionId, Side, TokenId } from '@sluice/domain';
import type { BookLevel } from './book.js';
import { Decimal, readMicros } from './decimals.js';
import { UnreadableAnswerError } from './errors.js';

export type BookMessage =
  | {
      readonly kind: 'snapshot';
      readonly tokenId: TokenId;
      readonly bids: readonly BookLevel[];
      readonly asks: readonly BookLevel[];
    }
  | {
      readonly kind: 'changes';
      readonly changes: readonly {
        readonly tokenId: TokenId;
        readonly side: Side;
        readonly level: BookLevel;
      }[];
    }
  /** The grid moved: the book of this token is worthless until its next snapshot. */
  | { readonly kind: 'grid_moved'; readonly tokenId: TokenId }
  | { readonly kind: 'resolved'; readonly conditionId: ConditionId }
  /** Trades, new markets: not about books. */
  | { readonly kind: 'other' };

/** Throws UnreadableAnswerError when a message about a book cannot be read. */
export function readBookMessage(message: unknown): BookMessage {
  switch (kindOf(message)) {
    case 'book': {
      const { asset_id: tokenId, bids, asks } = parsed(BookSnapshot, message);
      return { kind: 'snapshot', tokenId, bids: bids.map(readLevel), asks: asks.map(readLevel) };
    }
    case 'price_change': {
      const { price_changes: changes } = parsed(PriceChange, message);
      return {
        kind: 'changes',
        changes: changes.map(({ asset_id: tokenId, side, ...level }) => ({
          ...{ tokenId, side, level: readLevel(level) },
        })),
      };
    }
    case 'tick_size_change': {
      const { asset_id: tokenId, old_tick_size, new_tick_size } = parsed(TickChange, message);
      const moved = readMicros(old_tick_size) !== readMicros(new_tick_size);
      return moved ? { kind: 'grid_moved', tokenId } : { kind: 'other' };
    }
    case 'market_resolved': {
      // A hint that cannot be read is none: the chain is asked without it as well.
      const read = Resolved.safeParse(message);
      return read.success ? { kind: 'resolved', conditionId: read.data.market } : { kind: 'other' };
    }
    default:
      return { kind: 'other' };
  }
}

/** Some messages leave their kind out; those about books show it by their fields. */
function kindOf(message: unknown): string {
  const { event_type, bids, asks, price_changes } = Envelope.parse(message);
  if (event_type != null) return event_type;
  if (bids !== undefined && asks !== undefined) return 'book';
  return price_changes === undefined ? '' : 'price_change';
}

function parsed<T>(schema: z.ZodType<T>, message: unknown): T {
  const read = schema.safeParse(message);
  if (read.success) return read.data;
  const found = read.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new UnreadableAnswerError(`Could not read a message about a book: unexpected ${found}`);
}

const readLevel = ({
  price,
  size,
}: {
  readonly price: string;
  readonly size: string;
}): BookLevel => ({
  price: readMicros(price),
  shares: readMicros(size),
});

const Envelope = z.object({
  event_type: z.string().nullish(),
  bids: z.unknown().optional(),
  asks: z.unknown().optional(),
  price_changes: z.unknown().optional(),
});
const Levels = z.array(z.object({ price: Decimal, size: Decimal }));
const BookSnapshot = z.object({ asset_id: z.string(), bids: Levels, asks: Levels });
const PriceChange = z.object({
  price_changes: z.array(
    z.object({
      asset_id: z.string(),
      price: Decimal,
      size: Decimal,
      side: z.enum(['BUY', 'SELL']),
    }),
  ),
});
const Resolved = z.object({ market: z.string().regex(/^0x[0-9a-fA-F]{62,64}$/) });
const TickChange = z.object({
  asset_id: z.string(),
  old_tick_size: Decimal,
  new_tick_size: Decimal,
});
